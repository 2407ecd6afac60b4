/**
 * What KV says when it fails, row by row, and what callers are told.
 *
 * KV's errors name an HTTP status in their text and nothing else. One status has several meanings, and a
 * caller who is told the wrong one looks for the mistake in the wrong place.
 * @module
 */

import { connect, type StorageErrorCode, storage } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { branches, failureOf } from "./failure";
import { fakeKv } from "./fakes/kv";

const kv = storage.kv({ name: "config" });

/** Bytes of the value that is stored in every test; hosts have been known to repeat what they were sent. */
const SECRET = "s3cret-bytes-of-the-value";

const UNAVAILABLE = { code: "storage_unavailable", status: 503, retryable: true } as const;
const RATE_LIMITED = { code: "storage_rate_limited", status: 429, retryable: true } as const;
const HOST_ERROR = { code: "storage_host_error", status: 502, retryable: false } as const;
const refusal = (code: StorageErrorCode, status: number) => ({ code, status, retryable: false });

const ROWS: { text: string; expected: { code: StorageErrorCode; status: number; retryable: boolean } }[] = [
  {
    text: "400 Invalid expiration_ttl of 59. Expiration TTL must be at least 60.",
    expected: refusal("storage_invalid_options", 400),
  },
  {
    text: "400 Invalid expiration_ttl of 0. Please specify integer greater than 0.",
    expected: refusal("storage_invalid_options", 400),
  },
  {
    text: "400 Invalid expiration of 1. Please specify integer greater than the current number of seconds.",
    expected: refusal("storage_invalid_options", 400),
  },
  { text: "400 Invalid cursor", expected: refusal("storage_invalid_cursor", 400) },
  {
    text: "400 Invalid key_count_limit of 1001. Please specify an integer less than 1000.",
    expected: HOST_ERROR,
  },
  { text: "400 Bad Request", expected: HOST_ERROR },
  { text: "401 Unauthorized", expected: HOST_ERROR },
  { text: "403 Forbidden", expected: HOST_ERROR },
  {
    text: "413 Metadata length of 1025 exceeds limit of 1024.",
    expected: refusal("storage_metadata_too_large", 413),
  },
  {
    text: "413 Value length of 26214401 exceeds limit of 26214400.",
    expected: refusal("storage_value_too_large", 413),
  },
  {
    text: "414 UTF-8 encoded length of 513 exceeds key length limit of 512.",
    expected: refusal("storage_invalid_key", 400),
  },
  { text: "429 Too Many Requests", expected: RATE_LIMITED },
  { text: "500 Internal Server Error", expected: UNAVAILABLE },
  { text: "503 Service Unavailable", expected: UNAVAILABLE },
  { text: "504 Gateway Timeout", expected: UNAVAILABLE },
  { text: "502 Bad Gateway", expected: UNAVAILABLE },
  { text: "520 Unknown Error", expected: UNAVAILABLE },
  { text: "527 Railgun Error", expected: UNAVAILABLE },
  { text: "501 Not Implemented", expected: HOST_ERROR },
  { text: "42", expected: HOST_ERROR },
  { text: "éé", expected: HOST_ERROR },
  { text: "", expected: HOST_ERROR },
];

const OPERATIONS: { operation: string; verb: string; key?: string; run: () => Promise<unknown> }[] = [
  { operation: "put", verb: "PUT", key: "theme/dark", run: () => kv.put("theme/dark", SECRET) },
  { operation: "get", verb: "GET", key: "theme/dark", run: () => kv.get("theme/dark") },
  { operation: "head", verb: "GET", key: "theme/dark", run: () => kv.head("theme/dark") },
  { operation: "delete", verb: "DELETE", key: "theme/dark", run: () => kv.delete("theme/dark") },
  { operation: "list", verb: "GET", run: () => kv.list() },
];

const LOCAL_CHECKS = [
  "Key name cannot be empty.",
  '"." is not allowed as a key name.',
  "KV put() accepts only strings, ArrayBuffers, ArrayBufferViews, and ReadableStreams as values.",
  "Value out of range. Must be between -2147483648 and 2147483647 (inclusive).",
];

/** A namespace of which every method fails with `error`. */
function failing(error: unknown) {
  const fail = () => Promise.reject(error);
  return fakeKv({ put: fail, getWithMetadata: fail, delete: fail, list: fail }).namespace;
}

describe.each(OPERATIONS)("When KV fails a $operation", ({ operation, verb, key, run }) => {
  test.each(ROWS)("with `$text`, the caller gets $expected.code.", async ({ text, expected }) => {
    const thrown = new Error(`KV ${verb} failed: ${text}`);
    connect({ CONFIG: failing(thrown) });
    const error = await failureOf(run);
    expect(branches(error)).toEqual(expected);
    expect(error.cause).toBe(thrown);
    expect(error.key).toBe(key);
    expect(error.message).not.toContain(SECRET);
  });

  test("on the way, the same call may succeed later.", async () => {
    connect({ CONFIG: failing(new Error("Network connection lost.")) });
    expect(branches(await failureOf(run))).toEqual(UNAVAILABLE);
  });

  test("the message names the call, the instance and KV's status, and repeats nothing of KV's text.", async () => {
    connect({ CONFIG: failing(new Error(`KV ${verb} failed: 429 Too Many Requests for ${SECRET}`)) });
    const { message } = await failureOf(run);
    for (const part of [operation, "default/config", "429", key ?? ""]) expect(message).toContain(part);
    expect(message).not.toContain(SECRET);
  });

  test.each(LOCAL_CHECKS)("with a check of the binding's own, `%s`, it is storage_host_error.", async (text) => {
    const thrown = new TypeError(text);
    connect({ CONFIG: failing(thrown) });
    const error = await failureOf(run);
    expect(branches(error)).toEqual(HOST_ERROR);
    expect(error.cause).toBe(thrown);
  });

  test("at once instead of by a promise, the caller gets the same rejection.", async () => {
    const thrown = new Error(`KV ${verb} failed: 429 Too Many Requests`);
    const fail = () => {
      throw thrown;
    };
    connect({ CONFIG: fakeKv({ put: fail, getWithMetadata: fail, delete: fail, list: fail }).namespace });
    const error = await failureOf(run);
    expect(branches(error)).toEqual(RATE_LIMITED);
    expect(error.cause).toBe(thrown);
  });
});

test("A create-only put whose look at the key fails writes nothing, and fails as a put of that key.", async () => {
  const thrown = new Error("KV GET failed: 503 Service Unavailable");
  const { namespace, calls } = fakeKv({ getWithMetadata: () => Promise.reject(thrown) });
  connect({ CONFIG: namespace });
  const error = await failureOf(() => kv.put("k", SECRET, { ifNotExists: true }));
  expect(branches(error)).toEqual(UNAVAILABLE);
  expect([error.cause, error.key]).toEqual([thrown, "k"]);
  expect(error.message).toContain("put");
  expect(calls.map(({ method }) => method)).toEqual(["getWithMetadata"]);
});

test("A list that cannot read another program's value fails with the key of that value.", async () => {
  const thrown = new Error("KV GET failed: 429 Too Many Requests");
  const { namespace, values } = fakeKv({ getWithMetadata: () => Promise.reject(thrown) });
  values.set("foreign", { bytes: new Uint8Array(3), metadata: null });
  connect({ CONFIG: namespace });
  const error = await failureOf(() => kv.list());
  expect(branches(error)).toEqual(RATE_LIMITED);
  expect([error.cause, error.key]).toEqual([thrown, "foreign"]);
});
