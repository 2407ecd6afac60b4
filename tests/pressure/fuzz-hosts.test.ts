/**
 * Hosts that throw anything and answer anything.
 *
 * The tables of tests/hosts have what somebody thought of. Here a host's every method throws or returns what
 * the fuzz makes, nearly right or not at all, and a caller still gets an object or a StorageError.
 *
 * SEED=… in the environment repeats a run; fast-check prints the seed of one that fails.
 * @module
 */

import fc from "fast-check";
import { connect, StorageError, type StorageObject, storage } from "layeron-storage";
import { afterEach, expect, test } from "vitest";
import { fakeKv } from "../hosts/fakes/kv";
import { fakeR2 } from "../hosts/fakes/r2";
import { reveal, strange } from "./strange";
import { lost } from "./wasm";

const seed = process.env.SEED === undefined ? undefined : Number(process.env.SEED);
fc.configureGlobal({
  ...(seed === undefined ? {} : { seed }),
  interruptAfterTimeLimit: 25_000,
  markInterruptAsFailure: true,
});

const bucket = storage.bucket({ name: "assets" });
const kv = storage.kv({ name: "config" });

/** An object with these members, any of which may be missing or anything else. */
const nearly = (members: Record<string, unknown>) =>
  fc.record(
    Object.fromEntries(
      Object.entries(members).map(([name, right]) => [
        name,
        fc.oneof({ weight: 6, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: strange }),
      ]),
    ),
    { requiredKeys: [] },
  );

const stored = (key: string) =>
  nearly({ key, size: 3, etag: "abc", uploaded: new Date(1.7e12), httpMetadata: {}, customMetadata: { a: "b" } });

const body = nearly({
  key: "k",
  size: 3,
  etag: "abc",
  uploaded: new Date(1.7e12),
  httpMetadata: { contentType: "text/plain" },
  customMetadata: {},
  range: { offset: 0, length: 3 },
  body: null,
  arrayBuffer: async () => new ArrayBuffer(3),
});

const r2Page = fc.record(
  {
    objects: fc.oneof(fc.array(fc.oneof(stored("a"), stored("!layeron/x"), strange), { maxLength: 3 }), strange),
    delimitedPrefixes: fc.oneof(fc.array(fc.oneof(fc.string(), strange), { maxLength: 2 }), strange),
    truncated: fc.oneof(fc.boolean(), strange),
    cursor: fc.oneof(fc.string(), strange),
  },
  { requiredKeys: [] },
);

const record = nearly({
  layeron: 1,
  size: 3,
  etag: "abc",
  storedAt: 1.7e12,
  metadata: { a: "b" },
  contentType: "text/plain",
});

const kvAnswer = nearly({ value: new ArrayBuffer(3), metadata: null }).chain((answer) =>
  fc.oneof(record, strange).map((metadata) => ({ ...answer, metadata })),
);

const kvPage = fc.record(
  {
    keys: fc.oneof(
      fc.array(
        fc.oneof(
          fc.record(
            { name: fc.string(), metadata: fc.oneof(record, strange), expiration: strange },
            { requiredKeys: [] },
          ),
          strange,
        ),
        { maxLength: 3 },
      ),
      strange,
    ),
    list_complete: fc.oneof(fc.boolean(), strange),
    cursor: fc.oneof(fc.string(), strange),
  },
  { requiredKeys: [] },
);

const CODE =
  /^storage_(host_error|unavailable|rate_limited|invalid_range|invalid_key|invalid_options|invalid_cursor|body_failed|metadata_too_large|value_too_large|precondition_failed|key_already_exists)$/;

/** What a call came to. Throws when that is neither a result nor a StorageError that a host can be the reason of. */
async function settled<T>(run: () => Promise<T>): Promise<T | undefined> {
  const instances = lost();
  const outcome = await run().then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  expect(lost(), "instances that were lost to a trap").toBe(instances);
  if ("result" in outcome) return outcome.result;
  const { error } = outcome;
  if (!StorageError.is(error)) throw new Error("rejected with what is no StorageError", { cause: error });
  if (!CODE.test(error.code)) throw new Error(`rejected with ${error.code}: ${error.message}`, { cause: error });
  return undefined;
}

function expectObject(object: StorageObject | null | undefined) {
  if (object === undefined || object === null) return;
  const { key, size, etag, storedAt, metadata } = object;
  expect([typeof key, typeof etag, typeof metadata]).toEqual(["string", "string", "object"]);
  expect(etag).not.toBe("");
  expect(Number.isSafeInteger(size) && size >= 0, `the size ${size}`).toBe(true);
  for (const date of [storedAt, object.expiresAt])
    if (date !== undefined) expect(new Date(date).toISOString()).toBe(date);
}

