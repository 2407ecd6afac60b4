/**
 * Ranges of a sealed value that hold none of its bytes.
 *
 * Readers take that for the end of the value, so it has to be proven as the end: else who cuts a value would say where
 * they stop.
 * @module
 */

import { SEGMENT_BYTES } from "./cipher.js";

/** The error to throw in place of `error`, which a get ended with: the same one, unless the value's end is not genuine. */
export async function outside(error, store, declared, key) {
  if (error.code !== "storage_invalid_range" || declared.encryption === undefined) return error;
  try {
    const { size } = (await store.head(declared, key)) ?? {};
    // A small value is read whole: an empty one has no last byte, and opens all the same.
    const handle = await store.get(declared, key, size > SEGMENT_BYTES ? { range: { suffix: 1 } } : undefined);
    await handle?.bytes();
    return error;
  } catch (failure) {
    return failure;
  }
}
