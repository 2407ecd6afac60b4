/**
 * Options: a plain object, of which only its own members count.
 *
 * A class instance or a Map may keep its settings where nobody looks, and a put whose `ifNotExists` is not seen
 * overwrites.
 *
 * @module
 */

import { connect, secret, storage, storageSignedUrl } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { newBucket, newKv, VARIANTS } from "./subject";

class Members {
  constructor(members: object) {
    Object.assign(this, members);
  }
}

/** Objects that show these members to whoever reads them, and are not plain objects that have them. */
const SHAPES: [string, (members: object) => unknown][] = [
  ["an instance of a class", (members) => new Members(members)],
  [
    "an instance of a class with accessors",
    (members) => {
      class Accessors {}
      for (const [name, value] of Object.entries(members)) {
        Object.defineProperty(Accessors.prototype, name, { get: () => value, enumerable: true });
      }
      return new Accessors();
    },
  ],
  ["an object that inherits its members", (members) => Object.create(members)],
  ["an object that inherits one member of two", (members) => Object.assign(Object.create({ name: "a" }), members)],
  ["an array with members", (members) => Object.assign([], members)],
  ["a Map", (members) => Object.assign(new Map(Object.entries(members)), members)],
  ["a Headers", (members) => Object.assign(new Headers(), members)],
  ["a Date", (members) => Object.assign(new Date(0), members)],
  [
    "a function",
    (members) => {
      const shaped = () => {};
      // Assigning its name would throw.
      for (const [name, value] of Object.entries(members)) {
        Object.defineProperty(shaped, name, { value, enumerable: true });
      }
      return shaped;
    },
  ],
];

export function plainOptions() {
  describe.each(SHAPES)("%s as the options", (_title, shaped) => {
    const refuses = (call: (options: never) => unknown, members: object) =>
      refused(() => call(shaped(members) as never), "storage_invalid_options", "a plain object");

    test.each(VARIANTS)(
      "is refused by put, get, list and entries of $variant, and nothing is stored",
      async ({ make }) => {
        const module = make();
        await refuses((options) => module.put("k", "v", options), { contentType: "text/plain" });
        await refuses((options) => module.list(options), { prefix: "k" });
        await refuses((options) => module.entries(options).next(), { prefix: "k" });
        expect(await module.head("k")).toBeNull();
        await refuses((options) => newBucket().get("k", options), { range: { offset: 0 } });
        await refuses((options) => newKv().get("k", options), { cacheTtlSeconds: 60 });
      },
    );

    test("is refused by storageSignedUrl", async () => {
      const bucket = newBucket();
      await refuses((options) => storageSignedUrl(bucket, "k", options), { action: "read", expiresInSeconds: 60 });
    });

    test("is refused where an instance or a secret is declared", async () => {
      for (const declare of [storage.bucket, storage.kv, secret.static, secret.random]) {
        await refuses(declare, { name: "not-plain" });
      }
      storage.kv({ name: "not-plain" });
    });

    test("is refused by connect, and what was connected stays", async () => {
      const kv = newKv();
      await kv.put("k", "v");
      await refuses((options) => connect("memory", options), { clock: Date.now });
      expect(await (await kv.get("k"))?.text()).toBe("v");
    });

    test("is refused in the place of range, lifecycle, encryption, its secret, and cors", async () => {
      const key = { kind: "secret_ref", name: "key" };
      const bucket = newBucket();
      await bucket.put("k", "v");
      await refuses((range) => bucket.get("k", { range }), { offset: 0 });
      await refuses((lifecycle) => storage.bucket({ name: "nested", lifecycle }), { deleteAfterDays: 1 });
      await refuses((encryption) => storage.bucket({ name: "nested", encryption }), { secret: key });
      await refuses((secret) => storage.bucket({ name: "nested", encryption: { secret } }), key);
      await refuses((cors) => connect("memory", { cors }), { origins: ["https://a.example"] });
    });
  });

  describe("an object without a prototype", () => {
    test.each(VARIANTS)("is as good as any other for the options of $variant", async ({ make }) => {
      const plain = (members: object) => Object.assign(Object.create(null), members);
      const module = make();
      const stored = await module.put("k", "v", plain({ contentType: "a/b", metadata: plain({ a: "1" }) }));
      expect(stored).toMatchObject({ contentType: "a/b", metadata: { a: "1" } });
      expect((await module.list(plain({ prefix: "k" }))).items).toEqual([stored]);
    });
  });
}
