/**
 * Callers' arguments that fight back when they are looked at.
 *
 * Whatever a program passes, it gets a StorageError that blames the argument; what is stored stays, and the
 * next call works. A fault of the package's own would cost everything that is in memory.
 * @module
 */

import { connect, storage } from "layeron-storage";
import { beforeEach, describe, expect, test } from "vitest";
import { failureOf, failureUnlessDone } from "./failure";
import { fakeKv } from "./fakes/kv";
import { fakeR2 } from "./fakes/r2";
import { EVERYWHERE, type Hostile, revoked, throwing, trapped, withGetter } from "./hostile";

const bucket = storage.bucket({ name: "assets" });
const kv = storage.kv({ name: "config" });

type Module = typeof bucket;

/** A caller's own mistake has a status that says so. */
async function expectRefused(run: () => unknown, codes: string[]) {
  const error = await failureOf(run);
  expect(codes).toContain(error.code);
  expect([400, 413, 416]).toContain(error.status);
}

/** The calls, for an argument in each of their places. */
const PLACES: { place: string; codes: string[]; call: (module: Module, hostile: never) => unknown }[] = [
  { place: "the key of put", codes: ["storage_invalid_key"], call: (module, key) => module.put(key, "v") },
  { place: "the key of get", codes: ["storage_invalid_key"], call: (module, key) => module.get(key) },
  { place: "the key of head", codes: ["storage_invalid_key"], call: (module, key) => module.head(key) },
  { place: "the key of delete", codes: ["storage_invalid_key"], call: (module, key) => module.delete(key) },
  { place: "one of many keys", codes: ["storage_invalid_key"], call: (module, key) => module.delete(["a", key]) },
  { place: "the value", codes: ["storage_invalid_value"], call: (module, value) => module.put("k", value) },
  {
    place: "the options of put",
    codes: ["storage_invalid_options"],
    call: (module, options) => module.put("k", "new", options),
  },
  {
    place: "the options of get",
    codes: ["storage_invalid_options"],
    call: (module, options) => module.get("k", options),
  },
  { place: "the options of list", codes: ["storage_invalid_options"], call: (module, options) => module.list(options) },
  {
    place: "the options of entries",
    codes: ["storage_invalid_options"],
    call: (module, options) => module.entries(options).next(),
  },
  {
    place: "the metadata",
    codes: ["storage_invalid_metadata", "storage_invalid_options"],
    call: (module, metadata) => module.put("k", "new", { metadata }),
  },
  {
    place: "a value of the metadata",
    codes: ["storage_invalid_metadata", "storage_invalid_options"],
    call: (module, value) => module.put("k", "new", { metadata: { a: value } }),
  },
  {
    place: "an option of put",
    codes: ["storage_invalid_options"],
    call: (module, contentType) => module.put("k", "new", { contentType }),
  },
  { place: "the limit of list", codes: ["storage_invalid_options"], call: (module, limit) => module.list({ limit }) },
  {
    place: "the prefix of list",
    codes: ["storage_invalid_options"],
    call: (module, prefix) => module.list({ prefix }),
  },
];

const BUCKET_PLACES: typeof PLACES = [
  {
    place: "the range of get",
    codes: ["storage_invalid_options"],
    call: (module, range) => module.get("k", { range }),
  },
  {
    place: "the headers of get",
    codes: ["storage_invalid_options"],
    call: (module, headers) => module.get("k", { headers }),
  },
];

/** What passes for no options, or for no metadata, as it has no member that can be seen. */
const isNone = (place: string, { what }: Hostile) =>
  /options|metadata$/.test(place)
    ? what === "an object without a prototype" || (what.includes("toStringTag") && !place.includes("metadata"))
    : false;

