/**
 * Answers to `list`, as far as R2's and KV's are alike: looked at before they are believed.
 * @module
 */

import { garbled } from "./failure.js";

/** Checks that an answer has an array, each entry as it should be. */
export function checkEntries(entries, isEntry) {
  if (!Array.isArray(entries) || !entries.every(isEntry)) throw garbled("what is no list of keys");
}

/** The cursor of an answer that is not the last. */
export function checkedCursor(cursor) {
  if (typeof cursor !== "string" || cursor === "") throw garbled("no cursor, though it has more keys");
  return cursor;
}

/** Takes each cursor of a listing, and throws at one that was seen before: the host never comes to an end. */
export function advances() {
  const seen = new Set();
  return (cursor) => {
    if (cursor !== undefined && seen.has(cursor)) throw garbled("a cursor that it gave before");
    seen.add(cursor);
    return cursor;
  };
}
