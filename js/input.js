/**
 * How the core looks at a caller's value. Nothing is decided here; the rules are in src/input.rs.
 * @module
 */

/** The numbers that src/wasm/input.rs gives the kinds. */
const KINDS = { undefined: 0, boolean: 1, number: 2, string: 3, function: 7, symbol: 8, bigint: 9 };

export function kindOf(value) {
  const type = typeof value;
  if (type !== "object") return KINDS[type];
  if (value === null) return 5;
  return Array.isArray(value) ? 6 : 4;
}

/** The bit by which an unknown name is announced; see src/wasm/input.rs. */
const UNKNOWN = 1 << 30;

/**
 * `[present, value, value, …]`: a bit for each known name that has a value, the values in the order of
 * the names, and at last the first enumerable name that is not known, if any.
 */
export function members(value, known) {
  const found = [0];
  let present = 0;
  for (let i = 0; i < known.length; i++) {
    const member = value[known[i]];
    if (member === undefined) continue;
    present |= 1 << i;
    found.push(member);
  }
  for (const name in value) {
    if (known.includes(name)) continue;
    present |= UNKNOWN;
    found.push(name);
    break;
  }
  found[0] = present;
  return found;
}

/** `[key, value, key, value, …]` of a plain object; undefined for anything else. */
export function entries(value) {
  if (Object.prototype.toString.call(value) !== "[object Object]") return undefined;
  // A plain object of any realm has a prototype without a prototype, or none.
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return undefined;
  if (Object.getOwnPropertySymbols(value).length > 0) return undefined;
  return Object.entries(value).flat();
}

export const show = (number) => String(number);

export const isWellFormed = (text) => text.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text);

export const normalise = (text) => text.normalize("NFC");
