/**
 * What a refusal is: a StorageError with its code, status and `retryable`, and a message that says enough.
 * @module
 */

import { StorageError, type StorageErrorCode } from "layeron-storage";
import { expect } from "vitest";

/** The status of each code, and whether it is worth another try. */
const STATUS: Partial<Record<StorageErrorCode, number>> = {
  storage_key_already_exists: 409,
  storage_precondition_failed: 412,
  storage_invalid_name: 400,
  storage_invalid_options: 400,
  storage_invalid_key: 400,
  storage_invalid_value: 400,
  storage_invalid_metadata: 400,
  storage_invalid_cursor: 400,
  storage_body_failed: 400,
  storage_invalid_range: 416,
  storage_metadata_too_large: 413,
  storage_value_too_large: 413,
  storage_rate_limited: 429,
  storage_binding_missing: 500,
  storage_secret_missing: 500,
  storage_invalid_secret: 500,
  storage_decryption_failed: 500,
  storage_internal: 500,
  storage_host_error: 502,
  storage_unavailable: 503,
};

/** Awaits a call that has to fail with `code`, and returns its error. `says` is what the message must hold. */
export async function refused(
  call: Promise<unknown> | (() => unknown),
  code: StorageErrorCode,
  ...says: (string | number)[]
): Promise<StorageError> {
  const error = await (typeof call === "function" ? Promise.resolve().then(call) : call).then(
    (value) => expect.fail(`not refused, but answered ${String(value)}`),
    (error: unknown) => error,
  );
  if (!StorageError.is(error)) throw new Error("rejected with what is no StorageError", { cause: error });
  expect({ code: error.code, message: error.message }).toMatchObject({ code });
  expect(error.status).toBe(STATUS[code]);
  expect(error.retryable).toBe(code === "storage_rate_limited" || code === "storage_unavailable");
  for (const part of says) expect(error.message).toContain(String(part));
  return error;
}
