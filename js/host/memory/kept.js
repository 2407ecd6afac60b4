/**
 * What the memory host keeps of values, by the numbers under which the core's tables have them.
 *
 * The core calls `forget` when it lets go of a value, so this file imports nothing: wasm-bindgen takes it along alone.
 * @module
 */

/** @type {Map<number, import("../../shapes.js").Kept>} */
export const kept = new Map();

export const forget = (number) => {
  kept.delete(number);
};
