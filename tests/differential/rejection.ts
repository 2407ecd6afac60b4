/**
 * What a call that has to fail failed with.
 *
 * `rejects.toMatchObject` would accept any object with the right members; what callers catch has to be a
 * StorageError, and a call that succeeds has to say with what.
 * @module
 */

import { StorageError } from "layeron-storage";

/** What a failing call rejected with. */
export async function rejection(call: Promise<unknown>): Promise<StorageError> {
  const error = await call.then(
    (value) => new Error(`it did not fail: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (!StorageError.is(error)) throw error;
  return error;
}
