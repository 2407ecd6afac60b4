/**
 * What a host throws, handed to the core for an explanation.
 * @module
 */

import { caused, StorageError } from "../errors.js";
import { failureOf, refusal } from "../questions.js";

/** The StorageError for what a host threw; one that is such already stays as it is. */
export const hostFailure = ({ isBucket }, error) =>
  StorageError.is(error) ? error : caused(failureOf(isBucket, textOf(error)), error);

/** A host may throw anything, also what throws when it is looked at. */
export function textOf(error) {
  try {
    const text = error?.message ?? error;
    return typeof text === "string" ? text : "";
  } catch {
    return "";
  }
}

/** The error of an answer that no R2 and no KV gives. */
export const garbled = (what) => refusal("storage_host_error", `the host answered with ${what}`);

/** Awaits a host; what it throws comes out as a StorageError. */
export async function ask(declared, run) {
  try {
    return await run();
  } catch (error) {
    throw hostFailure(declared, error);
  }
}
