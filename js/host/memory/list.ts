/**
 * Pages of a listing in memory, which the core's table cuts.
 * @module
 */

import { encodeText } from "../../base64url.ts";
import type { ListPlan } from "../../wasm/core.js";
import type { Page } from "../store.ts";
import { keptOf, type Memory, storedOf } from "./answer.ts";
import { tableOf } from "./host.ts";

export function listPage({ place, host }: Memory, plan: ListPlan): Page {
  const { items, prefixes, cursor } = tableOf(host, place.declared.identity).list(plan, place.now());
  return {
    items: items.map((record) => storedOf(place, keptOf(record))),
    cursor: cursor === undefined ? undefined : encodeText(cursor),
    prefixes: plan.delimiter === undefined ? undefined : prefixes,
  };
}
