/**
 * Where an error happened: each leaves the package with its key, and with call, key and instance before its
 * message. Done once, where calls come in, so that no check has to know on whose behalf it is made.
 * @module
 */

import { unexpected } from "./engine.js";
import { caused, StorageError } from "./errors.js";
import { spelled } from "./key.js";

/** Marks errors that have been located, by whichever copy of the package: a host may be made of our modules. */
const LOCATED = Symbol.for("layeron-storage/located");

/** How much of a key a message shows. */
const SHOWN = 64;

/** `error` as the caller gets it. What is no StorageError is a fault of this package. */
export function located(thrown, declared, call, callKey) {
  const { declaration, identity } = declared;
  const error = StorageError.is(thrown) ? thrown : unexpected(thrown);
  if (error[LOCATED]) return error;
  const { code, status, retryable, message } = error;
  const key = error.key ?? (typeof callKey === "string" ? spelled(declared, callKey) : undefined);
  const where = `${call}${key === undefined ? "" : ` ${quoted(key)}`} in ${declaration.variant} "${identity}"`;
  // A new one, whose stack has the whole message and the caller.
  const told = new StorageError(code, status, retryable, `${where}: ${message}`);
  if (key !== undefined) told.key = key;
  Object.defineProperty(told, LOCATED, { value: true });
  return "cause" in error ? caused(told, error.cause) : told;
}

/** A key in one line, without control characters. */
const quoted = (key) => JSON.stringify(key.length > SHOWN ? `${key.slice(0, SHOWN)}…` : key);
