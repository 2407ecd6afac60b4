/**
 * Where an error happened: each leaves the package with its key, and with call, key and instance before its
 * message. Done once, where calls come in, so that no check has to know on whose behalf it is made.
 * @module
 */

import { core, unexpected } from "./engine.js";
import { caused, StorageError } from "./errors.js";
import { spelled } from "./key.js";

/** `error` as the caller gets it. What is no StorageError is a fault of this package. */
export function located(thrown, declared, call, callKey) {
  const { isBucket, identity } = declared;
  const error = StorageError.is(thrown) ? thrown : unexpected(thrown);
  const { code, status, retryable, message } = error;
  const key = error.key ?? (typeof callKey === "string" ? spelled(declared, callKey) : undefined);
  const where = core.located(call, key, isBucket, identity);
  // A new one, whose stack has the whole message and the caller.
  const told = new StorageError(code, status, retryable, `${where}: ${message}`);
  if (key !== undefined) told.key = key;
  return "cause" in error ? caused(told, error.cause) : told;
}