describe.each([
  { host: "memory", connectHost: () => connect("memory") },
  { host: "a host", connectHost: () => connect({ ASSETS: fakeR2().bucket, CONFIG: fakeKv().namespace }) },
])("On $host,", ({ connectHost }) => {
  beforeEach(async () => {
    connectHost();
    for (const module of [bucket, kv]) await module.put("k", "older", { metadata: { of: "older" } });
  });

  async function expectOlder() {
    for (const module of [bucket, kv]) {
      const handle = await module.get("k");
      expect([await handle?.text(), handle?.metadata]).toEqual(["older", { of: "older" }]);
    }
  }

  describe.each(PLACES)("given for $place,", ({ place, codes, call }) => {
    test.each(EVERYWHERE.filter((hostile) => !isNone(place, hostile)))("$what is refused.", async ({ make }) => {
      for (const module of [bucket, kv as unknown as Module]) {
        await expectRefused(() => call(module, make() as never), codes);
      }
      await expectOlder();
    });
  });

  describe.each(BUCKET_PLACES)("given for $place,", ({ codes, call }) => {
    test.each(EVERYWHERE)("$what is refused.", async ({ make }) => {
      await expectRefused(() => call(bucket, make() as never), codes);
      await expectOlder();
    });
  });

  describe("an option whose getter throws is refused:", () => {
    test.each([
      "contentType",
      "cacheControl",
      "contentDisposition",
      "contentEncoding",
      "contentLanguage",
      "expires",
      "metadata",
      "checksum",
      "ifNotExists",
      "size",
    ])("%s of put.", async (name) => {
      for (const module of [bucket, kv]) {
        await expectRefused(() => module.put("k", "new", withGetter(name)), ["storage_invalid_options"]);
        await expectRefused(
          () => module.put("k", new Blob(["new"]).stream(), withGetter(name)),
          ["storage_invalid_options"],
        );
      }
      await expectOlder();
    });

    test("those of the other calls.", async () => {
      for (const name of ["prefix", "limit", "cursor"]) {
        for (const module of [bucket, kv]) {
          await expectRefused(() => module.list(withGetter(name)), ["storage_invalid_options"]);
        }
      }
      for (const name of ["offset", "length", "suffix"]) {
        const range = withGetter(name) as { offset: number };
        await expectRefused(() => bucket.get("k", { range }), ["storage_invalid_options"]);
      }
      for (const name of ["range", "ifNoneMatch", "headers"]) {
        await expectRefused(() => bucket.get("k", withGetter(name)), ["storage_invalid_options"]);
      }
      await expectRefused(() => kv.get("k", withGetter("cacheTtlSeconds")), ["storage_invalid_options"]);
      await expectRefused(() => kv.put("k", "new", withGetter("ttlSeconds")), ["storage_invalid_options"]);
      await expectOlder();
    });
  });

  describe("metadata is refused", () => {
    test.each([
      { what: "with a getter that throws", make: () => withGetter("a") },
      { what: "with a symbol for a key", make: () => ({ [Symbol("a")]: "b" }) },
      { what: "that is an array", make: () => ["a", "b"] },
      { what: "that is a Map", make: () => new Map([["a", "b"]]) },
      { what: "that is a Headers", make: () => new Headers({ a: "b" }) },
      {
        what: "that is an instance of a class",
        make: () =>
          new (class {
            a = "b";
          })(),
      },
      { what: "that is a String object", make: () => new String("ab") },
      { what: "with a String object for a value", make: () => ({ a: new String("b") }) },
      { what: "with an own __proto__", make: () => JSON.parse('{ "__proto__": "b" }') },
      { what: "with an own __proto__ that is an object", make: () => JSON.parse('{ "__proto__": {} }') },
      {
        what: "that holds itself",
        make: () => {
          const cyclic: Record<string, unknown> = {};
          cyclic.a = cyclic;
          return cyclic;
        },
      },
    ])("$what, and what is stored stays.", async ({ make }) => {
      for (const module of [bucket, kv]) {
        await expectRefused(
          () => module.put("k", "new", { metadata: make() as never }),
          ["storage_invalid_metadata", "storage_invalid_options"],
        );
      }
      await expectOlder();
    });

    test("with a hundred thousand members, for its size.", async () => {
      const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`key${n}`, "v"]));
      for (const module of [bucket, kv]) {
        await expectRefused(() => module.put("k", "new", { metadata: many }), ["storage_metadata_too_large"]);
      }
      await expectOlder();
    });
  });

  test("Members that change between two looks are looked at once.", async () => {
    for (const module of [bucket, kv]) {
      for (const value of ["text", new Blob(["blob"]), new Blob(["stream"]).stream()]) {
        let looks = 0;
        const changing = (...values: unknown[]) => ({
          enumerable: true,
          get: () => values[Math.min(looks++, values.length - 1)],
        });
        const metadata = Object.defineProperty({}, "a", changing("first", 7, { no: "string" })) as Record<
          string,
          string
        >;
        const stored = await module.put("changing", value, { metadata });
        expect(stored.metadata).toEqual({ a: "first" });
        expect((await module.head("changing"))?.metadata).toEqual({ a: "first" });
        looks = 0;
        const options = Object.defineProperty({}, "ifNotExists", changing(true, false));
        expect((await failureOf(() => module.put("changing", "again", options))).code).toBe(
          "storage_key_already_exists",
        );
      }
    }
  });

  test("An option that takes a plain object takes no Map in its place, as nothing in it would be seen.", async () => {
    const map = new Map([["offset", 1]]) as never;
    await expectRefused(() => bucket.get("k", { range: map }), ["storage_invalid_options"]);
    const declaration = { name: "map-lifecycle", lifecycle: new Map([["deleteAfterDays", 1]]) as never };
    await expectRefused(() => storage.bucket(declaration), ["storage_invalid_options"]);
  });

  test("A Blob is what the engine knows of it, whatever its own properties say.", async () => {
    for (const [name, get] of [
      ["type", throwing],
      ["type", () => ({})],
      ["type", () => "a\r\nb"],
      ["size", throwing],
      ["size", () => 7],
    ] as const) {
      for (const module of [bucket, kv]) {
        const blob = Object.defineProperty(new Blob(["abc"], { type: "text/plain" }), name, { get });
        expect(await module.put("blob", blob)).toMatchObject({ size: 3, contentType: "text/plain" });
        expect(await (await module.get("blob"))?.text()).toBe("abc");
      }
    }
  });

  test("What is done to the options while a stream arrives changes nothing.", async () => {
    for (const module of [bucket, kv]) {
      let release = () => {};
      const waiting = new Promise<void>((resolve) => {
        release = resolve;
      });
      const stream = new ReadableStream<Uint8Array>({
        async pull(controller) {
          await waiting;
          controller.enqueue(new Uint8Array(3));
          controller.close();
        },
      });
      const options = { contentType: "text/plain", metadata: { a: "before" } as Record<string, string> };
      const putting = module.put("later", stream, options);
      options.contentType = "not\nallowed";
      options.metadata.a = "after";
      options.metadata.b = "after";
      release();
      expect(await putting).toMatchObject({ contentType: "text/plain", metadata: { a: "before" } });
    }
  });

  describe("a value is refused, or stored as what it is:", () => {
    const lying = (members: object) =>
      Object.assign(new Uint8Array([1, 2, 3]), {}) &&
      Object.defineProperties(
        new Uint8Array([1, 2, 3]),
        Object.fromEntries(
          Object.entries(members).map(([name, value]) => [
            name,
            { get: () => (typeof value === "function" ? value() : value) },
          ]),
        ),
      );

    test.each([
      { what: "an array that says it is shorter", make: () => lying({ length: 1, byteLength: 1 }) },
      { what: "an array that says it is longer", make: () => lying({ length: 1e9, byteLength: 1e9 }) },
      { what: "an array of negative length", make: () => lying({ length: -1, byteLength: -1 }) },
      { what: "an array whose length throws", make: () => lying({ length: throwing, byteLength: throwing }) },
      { what: "an array whose buffer throws", make: () => lying({ buffer: throwing }) },
      { what: "a Proxy of an array", make: () => new Proxy(new Uint8Array([1, 2, 3]), {}) },
      {
        what: "an object that says it is a Uint8Array",
        make: () => ({ [Symbol.toStringTag]: "Uint8Array", length: 3 }),
      },
      {
        what: "an object that says it is an ArrayBuffer",
        make: () => ({ [Symbol.toStringTag]: "ArrayBuffer", byteLength: 3 }),
      },
      { what: "an object with a type that is a number", make: () => ({ type: 5 }) },
      { what: "an object with a type that is a symbol", make: () => ({ type: Symbol("type") }) },
      { what: "an object with a type that throws", make: () => withGetter("type") },
      { what: "an object with a getReader that throws", make: () => withGetter("getReader") },
      { what: "a stream whose getReader() throws", make: () => ({ locked: false, getReader: throwing }) },
      {
        what: "a stream whose getReader() returns undefined",
        make: () => ({ locked: false, getReader: () => undefined }),
      },
      { what: "a stream whose locked throws", make: () => withGetter("locked", { getReader: throwing }) },
      {
        what: "a stream whose read() returns undefined",
        make: () => ({ locked: false, getReader: () => ({ read: () => undefined }) }),
      },
      { what: "a stream whose read() throws", make: () => ({ locked: false, getReader: () => ({ read: throwing }) }) },
      {
        what: "a stream whose result throws",
        make: () => ({ locked: false, getReader: () => ({ read: async () => withGetter("done") }) }),
      },
      {
        what: "a stream without releaseLock()",
        make: () => ({ locked: false, getReader: () => ({ read: async () => ({ done: true }) }) }),
      },
      {
        what: "a stream of a Proxy that throws",
        make: () => ({ locked: false, getReader: () => ({ read: async () => ({ done: false, value: trapped() }) }) }),
      },
      { what: "an object that says it is a Blob", make: () => ({ [Symbol.toStringTag]: "Blob", size: 3, type: "" }) },
      { what: "an object that says it is a File", make: () => ({ [Symbol.toStringTag]: "File", size: "3", type: 7 }) },
      { what: "a Blob whose arrayBuffer() throws", make: () => ({ arrayBuffer: throwing, size: 3, type: "" }) },
      { what: "a Blob whose size is no number", make: () => ({ arrayBuffer: throwing, size: Number.NaN, type: "" }) },
      {
        what: "a Blob of a negative size",
        make: () => ({ arrayBuffer: async () => new Uint8Array([1, 2, 3]).buffer, size: -1, type: "" }),
      },
      { what: "a Blob whose bytes are a number", make: () => ({ arrayBuffer: async () => 3, size: 3, type: "" }) },
      { what: "a Blob whose bytes are a string", make: () => ({ arrayBuffer: async () => "abc", size: 3, type: "" }) },
      { what: "a Blob whose bytes are revoked", make: () => ({ arrayBuffer: () => revoked(), size: 3, type: "" }) },
    ])("$what, and nothing is made up.", async ({ make }) => {
      for (const module of [bucket, kv]) {
        const error = await failureUnlessDone(() => module.put("strange", make() as never));
        if (error === undefined) {
          const handle = await module.get("strange");
          const bytes = [...((await handle?.bytes()) ?? [])];
          expect(bytes).toEqual([1, 2, 3].slice(0, bytes.length));
          expect(handle?.size).toBe(bytes.length);
        } else {
          const codes = ["storage_invalid_value", "storage_body_failed", "storage_value_too_large"];
          expect(codes).toContain(error.code);
          expect(await module.head("strange")).toBeNull();
        }
        await module.delete("strange");
      }
      await expectOlder();
    });
  });
});

