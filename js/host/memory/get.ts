/**
 * Reads from memory: the core selects what of a value is handed out, as it does for the conditions of R2.
 * @module
 */

import { core } from "../../engine.ts";
import { KeptBody } from "../../handle/body.ts";
import type { Found, Get, Stored } from "../store.ts";
import { type KeptRecord, keptOf, type Memory, storedOf } from "./answer.ts";
import { tableOf } from "./host.ts";

export function getValue(memory: Memory, { key, plan }: Get): Found | null {
  const record = recordAt(memory, key);
  if (record === undefined) return null;
  const selection = plan === undefined ? "whole" : core.select(plan.range, plan.ifNoneMatch, plan.ifRange, record);
  const { object, beside } = storedOf(memory.place, record);
  if (selection === "notModified") return { object, beside, body: undefined, range: undefined };
  const range = selection === "whole" ? undefined : selection.part;
  return { object, beside, body: new KeptBody(record.bytes, range), range };
}

export function headOf(memory: Memory, key: string): Stored | null {
  const record = recordAt(memory, key);
  return record === undefined ? null : storedOf(memory.place, record);
}

function recordAt({ place, host }: Memory, key: string): KeptRecord | undefined {
  const record = tableOf(host, place.declared.identity).get(key, place.now());
  return record && keptOf(record);
}
