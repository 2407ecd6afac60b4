/**
 * Hosts that answer with garbage.
 *
 * A binding can be anybody's object: an adapter, a mock, a proxy that lost its server. What it answers has
 * to be a stored object or a StorageError by the time a caller sees it, and the next call has to work.
 * @module
 */

import { connect, type StorageObject, storage } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { failureOf } from "./failure";
import { fakeKv } from "./fakes/kv";
import { fakeR2 } from "./fakes/r2";

const bucket = storage.bucket({ name: "assets" });
const kv = storage.kv({ name: "config" });

function throwing(): never {
  throw new RangeError("looking at an answer");
}

/** Whose fault it is, of the host or of this package, is all that may be said. */
const BLAMES = ["storage_host_error"];

const sound = {
  key: "k",
  size: 3,
  etag: "abc",
  uploaded: new Date(1.7e12),
  httpMetadata: {},
  customMetadata: {},
};

/** Throws at every look, but for the one that `await` takes. */
const hostile = new Proxy({}, { get: (_, name) => (name === "then" ? undefined : throwing()), has: throwing });

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

/** Answers that stand for no object, whatever was asked. */
const NO_OBJECT: { what: string; answer: unknown }[] = [
  { what: "undefined", answer: undefined },
  { what: "a number", answer: 200 },
  { what: "a string", answer: "ok" },
  { what: "true", answer: true },
  { what: "an empty object", answer: {} },
  { what: "an array", answer: [sound] },
  { what: "a function", answer: () => sound },
  { what: "a Response", answer: new Response("abc") },
  { what: "an object without an etag", answer: { ...sound, etag: undefined } },
  { what: "an object whose etag is a number", answer: { ...sound, etag: 7 } },
  { what: "an object without a size", answer: { ...sound, size: undefined } },
  { what: "an object whose size is a string", answer: { ...sound, size: "3" } },
  { what: "an object whose size is negative", answer: { ...sound, size: -3 } },
  { what: "an object whose size is no number", answer: { ...sound, size: Number.NaN } },
  { what: "an object without a date", answer: { ...sound, uploaded: undefined } },
  { what: "an object whose date is a string", answer: { ...sound, uploaded: "2026-01-01" } },
  { what: "an object whose date is invalid", answer: { ...sound, uploaded: new Date(Number.NaN) } },
  {
    what: "an object whose size getter throws",
    answer: Object.defineProperty({ ...sound }, "size", { get: throwing }),
  },
  {
    what: "an object whose etag getter throws",
    answer: Object.defineProperty({ ...sound }, "etag", { get: throwing }),
  },
  { what: "a Proxy of which every trap throws", answer: hostile },
  { what: "a revoked Proxy", answer: revoked() },
];

/** Answers that could be shown, if whoever reads them is careful. */
const ODD_OBJECT: { what: string; answer: unknown }[] = [
  { what: "without HTTP metadata", answer: { ...sound, httpMetadata: undefined } },
  { what: "whose HTTP metadata is null", answer: { ...sound, httpMetadata: null } },
  { what: "whose HTTP metadata is a string", answer: { ...sound, httpMetadata: "text/plain" } },
  { what: "without custom metadata", answer: { ...sound, customMetadata: undefined } },
  { what: "whose custom metadata is null", answer: { ...sound, customMetadata: null } },
  { what: "of another key", answer: { ...sound, key: "another" } },
  { what: "whose key is a number", answer: { ...sound, key: 7 } },
];

/** Fails unless `object` has all that the type promises, with the right types. */
function expectWellFormed(object: StorageObject | null) {
  if (object === null) throw new Error("what the host has is not what it said");
  expect(object).toMatchObject({
    key: expect.any(String),
    size: expect.any(Number),
    etag: expect.stringMatching(/./),
    storedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  });
  expect(Number.isInteger(object.size) && object.size >= 0, "a size").toBe(true);
  expect(Object.values(object.metadata).every((value) => typeof value === "string")).toBe(true);
  const { contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage, expires } = object;
  for (const field of [contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage, expires]) {
    expect(["string", "undefined"]).toContain(typeof field);
  }
}

const answering = (answer: unknown) => async () => answer;

async function expectSoundAfterwards() {
  connect({ ASSETS: fakeR2().bucket, CONFIG: fakeKv().namespace });
  await bucket.put("next", "works");
  await kv.put("next", "works");
  expect(await (await bucket.get("next"))?.text()).toBe("works");
  expect(await (await kv.get("next"))?.text()).toBe("works");
}