describe("A declaration is refused when it is given", () => {
  const DECLARATIONS: Hostile[] = [
    ...EVERYWHERE,
    { what: "a name whose getter throws", make: () => withGetter("name") },
    { what: "a binding whose getter throws", make: () => withGetter("binding", { name: "hostile-binding" }) },
    { what: "metadata whose getter throws", make: () => withGetter("metadata", { name: "hostile-metadata" }) },
    { what: "metadata that is a revoked Proxy", make: () => ({ name: "hostile-revoked", metadata: revoked() }) },
    { what: "a name that is a String object", make: () => ({ name: new String("hostile") }) },
    {
      what: "metadata that throws at the second look",
      make: () => {
        let looks = 0;
        return Object.defineProperty({ name: "hostile-twice" }, "metadata", {
          enumerable: true,
          get: () => (looks++ === 0 ? {} : throwing()),
        });
      },
    },
    {
      what: "a lifecycle of which every trap throws",
      make: () => ({ name: "hostile-lifecycle", lifecycle: trapped() }),
    },
  ];

  test.each(DECLARATIONS.filter(({ what }) => !what.includes("second look")))(
    "$what, and memory is unharmed.",
    async ({ make, what }) => {
      connect("memory");
      await bucket.put("k", "older");
      for (const declare of [storage.bucket, storage.kv]) {
        if (what.includes("lifecycle") && declare === storage.kv) continue;
        await expectRefused(() => declare(make() as never), ["storage_invalid_options", "storage_invalid_name"]);
      }
      expect(await (await bucket.get("k"))?.text()).toBe("older");
    },
  );

  test("metadata that throws at the second look, or it is looked at once.", async () => {
    connect("memory");
    await bucket.put("k", "older");
    const make = DECLARATIONS.find(({ what }) => what.includes("second look"))?.make ?? expect.fail("listed");
    const error = await failureUnlessDone(() => storage.bucket(make() as never));
    expect(error === undefined || error.code === "storage_invalid_options").toBe(true);
    expect(await (await bucket.get("k"))?.text()).toBe("older");
  });
});

