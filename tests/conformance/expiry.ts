/**
 * Values that end: KV's time to live, and a bucket's lifecycle.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { newBucket, newKv, pass, type Store } from "./subject";

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** Milliseconds from a put's storedAt to its expiresAt, which is at a whole second. */
const lifetime = ({ storedAt, expiresAt }: { storedAt: string; expiresAt?: string | undefined }) =>
  Date.parse(expiresAt ?? "") - Math.floor(Date.parse(storedAt) / SECOND) * SECOND;

export function expiry(store: Store) {
  describe("a KV value's time to live", () => {
    test("Without one it has no expiresAt", async () => {
      expect(await newKv().put("k", "v")).not.toHaveProperty("expiresAt");
    });

    test("That of the declaration holds, that of the put before it, and null for none at all", async () => {
      const kv = newKv({ ttlSeconds: 90 });
      const declared = await kv.put("declared", "v");
      const own = await kv.put("own", "v", { ttlSeconds: 300 });
      const none = await kv.put("none", "v", { ttlSeconds: null });
      expect([lifetime(declared), lifetime(own)]).toEqual([90 * SECOND, 300 * SECOND]);
      expect(none).not.toHaveProperty("expiresAt");
      expect(await kv.head("declared")).toEqual(declared);
      expect((await kv.list()).items).toEqual([declared, none, own]);
      const handle = await kv.get("own");
      expect(handle?.expiresAt).toBe(own.expiresAt);
    });

    test.each([59, 0, -60, 60.5, Number.NaN, "60", 2 ** 31])("One of %s is refused", async (ttlSeconds) => {
      await refused(
        newKv().put("k", "v", { ttlSeconds: ttlSeconds as number }),
        "storage_invalid_options",
        "ttlSeconds",
      );
    });

    test("One that ends after what KV's 32 bits can hold is refused", async () => {
      const left = 2 ** 31 - 1 - Math.floor(Date.now() / SECOND);
      await refused(newKv().put("k", "v", { ttlSeconds: left + 60 }), "storage_invalid_options", 2 ** 31 - 1);
    });

    test("A bucket has none", async () => {
      await refused(newBucket().put("k", "v", { ttlSeconds: 60 } as never), "storage_invalid_options", "ttlSeconds");
    });
  });

  if (store.raw !== undefined) return;

  describe("the clock", () => {
    test("A KV value is gone for every call once its second has come", async () => {
      const kv = newKv();
      await kv.put("k", "v", { ttlSeconds: 60 });
      await kv.put("stays", "v");
      pass(58 * SECOND);
      expect(await kv.head("k")).not.toBeNull();
      pass(2 * SECOND);
      expect([await kv.get("k"), await kv.head("k")]).toEqual([null, null]);
      expect((await kv.list()).items.map(({ key }) => key)).toEqual(["stays"]);
      expect(await kv.put("k", "new", { ifNotExists: true })).toMatchObject({ size: 3 });
    });

    test("An overwrite decides anew how long a KV value lives", async () => {
      const kv = newKv();
      await kv.put("k", "v", { ttlSeconds: 60 });
      await kv.put("k", "v");
      pass(DAY);
      expect(await kv.head("k")).not.toBeNull();
    });

    test("An object is gone when its bucket's days have passed, and an overwrite counts anew", async () => {
      const bucket = newBucket({ lifecycle: { deleteAfterDays: 2 } });
      await bucket.put("k", "v");
      pass(2 * DAY - SECOND);
      expect(await bucket.head("k")).not.toBeNull();
      await bucket.put("k", "v");
      pass(2 * DAY - SECOND);
      expect(await bucket.head("k")).not.toHaveProperty("expiresAt");
      pass(SECOND);
      expect([await bucket.get("k"), (await bucket.list()).items]).toEqual([null, []]);
    });
  });
}
