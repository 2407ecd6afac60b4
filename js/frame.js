/**
 * Frames: how values cross into the core. src/input.rs has the format.
 * @module
 */

/** Longer than anything that is read here may be: its length alone is sent. */
export const LONG = 65536;

export const tagged = (tag, content) => `${tag}${content.length}:${content}`;

/** The frame of a value by itself. */
export function frameOf(value) {
  switch (typeof value) {
    case "undefined":
      return "u";
    case "boolean":
      return value ? "t" : "f";
    case "string":
      if (value.length > LONG) return tagged("b", String(value.length));
      return isWellFormed(value) ? tagged("s", value) : "l";
    case "number":
      return Number.isSafeInteger(value) && value >= 0 ? tagged("i", String(value)) : tagged("n", String(value));
    case "object":
      return tagged("x", value === null ? "null" : isArray(value) ? "an array" : "an object");
    default:
      return tagged("x", `a ${typeof value}`);
  }
}

export const isWellFormed = (text) => text.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text);

/** The frame of several values in a row. */
export const framed = (...values) => values.map(frameOf).join("");

/** A Proxy that has been revoked throws even here. */
export function isArray(value) {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}