describe("Options that hide something:", () => {
  beforeEach(() => connect("memory"));

  test("a condition that is not enumerable holds.", async () => {
    await bucket.put("k", "older");
    const hidden = Object.defineProperty({}, "ifNotExists", { value: true });
    expect((await failureOf(() => bucket.put("k", "new", hidden))).code).toBe("storage_key_already_exists");
    const misspelt = Object.defineProperty({}, "ifNotExist", { value: true });
    expect((await failureOf(() => bucket.put("k", "new", misspelt))).message).toContain('unknown option "ifNotExist"');
    expect(await (await bucket.get("k"))?.text()).toBe("older");
  });

  test("a member under a symbol is refused.", async () => {
    const tagged = { [Symbol("ifNotExists")]: true } as object;
    for (const run of [() => bucket.put("k", "v", tagged), () => kv.get("k", tagged), () => bucket.list(tagged)]) {
      const error = await failureOf(run);
      expect(error.code).toBe("storage_invalid_options");
      expect(error.message).toContain("a member whose name is a symbol");
    }
  });

  test("a getter that calls the package with its own options, again and again, is refused.", async () => {
    await bucket.put("k", "older");
    const options = Object.defineProperty({}, "size", {
      enumerable: true,
      get() {
        bucket.put("k", "new", options).catch(() => {});
        return 3;
      },
    });
    await failureUnlessDone(() => bucket.put("k", "new", options));
    expect(["older", "new"]).toContain(await (await bucket.get("k"))?.text());
    expect((await bucket.put("next", "v")).size).toBe(1);
  });
});

test("A cursor is refused by its length alone.", async () => {
  const error = await failureOf(() => bucket.list({ cursor: "a".repeat(10_000_000) }));
  expect(error.code).toBe("storage_invalid_cursor");
  expect(error.message).toContain("a string of 10000000 characters, which is too long");
});

test("Keys are read by their number, and not by an iterator of the caller's.", async () => {
  connect("memory");
  await bucket.put("k", "v");
  const endless = Object.assign(["k"], {
    *[Symbol.iterator]() {
      for (;;) yield "k";
    },
  });
  await bucket.delete(endless);
  expect(await bucket.head("k")).toBeNull();
});
