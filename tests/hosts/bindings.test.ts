/**
 * Bindings that are not there, or are not what they should be.
 *
 * A Worker that is deployed without a binding must say so with the very lines that it lacks. It must never
 * store in memory instead: what is put there is gone a moment later.
 * @module
 */

import { connect, storage } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { branches, failureOf } from "./failure";
import { fakeKv } from "./fakes/kv";
import { fakeR2 } from "./fakes/r2";

const bucket = storage.bucket({ name: "user-assets" });
const kv = storage.kv({ name: "app-config" });

const MISSING = { code: "storage_binding_missing", status: 500, retryable: false };

/** A stream that is too long for one part. */
const longStream = () => new Blob([new Uint8Array(9 * 1024 * 1024)]).stream();

const BUCKET_CALLS = [
  { call: "put", run: () => bucket.put("k", "v") },
  { call: "get", run: () => bucket.get("k") },
  { call: "head", run: () => bucket.head("k") },
  { call: "delete", run: () => bucket.delete("k") },
  { call: "list", run: () => bucket.list() },
  { call: "entries", run: () => bucket.entries().next() },
];

const KV_CALLS = [
  { call: "put", run: () => kv.put("k", "v") },
  { call: "get", run: () => kv.get("k") },
  { call: "head", run: () => kv.head("k") },
  { call: "delete", run: () => kv.delete("k") },
  { call: "list", run: () => kv.list() },
  { call: "entries", run: () => kv.entries().next() },
];

async function expectR2Missing(run: () => Promise<unknown>) {
  const error = await failureOf(run);
  expect(branches(error)).toEqual(MISSING);
  expect(error.message).toContain('"USER_ASSETS"');
  expect(error.message).toContain('"r2_buckets":[{"binding":"USER_ASSETS","bucket_name":"user-assets"}]');
}

async function expectKvMissing(run: () => Promise<unknown>) {
  const error = await failureOf(run);
  expect(branches(error)).toEqual(MISSING);
  expect(error.message).toContain('"APP_CONFIG"');
  expect(error.message).toContain('"kv_namespaces":[{"binding":"APP_CONFIG"}]');
}

const NO_BINDING: { what: string; value: unknown }[] = [
  { what: "undefined", value: undefined },
  { what: "null", value: null },
  { what: "a string", value: "user-assets" },
  { what: "a number", value: 7 },
  { what: "zero", value: 0 },
  { what: "an empty string", value: "" },
  { what: "false", value: false },
  { what: "a symbol", value: Symbol("binding") },
  { what: "a function", value: () => undefined },
  { what: "an empty object", value: {} },
  { what: "an object without a prototype", value: Object.create(null) },
  { what: "an array", value: [] },
  { what: "a Durable Object namespace", value: { idFromName: () => ({}), get: () => ({ fetch: () => undefined }) } },
  { what: "a D1 database", value: { prepare: () => ({}), batch: async () => [] } },
  { what: "a secret", value: { get: async () => "a secret's value" } },
  { what: "a Fetcher", value: { fetch: async () => new Response() } },
];

describe.each(NO_BINDING)("With $what for a binding", ({ value }) => {
  test("every call on the bucket says which lines are missing.", async () => {
    connect({ USER_ASSETS: value });
    for (const { run } of BUCKET_CALLS) await expectR2Missing(run);
  });

  test("every call on the KV namespace says which lines are missing.", async () => {
    connect({ APP_CONFIG: value });
    for (const { run } of KV_CALLS) await expectKvMissing(run);
  });
});

const WITH_METHODS_OF_R2: { what: string; value: object }[] = [
  { what: "a Map", value: new Map() },
  { what: "a Headers", value: new Headers() },
  { what: "a Cache", value: { match: async () => undefined, put: async () => {}, delete: async () => false } },
  {
    what: "the storage of a Durable Object",
    value: { get: async () => undefined, put: async () => {}, delete: async () => false, list: async () => new Map() },
  },
];

test.each(WITH_METHODS_OF_R2)(
  "$what is not taken for a bucket, although it has some of its methods.",
  async ({ value }) => {
    connect({ USER_ASSETS: value });
    for (const { run } of BUCKET_CALLS) await expectR2Missing(run);
  },
);

test("a Map is not taken for a KV namespace, although it deletes keys.", async () => {
  connect({ APP_CONFIG: new Map() });
  for (const { run } of KV_CALLS) {
    await expectKvMissing(run);
    expect((await failureOf(run)).message).toContain("is not a KV namespace; rename it");
  }
});

describe("Without a binding of the right name", () => {
  test.each(BUCKET_CALLS)("$call on the bucket is refused.", ({ run }) => {
    connect({ ASSETS: fakeR2().bucket, user_assets: fakeR2().bucket });
    return expectR2Missing(run);
  });

  test.each(KV_CALLS)("$call on the KV namespace is refused.", ({ run }) => {
    connect({});
    return expectKvMissing(run);
  });

  test("nothing is kept in memory instead.", async () => {
    connect({});
    await expectR2Missing(() => bucket.put("lost", "value"));
    await expectKvMissing(() => kv.put("lost", "value"));
    connect(undefined);
    expect(await bucket.get("lost")).toBeNull();
    expect(await kv.get("lost")).toBeNull();
  });

  test("what objects inherit is no binding.", async () => {
    for (const binding of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
      const name = `inherited-${binding.replaceAll(/[^a-z]/gi, "").toLowerCase()}`;
      const inherited = storage.bucket({ name, binding });
      connect({});
      const error = await failureOf(() => inherited.put("k", "v"));
      expect(branches(error)).toEqual(MISSING);
      expect(error.message).toContain(JSON.stringify(binding));
    }
  });
});

