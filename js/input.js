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

/** One value for each known name, then the first enumerable name that is not known, if any. */
export function members(value, known) {
  const found = [];
  for (let i = 0; i < known.length; i++) found.push(value[known[i]]);
  for (const name in value) {
    if (!known.includes(name)) {
      found.push(name);
      break;
    }
  }
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
