/**
 * What a host throws, handed to the core for an explanation.
 * @module
 */

import { core } from "../engine.js";
import { StorageError } from "../errors.js";

/** The numbers that src/wasm/refusal.rs gives the calls. */
export const PUT = 0;
export const GET = 1;
export const HEAD = 2;
export const DELETE = 3;
export const LIST = 4;

const textOf = (error) =>
  error instanceof Error || typeof error?.message === "string" ? error.message : String(error);

/** The StorageError for what a host threw; one that is such already stays as it is. */
export const hostFailure = (declared, call, key, error) =>
  StorageError.is(error) ? error : core.hostFailure(declared, call, key, textOf(error), error);

/** Awaits a host; what it throws comes out as a StorageError. */
export async function ask(declared, call, key, run) {
  try {
    return await run();
  } catch (error) {
    throw hostFailure(declared, call, key, error);
  }
}