describe.each([
  { method: "put", run: () => bucket.put("k", "abc") },
  { method: "get", run: () => bucket.get("k") },
  { method: "head", run: () => bucket.head("k") },
])("When R2 answers a $method with", ({ method, run }) => {
  test.each(NO_OBJECT)("$what, the call fails and the next one works.", async ({ answer }) => {
    connect({ ASSETS: fakeR2({ [method]: answering(answer) }).bucket });
    const error = await failureOf(run);
    expect(BLAMES).toContain(error.code);
    await expectSoundAfterwards();
  });

  test.each(ODD_OBJECT)("an object $what, the caller gets an object or a StorageError.", async ({ answer }) => {
    connect({ ASSETS: fakeR2({ [method]: answering(answer) }).bucket });
    const settled = await run().then(
      (object) => ({ object }),
      (error: unknown) => ({ error }),
    );
    if ("object" in settled) expectWellFormed(settled.object);
    else expect(BLAMES).toContain((await failureOf(() => Promise.reject(settled.error))).code);
    await expectSoundAfterwards();
  });
});

test("A put without a condition that R2 answers with null did not fail by a condition.", async () => {
  connect({ ASSETS: fakeR2({ put: answering(null) }).bucket });
  expect(BLAMES).toContain((await failureOf(() => bucket.put("k", "abc"))).code);
});

describe("When KV answers getWithMetadata with", () => {
  const ANSWERS: { what: string; answer: unknown }[] = [
    { what: "undefined", answer: undefined },
    { what: "null", answer: null },
    { what: "a number", answer: 5 },
    { what: "an empty object", answer: {} },
    { what: "a value that is a number", answer: { value: 5, metadata: null } },
    { what: "a value that is a plain object", answer: { value: {}, metadata: null } },
    { what: "a value that is a boolean", answer: { value: true, metadata: null } },
    { what: "a Proxy of which every trap throws", answer: hostile },
    {
      what: "a value whose getter throws",
      answer: Object.defineProperty({ metadata: null }, "value", { get: throwing }),
    },
  ];

  test.each(ANSWERS)("$what, get, head and a create-only put fail and the next call works.", async ({ answer }) => {
    for (const run of [() => kv.get("k"), () => kv.head("k"), () => kv.put("k", "v", { ifNotExists: true })]) {
      const { namespace, calls } = fakeKv({ getWithMetadata: answering(answer) });
      connect({ CONFIG: namespace });
      const error = await failureOf(run);
      expect(BLAMES).toContain(error.code);
      expect(calls.map(({ method }) => method)).toEqual(["getWithMetadata"]);
    }
    await expectSoundAfterwards();
  });

  const METADATA: { what: string; metadata: unknown }[] = [
    { what: "a number", metadata: 5 },
    { what: "a string", metadata: "layeron" },
    { what: "an array", metadata: [1, "layeron"] },
    { what: "another program's record", metadata: { size: 3, etag: "x" } },
    { what: "a record of a format to come", metadata: { layeron: 99, size: 3, etag: "x", storedAt: 0 } },
    { what: "a record whose size is a string", metadata: { layeron: 1, size: "3", etag: "x", storedAt: 0 } },
    { what: "a record without a date", metadata: { layeron: 1, size: 3, etag: "x" } },
    {
      what: "a record whose metadata has numbers",
      metadata: { layeron: 1, size: 3, etag: "x", storedAt: 0, metadata: { a: 1 } },
    },
    {
      what: "a record whose content type breaks a header",
      metadata: { layeron: 1, size: 3, etag: "x", storedAt: 0, contentType: "a\r\nb: c" },
    },
    {
      what: "a record whose etag breaks a header",
      metadata: { layeron: 1, size: 3, etag: "a\r\nb: c", storedAt: 0 },
    },
    { what: "a record of a time after all dates", metadata: { layeron: 1, size: 3, etag: "x", storedAt: 2 ** 53 - 1 } },
    {
      what: "a record that ends after all dates",
      metadata: { layeron: 1, size: 3, etag: "x", storedAt: 0, expiresAt: 2 ** 53 - 1 },
    },
    {
      what: "a record whose getter throws",
      metadata: Object.defineProperty({ size: 3 }, "layeron", { get: throwing, enumerable: true }),
    },
    { what: "a revoked Proxy", metadata: revoked() },
  ];

  test.each(METADATA)("metadata that is $what, the value still reads and is never mistaken.", async ({ metadata }) => {
    const value = () => new TextEncoder().encode("abc");
    const getWithMetadata = async (_key: string, { type }: { type: string }) => ({
      value: type === "stream" ? new Response(value()).body : value().buffer,
      metadata,
    });
    connect({ CONFIG: fakeKv({ getWithMetadata }).namespace });
    const handle = await kv.get("k");
    expectWellFormed(handle);
    expect([handle?.size, await handle?.text(), handle?.metadata]).toEqual([3, "abc", {}]);
    expectWellFormed(await kv.head("k"));
    expect((await kv.get("k"))?.toResponse().headers.get("etag")).toBe(`"${handle?.etag}"`);
    expect(
      () => handle?.contentType === undefined || new Headers({ "content-type": handle.contentType }),
    ).not.toThrow();
    await expectSoundAfterwards();
  });
});

test("A KV delete or put that answers with anything at all has succeeded.", async () => {
  for (const answer of [undefined, null, 7, {}, hostile]) {
    connect({ CONFIG: fakeKv({ put: answering(answer), delete: () => answer }).namespace });
    await kv.put("k", "v");
    await kv.delete("k");
  }
});