describe("With bindings that are swapped", () => {
  test.each(BUCKET_CALLS)("$call on the bucket is refused, and KV is not asked.", async ({ run }) => {
    const { namespace, calls } = fakeKv({ get: async () => null });
    connect({ USER_ASSETS: namespace });
    await expectR2Missing(run);
    expect(calls).toEqual([]);
  });

  test.each(KV_CALLS)("$call on the KV namespace is refused, and R2 is not asked.", async ({ run }) => {
    const { bucket: raw, calls } = fakeR2();
    connect({ APP_CONFIG: raw });
    await expectKvMissing(run);
    expect(calls).toEqual([]);
  });
});

describe("A bucket that lacks", () => {
  const METHODS = ["put", "get", "head", "delete", "list"] as const;

  test.each(METHODS)("%s() does everything else, and that call names the method.", async (method) => {
    for (const instead of [undefined, null, "a string", {}]) {
      connect({ USER_ASSETS: fakeR2({ [method]: instead }).bucket });
      for (const other of METHODS) {
        const run = BUCKET_CALLS.find(({ call }) => call === other)?.run ?? expect.fail(other);
        if (other !== method) await run();
        else {
          await expectR2Missing(run);
          expect((await failureOf(run)).message).toContain(`${method}()`);
        }
      }
    }
  });

  test("createMultipartUpload() takes what fits one request, and names the method when it needs it.", async () => {
    const { bucket: raw, calls } = fakeR2({ createMultipartUpload: undefined });
    connect({ USER_ASSETS: raw });
    expect((await bucket.put("k", new Blob(["short"]).stream())).size).toBe(5);
    await expectR2Missing(() => bucket.put("k", longStream()));
    expect((await failureOf(() => bucket.put("k", longStream()))).message).toContain("createMultipartUpload()");
    expect(calls.map(({ method }) => method)).toEqual(["put"]);
  });
});

describe("A KV namespace that lacks", () => {
  const NEEDS = { put: "put", get: "getWithMetadata", head: "getWithMetadata", delete: "delete", list: "list" };

  test.each(["put", "getWithMetadata", "delete", "list"])(
    "%s() names it in the calls that need it.",
    async (method) => {
      for (const instead of [undefined, null, "a string", {}]) {
        connect({ APP_CONFIG: fakeKv({ [method]: instead }).namespace });
        for (const [call, needed] of Object.entries(NEEDS)) {
          const run = KV_CALLS.find((known) => known.call === call)?.run ?? expect.fail(call);
          if (needed !== method) await run();
          else {
            await expectKvMissing(run);
            expect((await failureOf(run)).message).toContain(`${method}()`);
          }
        }
      }
    },
  );

  test("getWithMetadata() refuses a create-only put before anything is written.", async () => {
    const { namespace, values } = fakeKv({ getWithMetadata: undefined });
    connect({ APP_CONFIG: namespace });
    await expectKvMissing(() => kv.put("k", "v", { ifNotExists: true }));
    expect(values.size).toBe(0);
  });

  test("getWithMetadata() cannot list what another program wrote.", async () => {
    const { namespace, values } = fakeKv({ getWithMetadata: undefined });
    values.set("foreign", { bytes: new Uint8Array(1), metadata: null });
    connect({ APP_CONFIG: namespace });
    await expectKvMissing(() => kv.list());
  });
});

describe("Bindings that cannot be looked at", () => {
  function throwing(): never {
    throw new RangeError("looking at a binding");
  }

  test.each([
    { what: "whose getter throws", bindings: Object.defineProperty({}, "USER_ASSETS", { get: throwing }) },
    { what: "behind a Proxy that throws", bindings: new Proxy({}, { get: throwing }) },
    { what: "whose methods throw when looked at", bindings: { USER_ASSETS: new Proxy({}, { get: throwing }) } },
  ])("$what end in a StorageError.", async ({ bindings }) => {
    connect(bindings as Record<string, unknown>);
    for (const { run } of BUCKET_CALLS) {
      expect(["storage_binding_missing", "storage_host_error"]).toContain((await failureOf(run)).code);
    }
  });
});

test("What a binding's getter throws is the cause of the error.", async () => {
  const thrown = new RangeError("looking at a binding");
  connect({
    get USER_ASSETS() {
      throw thrown;
    },
  });
  const error = await failureOf(() => bucket.get("k"));
  expect([error.code, error.cause]).toEqual(["storage_binding_missing", thrown]);
  expect(error.message).toContain("threw an error");
});

test("Bindings are looked up at each call, as a Worker's may change.", async () => {
  const bindings: Record<string, unknown> = {};
  connect(bindings);
  await expectR2Missing(() => bucket.put("k", "v"));
  const { bucket: raw, objects } = fakeR2();
  bindings.USER_ASSETS = raw;
  await bucket.put("k", "v");
  expect([...objects.keys()]).toEqual(["k"]);
});

test("Methods keep their binding as `this`.", async () => {
  class Strict {
    readonly #objects = fakeR2();
    put = undefined;
    async head(key: string) {
      return (this.#objects.bucket.head as (key: string) => unknown)(key);
    }
  }
  connect({ USER_ASSETS: new Strict() });
  expect(await bucket.head("k")).toBeNull();
});
