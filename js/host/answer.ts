/**
 * Checks of a host's answers to `list`, as far as hosts are alike.
 *
 * A page that says there is more and never moves on would keep a request alive for ever, and one that loses its cursor
 * would pass for the end. Both become errors here.
 * @module
 */

import { textOf } from "../look.js";
import { badHostAnswer } from "./failure.ts";

/** Whether a part of an answer is a text that a host can have in UTF-8, and no longer than any key or cursor. */
export const isText = (value: unknown): value is string => textOf(value) !== undefined;

/** Checks that an answer has an array of at most `limit` sound entries. */
export function checkedEntries<T>(entries: unknown, isEntry: (entry: unknown) => entry is T): T[] {
  if (!Array.isArray(entries) || !entries.every(isEntry)) throw badHostAnswer("something that is not a list of keys");
  return entries;
}

/** Checks that an answer has no more entries than it was asked for. */
export function checkCount(count: number, limit: number): void {
  if (count > limit) throw badHostAnswer("more keys than it was asked for");
}

/** The cursor of an answer that is not the last one. */
export function checkedCursor(cursor: unknown): string {
  if (!isText(cursor) || cursor === "") throw badHostAnswer("no cursor although it has more keys");
  return cursor;
}

/** Takes each cursor of a listing. It throws at one that came before, as the host would never come to an end. */
export function cursorsAdvance(): (cursor: string | undefined) => string | undefined {
  const seen = new Set<string>();
  return (cursor) => {
    if (cursor === undefined) return undefined;
    if (seen.has(cursor)) throw badHostAnswer("a cursor that it gave before");
    seen.add(cursor);
    return cursor;
  };
}
