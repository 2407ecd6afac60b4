/**
 * Failures of hosts, as the errors that callers get.
 *
 * R2 and KV throw texts, and any object can take a binding's place, so a call may throw or answer anything. The core
 * explains the texts; this file gets them out of anything thrown.
 * @module
 */

import { core } from "../engine.ts";
import { caused, StorageError } from "../errors.js";
import { LONG } from "../look.js";
import { Hint, type Host } from "../wasm/core.js";

/** The StorageError for whatever a host threw. An error that is a StorageError already stays as it is. */
export const hostFailure = (host: Host, error: unknown): StorageError =>
  StorageError.is(error) ? error : caused(core.hostFailure(host, textOf(error), hintOf(error)), error);

/** The flags that the runtime sets on errors. Any other value, and one that throws when it is read, is no flag. */
function hintOf(error: unknown): Hint {
  try {
    const { overloaded, retryable } = (error ?? {}) as { overloaded?: unknown; retryable?: unknown };
    if (overloaded === true) return Hint.Overloaded;
    return retryable === true ? Hint.Retryable : Hint.None;
  } catch {
    return Hint.None;
  }
}

/** The message of anything thrown; empty where it has none, is longer than any host's, or throws when it is read. */
export function textOf(error: unknown): string {
  try {
    const text = (error as { message?: unknown } | null | undefined)?.message ?? error;
    return typeof text === "string" && text.length <= LONG ? text : "";
  } catch {
    return "";
  }
}

/** The error of an answer that no sound host gives. `what` names what came, after "the host answered with". */
export const badHostAnswer = (what: string): StorageError =>
  core.refusal("storage_host_error", `the host answered with ${what}`);

/** Runs and awaits a call of a host; whatever it throws becomes a StorageError. */
export async function awaitHost<T>(host: Host, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw hostFailure(host, error);
  }
}
