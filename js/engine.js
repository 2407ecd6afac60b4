/**
 * The core, guarded: every export of the wasm, callable as `core.<name>`.
 *
 * Whatever comes flying out of it is a fault: a trap, or a stack that overflowed. Its memory is then worth nothing,
 * so that one call fails with `storage_internal` and the next one runs on a fresh instance. Declarations survive, they
 * are JavaScript's; a memory host that lived in the lost instance does not, and says so (js/host/memory/store.js).
 * @module
 */

import { caused, StorageError } from "./errors.js";
import { told } from "./told.js";
import { ask, hashOf, initSync, storage } from "./wasm/core.js";

/** Counts instances: a memory host of an earlier one is gone. */
export let instance = 0;

/** Gives the compiled wasm; provided by the entry. */
let compiled;

/** Whether there is an instance that may be called. */
let runs = false;

export const provideWasm = (module) => {
  compiled = module;
};

/** Runs an export. Written without rest parameters, as the shortest calls take as long as those do. */
function guarded(run, a, b) {
  if (!runs) {
    initSync(compiled());
    runs = true;
  }
  try {
    return run(a, b);
  } catch (error) {
    runs = false;
    instance++;
    throw unexpected(error);
  }
}

/** What an export has told (src/wasm/ask.rs): a text, or the error to throw. */
function asked(run, a, b) {
  guarded(run, a, b);
  if (!told.isError) return told.text;
  const [status, retryable, code, ...words] = told.text.split(" ");
  throw new StorageError(code, Number(status), retryable !== "", words.join(" "));
}

/** The guarded exports. */
export const core = {
  bucket: (frame) => asked(storage.bucket, frame),
  kv: (frame) => asked(storage.kv, frame),
  ask: (question, frame) => asked(ask, question, frame),
  hashOf: (piece, before) => guarded(hashOf, piece, before),
};

/** The error of a fault that something was thrown by. */
export const unexpected = (cause) =>
  caused(fault("a fault of layeron-storage itself; please report it with the error's cause"), cause);

/** The error of a fault. The core cannot be asked for it. */
export const fault = (message) => new StorageError("storage_internal", 500, false, message);