/** Nothing of what a host did to one call is left for the next one. */
afterEach(async () => {
  connect({ ASSETS: fakeR2().bucket, CONFIG: fakeKv().namespace });
  for (const module of [bucket, kv]) {
    await module.put("next", "works");
    expect(await (await module.get("next"))?.text()).toBe("works");
  }
});

/** A method that answers with what was made, anew for each call; asked too often, it fails. */
const answering = (answer: unknown) => {
  let asked = 0;
  return async () => {
    if (++asked > 50) throw new Error("asked again and again");
    return reveal(answer);
  };
};

test("What R2 throws, every call turns into a StorageError.", async () => {
  const property = fc.asyncProperty(strange, async (thrown) => {
    const fail = () => Promise.reject(reveal(thrown));
    connect({ ASSETS: fakeR2({ put: fail, get: fail, head: fail, delete: fail, list: fail }).bucket });
    const calls = [
      () => bucket.put("k", "v"),
      () => bucket.get("k", { range: { offset: 1 } }),
      () => bucket.head("k"),
      () => bucket.delete(["k"]),
      () => bucket.list(),
    ];
    for (const run of calls) expect(await settled<unknown>(run)).toBeUndefined();
  });
  await fc.assert(property, { numRuns: 600 });
});

test("What KV throws, every call turns into a StorageError.", async () => {
  const property = fc.asyncProperty(strange, async (thrown) => {
    const fail = () => Promise.reject(reveal(thrown));
    connect({ CONFIG: fakeKv({ put: fail, getWithMetadata: fail, delete: fail, list: fail }).namespace });
    const calls = [
      () => kv.put("k", "v"),
      () => kv.get("k"),
      () => kv.head("k"),
      () => kv.delete(["k"]),
      () => kv.list(),
    ];
    for (const run of calls) expect(await settled<unknown>(run)).toBeUndefined();
  });
  await fc.assert(property, { numRuns: 600 });
});

test("What R2 answers is an object, or a StorageError.", async () => {
  const property = fc.asyncProperty(fc.oneof(stored("k"), body, strange), async (answer) => {
    const method = answering(answer);
    connect({ ASSETS: fakeR2({ put: method, get: method, head: method, delete: method }).bucket });
    expectObject(await settled(() => bucket.put("k", "abc")));
    expectObject(await settled(() => bucket.put("k", "abc", { ifNotExists: true })));
    expectObject(await settled(() => bucket.head("k")));
    await settled(() => bucket.delete("k"));
    const handles = [
      await settled(() => bucket.get("k")),
      await settled(() => bucket.get("k", { range: { suffix: 2 } })),
      await settled(() => bucket.get("k", { headers: new Headers({ range: "bytes=0-1", "if-range": '"x"' }) })),
    ];
    for (const handle of handles) {
      expectObject(handle);
      if (handle === null || handle === undefined || handle.notModified) continue;
      const bytes = await settled(() => handle.bytes());
      if (bytes !== undefined) expect(bytes.byteLength).toBe(handle.range?.length ?? handle.size);
    }
  });
  await fc.assert(property, { numRuns: 1_500 });
});

test("What KV answers is an object, or a StorageError.", async () => {
  const property = fc.asyncProperty(fc.oneof(kvAnswer, strange), async (answer) => {
    const method = answering(answer);
    connect({ CONFIG: fakeKv({ getWithMetadata: method }).namespace });
    expectObject(await settled(() => kv.head("k")));
    expectObject(await settled(() => kv.put("k", "abc", { ifNotExists: true })));
    const handle = await settled(() => kv.get("k"));
    expectObject(handle);
    if (handle) expect((await handle.bytes()).byteLength).toBe(handle.size);
  });
  await fc.assert(property, { numRuns: 1_500 });
});

test("What R2 and KV list is a page of objects, or a StorageError, and has an end.", async () => {
  const property = fc.asyncProperty(
    fc.oneof(r2Page, strange),
    fc.oneof(kvPage, strange),
    kvAnswer,
    async (r2, listed, foreign) => {
      connect({
        ASSETS: fakeR2({ list: answering(r2) }).bucket,
        CONFIG: fakeKv({ list: answering(listed), getWithMetadata: answering(foreign) }).namespace,
      });
      for (const run of [
        () => bucket.list({ limit: 2 }),
        () => bucket.list({ delimiter: "/" }),
        () => kv.list({ limit: 2 }),
      ]) {
        const page = await settled(run);
        for (const item of page?.items ?? []) {
          expectObject(item);
          expect(item.key).not.toMatch(/^!layeron\//);
        }
        expect(["string", "undefined"]).toContain(typeof page?.cursor);
        expect((page?.prefixes ?? []).every((prefix) => typeof prefix === "string")).toBe(true);
      }
    },
  );
  await fc.assert(property, { numRuns: 1_500 });
});
