/**
 * Where an error happened: each leaves the package with its key, and with call, key and instance before its message.
 *
 * The calls of the public API add it once, so that no check has to know on whose behalf it is made.
 * @module
 */

import { unexpected } from "./engine.ts";
import { caused, StorageError } from "./errors.js";
import { spelled } from "./key.ts";
import type { Declared } from "./registry.ts";

/** Marks errors that have been located, by whichever copy of the package: a host may be made of our modules. */
const LOCATED = Symbol.for("layeron-storage/located");

/** How many characters of a key a message shows. */
const SHOWN = 64;

/** The error as the caller gets it; `key` is as the caller gave it. Anything but a StorageError is a fault of ours. */
export function located(thrown: unknown, declared: Declared, call: string, key?: unknown): StorageError {
  const { declaration, identity } = declared;
  const error = StorageError.is(thrown) ? thrown : unexpected(thrown);
  if (LOCATED in error) return error;
  const { code, status, retryable, message, detail } = error;
  const about = error.key ?? (typeof key === "string" ? spelled(declared, key) : undefined);
  const where = `${call}${about === undefined ? "" : ` ${quoted(about)}`} in ${declaration.variant} "${identity}"`;
  // A new error, whose stack has the whole message and the caller.
  const located = new StorageError(code, status, retryable, `${where}: ${message}`);
  if (about !== undefined) located.key = about;
  located.detail = { ...detail, where };
  Object.defineProperty(located, LOCATED, { value: true });
  return "cause" in error ? caused(located, error.cause) : located;
}

/** A key in one line, without control characters. */
const quoted = (key: string) => JSON.stringify(key.length > SHOWN ? `${key.slice(0, SHOWN)}…` : key);
