/**
 * A configuration's text with changes made, and the proof that nothing else changed.
 *
 * The editors work on text. Whatever they do, the result must parse to the old value and the changes, or it is refused.
 * @module
 */

import { isDeepStrictEqual } from "node:util";
import { parsed, placeOf } from "../configuration/parse.js";
import { shown } from "../paths.js";
import { Refusal } from "../refusal.js";
import { append, set } from "./index.js";
import { Uneditable } from "./refused.js";

/** @returns {string} the new text, without the byte order mark */
export function merged({ path, format, text, value }, changes) {
  const byHand = `add this by hand, or print it with --format ${format}: ${changes.map(described).join(", ")}`;
  const edited = changes.reduce((now, change) => {
    try {
      return (change.isItem ? append : set)(format, now, change.path, change.value);
    } catch (error) {
      if (!(error instanceof Uneditable)) throw error;
      const { line, column } = placeOf(now, error.offset);
      throw new Refusal(`${shown(path)}:${line}:${column}: ${error.message}, or ${byHand}`);
    }
  }, text);
  if (!isDeepStrictEqual(copyOf(reparsed(format, edited, path)), applied(value, changes))) {
    throw new Refusal(`${shown(path)} is written in a way that cannot be added to, and was left as it is; ${byHand}`);
  }
  return edited;
}

/** What the edited text says; undefined when it says nothing any more. */
function reparsed(format, text, path) {
  try {
    return parsed(format, text, path);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** The value that the changes should lead to. */
export function applied(value, changes) {
  const result = copyOf(value);
  for (const { path, value: wanted, isItem } of changes) {
    const key = path.at(-1);
    const parent = path.slice(0, -1).reduce((at, step) => {
      at[step] ??= {};
      return at[step];
    }, result);
    if (isItem) parent[key] = [...(parent[key] ?? []), wanted];
    else parent[key] = wanted;
  }
  return result;
}

/** A copy of plain objects, whichever parser made them; dates of TOML stay what they are. */
function copyOf(value) {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copyOf(one)]));
}

/** A change as a sentence names it. */
export const described = ({ path, value }) => `${path.join(".")}: ${JSON.stringify(value)}`;
