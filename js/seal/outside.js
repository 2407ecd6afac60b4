/**
 * Ranges of a sealed value that hold none of its bytes.
 *
 * Readers take that for the end of the value, so it has to be proven as the end: else who cuts a value would say where
 * they stop.
 * @module
 */

import { storeOf } from "../connection.js";
import { refusal } from "../questions.js";

/** The error to throw in place of `error`, which a get ended with: the same one, unless the value's end is not genuine. */
export async function outside(error, declared, key) {
  const { code, message } = error;
  if (code !== "storage_invalid_range" || declared.encryption === undefined) return error;
  // A range without a byte says nothing of the end (src/range.rs).
  if (/ of (the last )?0 bytes/.test(message)) return error;
  // A refusal ends with the size that it goes by.
  const goesBy = (size) => message.endsWith(` ${size} bytes`);
  try {
    // The last segment opens as the last one nowhere else. An empty value has no last byte, and opens all the same.
    const handle = await storeOf(declared).get(declared, key, goesBy(0) ? undefined : { range: { suffix: 1 } });
    await handle?.bytes();
    return goesBy(handle?.size) ? error : refusal("storage_unavailable", "the value was replaced while it was read");
  } catch (failure) {
    return failure;
  }
}
