/**
 * What a caller gave, read once: as `members`, for what is stored and asked of hosts, and as a `frame`, by
 * which the core judges it. Nothing is decided here; src/input.rs has the rules and the format.
 * @module
 */

import { caused } from "./errors.js";
import { framed, frameOf, isArray, isWellFormed, tagged } from "./frame.js";
import { names, refusal } from "./questions.js";

/** The names of src/wasm/names.rs, by table. */
let tables;

export const namesOf = (table) => {
  tables ??= Object.fromEntries(
    names()
      .split("\n")
      .map((line) => {
        const [name, ...names] = line.split(" ");
        return [name, names];
      }),
  );
  return tables[table];
};

const NOTHING = Object.freeze({ members: Object.freeze({}), frame: "u" });

/**
 * An options object, by the names in `table`.
 * @param {(name: string, value: unknown) => unknown} [change] what to take for a member's value
 * @returns {{ members: object, frame: string }}
 */
export function given(table, options, change) {
  if (options === undefined) return NOTHING;
  const members = {};
  try {
    if (typeof options !== "object" || options === null || isArray(options)) {
      return { members, frame: frameOf(options) };
    }
    if (!isOrdinary(options)) return { members, frame: ANOTHER };
    return { members, frame: known(namesOf(table), options, members, change) };
  } catch (error) {
    throw unreadable(error);
  }
}

/** The refusal of what throws when it is read. */
const unreadable = (cause) =>
  caused(refusal("storage_invalid_options", "reading the options threw an error; it is the cause"), cause);

const ANOTHER = tagged("x", "another kind of object");

/** An object of known names; what was read goes into `members`. */
function known(names, object, members, change) {
  let content = "";
  for (const name of names) {
    const value = change === undefined ? object[name] : change(name, object[name]);
    if (value !== undefined) members[name] = value;
    content += typeof value === "object" && value !== null ? member(name, value, members) : frameOf(value);
  }
  let unknown = "u";
  for (const name in object) {
    if (names.includes(name)) continue;
    unknown = tagged("s", isWellFormed(name) ? name : (name.toWellFormed?.() ?? "?"));
    break;
  }
  return tagged("o", content + unknown);
}

/** A member that is an object; some are read deeper, and then `members` has what was read. */
function member(name, value, members) {
  const read = DEEP[name];
  if (read === undefined || isArray(value)) return frameOf(value);
  const copy = {};
  try {
    const frame = read(value, copy);
    if (frame[0] !== "x") members[name] = Object.freeze(copy);
    return frame;
  } catch {
    return tagged("x", "an object that throws when it is read");
  }
}

/** A member that is itself an object of known names. */
function nested(table) {
  return (value, copy) => (isOrdinary(value) ? known(namesOf(table), value, copy) : ANOTHER);
}

const DEEP = {
  __proto__: null,
  metadata: (value, copy) => (isPlain(value) ? entries(value, copy) : ANOTHER),
  range: nested("range"),
  lifecycle: nested("lifecycle"),
  cors: nested("cors"),
  encryption: nested("encryption"),
  secret: nested("secret"),
  headers,
};

/** Of a Map or of Headers nothing would be seen. */
export const isOrdinary = (object) => Object.prototype.toString.call(object) === "[object Object]";

/** The own members of a plain object. */
function entries(object, copy) {
  let content = "";
  for (const [name, value] of Object.entries(object)) {
    copy[name] = value;
    content += frameOf(name) + frameOf(value);
  }
  return tagged("e", content);
}

/** A plain object of any realm has a prototype without a prototype, or none; and no symbols, which nothing stores. */
function isPlain(object) {
  if (!isOrdinary(object)) return false;
  const prototype = Object.getPrototypeOf(object);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return false;
  return Object.getOwnPropertySymbols(object).length === 0;
}

/** A date in the form that HTTP prefers goes as its seconds; anything else as it is. */
function seconds(value) {
  const date = new Date(value);
  return date.toUTCString() === value ? date.getTime() / 1000 : value;
}

function headers(object, fields) {
  if (Object.prototype.toString.call(object) !== "[object Headers]") return frameOf(object);
  fields.range = object.get("range") ?? undefined;
  fields.ifNoneMatch = object.get("if-none-match") ?? undefined;
  fields.ifRange = seconds(object.get("if-range") ?? undefined);
  return tagged("h", framed(fields.range, fields.ifNoneMatch, fields.ifRange));
}
