/**
 * What R2 says when it fails, row by row, and what callers are told.
 *
 * R2 throws plain errors whose text is all that can be gone by. A row that is read wrongly makes a program
 * retry what can never succeed, or give up on what would.
 * @module
 */

import { connect, type StorageErrorCode, storage } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { branches, failureOf } from "./failure";
import { fakeR2 } from "./fakes/r2";

const bucket = storage.bucket({ name: "assets" });

/** Bytes of the value that is stored in every test; hosts have been known to repeat what they were sent. */
const SECRET = "s3cret-bytes-of-the-value";

const UNAVAILABLE = { code: "storage_unavailable", status: 503, retryable: true } as const;
const RATE_LIMITED = { code: "storage_rate_limited", status: 429, retryable: true } as const;
const HOST_ERROR = { code: "storage_host_error", status: 502, retryable: false } as const;
const refusal = (code: StorageErrorCode, status: number) => ({ code, status, retryable: false });

interface Row {
  text: string;
  expected: { code: StorageErrorCode; status: number; retryable: boolean };
}

const ROWS: Row[] = [
  { text: "We encountered an internal error. Please try again. (10001)", expected: UNAVAILABLE },
  { text: "Unauthorized (10002)", expected: HOST_ERROR },
  { text: "Access denied (10003)", expected: HOST_ERROR },
  { text: "The specified bucket name is not valid. (10005)", expected: HOST_ERROR },
  { text: "The specified bucket does not exist. (10006)", expected: HOST_ERROR },
  { text: "Your proposed upload is smaller than the minimum allowed object size. (10011)", expected: HOST_ERROR },
  {
    text: "Your metadata headers exceed the maximum allowed metadata size. (10012)",
    expected: refusal("storage_metadata_too_large", 413),
  },
  { text: "The Content-MD5 you specified is not valid. (10014)", expected: HOST_ERROR },
  { text: "The specified object name is not valid. (10020)", expected: refusal("storage_invalid_key", 400) },
  { text: "MaxKeys params must be positive integer <= 1000. (10022)", expected: HOST_ERROR },
  { text: "The specified multipart upload does not exist. (10024)", expected: HOST_ERROR },
  { text: "One or more of the specified parts could not be found. (10025)", expected: HOST_ERROR },
  {
    text: "The number of keys in the request must be between 1 and 1000 inclusive. (10027)",
    expected: HOST_ERROR,
  },
  {
    text: "At least one of the pre-conditions you specified did not hold. (10031)",
    expected: refusal("storage_precondition_failed", 412),
  },
  {
    text:
      "The MD5 checksum you specified did not match what we received.\n" +
      `You provided a MD5 checksum with value: ${SECRET}\nActual MD5 was: d41d8cd98f00b204e9800998ecf8427e (10037)`,
    expected: refusal("storage_body_failed", 400),
  },
  { text: "The requested range is not satisfiable (10039)", expected: refusal("storage_invalid_range", 416) },
  { text: "Service unavailable, please try again. (10043)", expected: UNAVAILABLE },
  { text: "There was a problem with the multipart upload. (10048)", expected: HOST_ERROR },
  { text: "The client disconnected. (10054)", expected: refusal("storage_body_failed", 400) },
  { text: "Too many requests for this object, reduce your rate. (10058)", expected: RATE_LIMITED },
  { text: "The object is locked by the bucket's policy. (10069)", expected: HOST_ERROR },
  {
    text: "Your proposed upload exceeds the maximum allowed object size. (100100)",
    expected: refusal("storage_value_too_large", 413),
  },
  { text: "Unspecified error (0)", expected: UNAVAILABLE },
  { text: "A code that nobody has published yet (99999)", expected: HOST_ERROR },
  { text: "A number in the middle (10058) is no code", expected: HOST_ERROR },
  { text: "A number that is too long (1005800000000000000000)", expected: HOST_ERROR },
  { text: "No number at all", expected: HOST_ERROR },
  { text: "", expected: HOST_ERROR },
];

const OPERATIONS: { operation: string; key?: string; run: () => Promise<unknown> }[] = [
  { operation: "put", key: "a/b.txt", run: () => bucket.put("a/b.txt", SECRET) },
  { operation: "get", key: "a/b.txt", run: () => bucket.get("a/b.txt") },
  { operation: "head", key: "a/b.txt", run: () => bucket.head("a/b.txt") },
  { operation: "delete", key: "a/b.txt", run: () => bucket.delete("a/b.txt") },
  { operation: "list", run: () => bucket.list() },
];

