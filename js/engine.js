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
import { etagOf, initSync, judge, memoryFind, memoryPut, storage, tell, trapForTests } from "./wasm/core.js";

/** Counts instances: a memory host of an earlier one is gone. */
export let instance = 0;

/** Gives the compiled wasm; provided by the entry. */
let compiled;

/** Whether there is an instance that may be called. */
let runs = false;

export const provideWasm = (module) => {
  compiled = module;
};

const guard =
  (run) =>
  (...args) => {
    if (!runs) {
      initSync(compiled());
      runs = true;
    }
    try {
      return run(...args);
    } catch (error) {
      if (StorageError.is(error)) throw error;
      runs = false;
      instance++;
      throw unexpected(error);
    }
  };

/** The guarded exports. */
export const core = {
  bucket: guard(storage.bucket),
  kv: guard(storage.kv),
  judge: guard(judge),
  tell: guard(tell),
  etagOf: guard(etagOf),
  memoryPut: guard(memoryPut),
  memoryFind: guard(memoryFind),
  trapForTests: guard(trapForTests),
};

/** The error of a fault that something was thrown by. */
export const unexpected = (cause) =>
  caused(fault("a fault of layeron-storage itself; please report it with the error's cause"), cause);

/** The error of a fault. The core cannot be asked for it. */
export const fault = (message) => new StorageError("storage_internal", 500, false, message);
