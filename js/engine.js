/**
 * The core, guarded: every export of the wasm, callable as `core.<name>`.
 *
 * The core throws StorageErrors only. Anything else that comes out of it is a fault: a trap, or a stack
 * that overflowed. Its memory is then worth nothing, so that one call fails with `storage_internal` and
 * the next one runs on a fresh instance. Declarations survive, they are JavaScript's; a memory host
 * that lived in the lost instance does not, and says so (js/host/memory/store.js).
 * @module
 */

import { caused, StorageError } from "./errors.js";

/** The guarded exports. Filled by `load`, before any other code of the package runs. */
export const core = {};

/** Counts instances: a memory host of an earlier one is gone. */
export let instance = 0;

let broken = false;

/**
 * @param {Record<string, Function>} glue the exports of the generated glue
 * @param {() => void} start makes a new instance of the wasm
 */
export function load(glue, start) {
  const guard =
    (run) =>
    (...args) => {
      if (broken) {
        start();
        broken = false;
      }
      try {
        return run(...args);
      } catch (error) {
        if (StorageError.is(error)) throw error;
        broken = true;
        instance++;
        throw unexpected(error);
      }
    };
  const { storage, ...functions } = glue;
  for (const [name, run] of Object.entries(functions)) core[name] = guard(run);
  core.bucket = guard(storage.bucket);
  core.kv = guard(storage.kv);
  start();
}

/** The error of a fault that something was thrown by. */
export const unexpected = (cause) =>
  caused(fault("a fault of layeron-storage itself; please report it with the error's cause"), cause);

/** The error of a fault. The core cannot be asked for it. */
export const fault = (message) => new StorageError("storage_internal", 500, false, message);