const LOCAL_CHECKS = [
  "Provided readable stream must have a known length (request/response body or readable half of FixedLengthStream)",
  'Conditional ETag should not be wrapped in quotes ("abc").',
  "Invalid range. Starting offset (-1) must be greater than or equal to 0.",
];

/** The runtime's own failures. */
const LOST = ["Network connection lost.", "internal error; reference = 0123456789abcdef"];

const FLAGS = [
  { flag: "retryable", expected: UNAVAILABLE },
  { flag: "overloaded", expected: RATE_LIMITED },
];

/** A bucket of which every method fails with `error`. */
function failing(error: unknown) {
  const fail = () => Promise.reject(error);
  return fakeR2({ put: fail, get: fail, head: fail, delete: fail, list: fail, createMultipartUpload: fail }).bucket;
}

describe.each(OPERATIONS)("When R2 fails a $operation", ({ operation, key, run }) => {
  test.each(ROWS)("with `$text`, the caller gets $expected.code.", async ({ text, expected }) => {
    const thrown = new Error(text === "" ? "" : `${operation}: ${text}`);
    connect({ ASSETS: failing(thrown) });
    const error = await failureOf(run);
    expect(branches(error)).toEqual(expected);
    expect(error.cause).toBe(thrown);
    expect(error.key).toBe(key);
    expect(error.message).not.toContain(SECRET);
  });

  test("the message names the call, the instance and R2's number.", async () => {
    connect({ ASSETS: failing(new Error(`${operation}: Too many requests (10058)`)) });
    const { message } = await failureOf(run);
    expect(message).toContain(operation);
    expect(message).toContain("default/assets");
    expect(message).toContain("10058");
    if (key !== undefined) expect(message).toContain(key);
  });

  test.each(LOCAL_CHECKS)("with a check of the binding's own, `%s`, it is storage_host_error.", async (text) => {
    const thrown = new TypeError(text);
    connect({ ASSETS: failing(thrown) });
    const error = await failureOf(run);
    expect(branches(error)).toEqual(HOST_ERROR);
    expect(error.cause).toBe(thrown);
  });

  test.each(LOST)("on the way, with `%s`, the same call may succeed later.", async (text) => {
    connect({ ASSETS: failing(new Error(text)) });
    expect(branches(await failureOf(run))).toEqual(UNAVAILABLE);
  });

  test.each(FLAGS)("and the runtime flags the error as $flag, it is $expected.code.", async ({ flag, expected }) => {
    connect({ ASSETS: failing(Object.assign(new Error("boom"), { [flag]: true })) });
    expect(branches(await failureOf(run))).toEqual(expected);
    connect({ ASSETS: failing(Object.assign(new Error("boom"), { [flag]: "true" })) });
    expect(branches(await failureOf(run))).toEqual(HOST_ERROR);
  });

  test("at once instead of by a promise, the caller gets the same rejection.", async () => {
    const thrown = new Error(`${operation}: Too many requests (10058)`);
    const fail = () => {
      throw thrown;
    };
    connect({ ASSETS: fakeR2({ put: fail, get: fail, head: fail, delete: fail, list: fail }).bucket });
    const error = await failureOf(run);
    expect(branches(error)).toEqual(RATE_LIMITED);
    expect(error.cause).toBe(thrown);
  });

  test("the next call reaches R2 again.", async () => {
    const sound = fakeR2();
    connect({ ASSETS: failing(new Error("put: Unspecified error (0)")) });
    await failureOf(run);
    connect({ ASSETS: sound.bucket });
    await run();
    expect(sound.calls.map(({ method }) => method)).toEqual([operation]);
  });
});

test("An error's answer to a client has its code, its message and its status, and not its cause.", async () => {
  connect({ ASSETS: failing(new Error(`put: Too many requests: ${SECRET} (10058)`)) });
  const error = await failureOf(() => bucket.put("k", SECRET));
  const response = error.toResponse();
  expect(response.status).toBe(429);
  expect(await response.json()).toEqual({ error: { code: "storage_rate_limited", message: error.message } });
});
