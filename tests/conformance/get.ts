/**
 * Reading: what is there, what is not, and what another program wrote.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { newBucket, newKv, type Store, VARIANTS } from "./subject";

export function gets(store: Store) {
  describe.each(VARIANTS)("reading $variant", ({ make }) => {
    test("A missing key is null", async () => {
      const module = make();
      expect([await module.get("k"), await module.head("k")]).toEqual([null, null]);
    });

    test("head and get show what put returned", async () => {
      const module = make();
      const stored = await module.put("k", "value", { metadata: { a: "1" } });
      const handle = await module.get("k");
      expect(await module.head("k")).toEqual(stored);
      expect({ ...handle }).toMatchObject(stored);
      expect(handle).not.toHaveProperty("range");
      expect(handle).not.toHaveProperty("notModified");
      expect(await handle?.text()).toBe("value");
    });

    test("A handle reads the version that get saw, or fails; it never mixes two", async () => {
      const module = make();
      await module.put("k", "a".repeat(100_000));
      const handle = await module.get("k");
      await module.put("k", "b".repeat(100_000));
      const text = await handle?.text().catch(() => undefined);
      if (text !== undefined) expect(text).toBe("a".repeat(100_000));
      expect(await (await module.get("k"))?.text()).toBe("b".repeat(100_000));
    });

    test("What is stored is read at once, also by a listing", async () => {
      const module = make();
      for (let n = 0; n < 5; n++) {
        await module.put("k", `version ${n}`);
        expect(await (await module.get("k"))?.text()).toBe(`version ${n}`);
        expect((await module.list()).items).toHaveLength(1);
      }
      await module.delete("k");
      expect((await module.list()).items).toEqual([]);
    });

    test("Unknown options are refused", async () => {
      await refused(make().get("k", { rang: {} } as never), "storage_invalid_options", "rang");
      await refused(make().get("k", 7 as never), "storage_invalid_options");
    });
  });

  describe("KV's cacheTtlSeconds", () => {
    test("is a whole number of 30 or more", async () => {
      const kv = newKv();
      await kv.put("k", "v");
      expect(await (await kv.get("k", { cacheTtlSeconds: 30 }))?.text()).toBe("v");
      for (const cacheTtlSeconds of [29, 30.5, "30", Number.NaN]) {
        const options = { cacheTtlSeconds: cacheTtlSeconds as number };
        await refused(kv.get("k", options), "storage_invalid_options", "cacheTtlSeconds");
      }
    });
  });

  if (store.raw === undefined) return;
  const { bucket: r2, kv: rawKv } = store.raw;

  describe("what another program wrote", () => {
    const FOREIGN: [string, unknown][] = [
      ["none", undefined],
      ["a string", "text"],
      ["an object of its own", { size: 99, etag: "x" }],
      ["a marker of another format", { layeron: 99, size: 5, etag: "x", storedAt: 1 }],
      ["a record that does not describe the bytes", { layeron: 1, size: 99, etag: "x", storedAt: 1 }],
    ];

    test.each(FOREIGN)("A KV value with metadata that is %s reads by its bytes", async (_, metadata) => {
      const kv = newKv();
      await rawKv.put("k", "value", metadata === undefined ? {} : { metadata });
      const own = await kv.put("same bytes", "value");
      if (store.isSealed) {
        await refused(kv.get("k"), "storage_decryption_failed");
        expect(await kv.head("k")).toMatchObject({ key: "k", encrypted: false });
        return;
      }
      const handle = await kv.get("k");
      const epoch = "1970-01-01T00:00:00.000Z";
      expect({ ...handle }).toMatchObject({ key: "k", size: 5, etag: own.etag, metadata: {}, storedAt: epoch });
      expect(await handle?.text()).toBe("value");
    });

    test("A KV value without a record shows in head and list like any other, with its expiry", async () => {
      const kv = newKv();
      const expiration = Math.floor(Date.now() / 1000) + 3600;
      await rawKv.put("k", "value", { expiration });
      const { items } = await kv.list();
      const expiresAt = new Date(expiration * 1000).toISOString();
      expect(items).toEqual([expect.objectContaining({ key: "k", size: 5, metadata: {}, expiresAt })]);
      expect(await kv.head("k")).toMatchObject({ key: "k", size: 5, metadata: {} });
    });

    test("A create-only put finds a KV value that another program wrote", async () => {
      await rawKv.put("k", "value");
      await refused(newKv().put("k", "new", { ifNotExists: true }), "storage_key_already_exists");
    });

    test("An object that another program wrote is an object, and one of ours is one for it", async () => {
      const bucket = newBucket();
      await r2.put("theirs", "value", { httpMetadata: { contentType: "a/b" }, customMetadata: { a: "1" } });
      expect(await bucket.head("theirs")).toMatchObject({ size: 5, contentType: "a/b", metadata: { a: "1" } });
      expect((await bucket.head("theirs"))?.encrypted).toBe(store.isSealed ? false : undefined);
      if (store.isSealed) {
        for (const options of [{}, { range: { offset: 0 } }, { range: { suffix: 2 } }]) {
          await refused(bucket.get("theirs", options), "storage_decryption_failed");
        }
        return;
      }
      await bucket.put("ours", "value", { contentType: "a/b", metadata: { a: "1" }, checksum: "c" });
      const raw = await r2.get("ours");
      expect(raw?.httpMetadata).toEqual({ contentType: "a/b" });
      expect(raw?.customMetadata).toEqual({ a: "1", checksum: "c" });
      expect(await raw?.text()).toBe("value");
    });
  });
}
