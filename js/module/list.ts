/**
 * `list`: one page of a listing.
 * @module
 */

import { decodeText, encodeText } from "../base64url.ts";
import { core } from "../engine.ts";
import type { Page } from "../host/store.ts";
import { spelled } from "../key.ts";
import { isPlain, LONG } from "../look.js";
import { copied } from "../options.ts";
import type { Declared } from "../registry.ts";
import type { StorageListResult } from "../types/index.ts";
import type { ListPlan } from "../wasm/core.js";
import type { Operation } from "./operation.ts";

export const list: Operation<Page, StorageListResult> = {
  name: "list",
  hasKey: false,
  run: ({ declared, store }, options) => store.list(planList(declared, options)),
  shape({ items, cursor, prefixes }) {
    const result: StorageListResult = { items: items.map(({ object }) => object) };
    if (cursor !== undefined) result.cursor = cursor;
    if (prefixes !== undefined) result.prefixes = [...prefixes];
    return result;
  },
};

/** The text that a cursor encodes; empty, which is no cursor, for anything that no page has given. */
function decodedCursor(cursor: string): string {
  try {
    const text = decodeText(cursor);
    return encodeText(text) === cursor ? text : "";
  } catch {
    return "";
  }
}

/** A listing that is allowed. */
export const planList = (declared: Declared, options: unknown): ListPlan =>
  core.planList(declared.variant, declared.identity, spelledOptions(declared, copied(options)));

/** Options that may be a part of a key. */
const PARTS_OF_KEYS = ["prefix", "delimiter", "startAfter"];

/** The snapshot of the options with the parts of keys spelled as the store spells keys, and the cursor decoded. */
function spelledOptions(declared: Declared, options: unknown): unknown {
  if (!isPlain(options)) return options;
  const { cursor } = options;
  // The core refuses a longer one by its length.
  if (typeof cursor === "string" && cursor.length <= LONG) options.cursor = decodedCursor(cursor);
  for (const name of PARTS_OF_KEYS) {
    const part = options[name];
    if (typeof part === "string") options[name] = spelled(declared, part);
  }
  return options;
}
