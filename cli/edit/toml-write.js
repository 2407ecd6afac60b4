/**
 * Pieces of TOML: keys, values, and items in lists.
 *
 * They know nothing of tables, so that cli/edit/toml.js is about tables alone.
 * @module
 */

import { eolOf, indentAt, inserted, lineEnd } from "./layout.js";

export const keyOf = (key) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key));

/** A string, or an object of strings in one line. JSON's strings are TOML's. */
export function inline(value) {
  if (typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).map(([key, one]) => `${keyOf(key)} = ${inline(one)}`);
  return `{ ${members.join(", ")} }`;
}

/** Adds a last item to a list in brackets. */
export function addItem(text, list, item) {
  const written = inline(item);
  const last = list.items.at(-1);
  const close = list.end - 1;
  if (last === undefined) {
    // Comments in an empty list stay before the item.
    const isBlank = text.slice(list.start + 1, close).trim() === "";
    return isBlank
      ? text.slice(0, list.start + 1) + written + text.slice(close)
      : onLastLine(text, close, `${written},`);
  }
  const end = list.comma ?? last.end;
  const lineOver = lineEnd(text, end) < close;
  const isSpread = text.slice(list.start, last.start).includes("\n");
  const spread = eolOf(text) + indentAt(text, last.start);
  const at = isSpread && lineOver ? lineEnd(text, end) : close - /\s*$/.exec(text.slice(0, close))[0].length;
  const piece = (isSpread ? spread : " ") + written + (list.comma === undefined ? "" : ",");
  const added = inserted(text, at, piece);
  return list.comma === undefined ? inserted(added, last.end, ",") : added;
}

/** A line of its own before the closing bracket. */
function onLastLine(text, close, piece) {
  const before = text.slice(0, close).trimEnd().length;
  return inserted(text, lineEnd(text, before), `${eolOf(text)}  ${piece}`);
}
