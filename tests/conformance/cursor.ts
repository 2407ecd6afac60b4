/**
 * Cursors: what they are good for, and that nothing else passes for one.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { newBucket, newKv, VARIANTS } from "./subject";

export function cursors() {
  describe.each(VARIANTS)("a cursor of $variant", ({ make }) => {
    /** A module with five keys, and the cursor after the first of those under a prefix. */
    async function begun() {
      const module = make();
      for (const key of ["a1", "a2", "a3", "b1", "b2"]) await module.put(key, "v");
      const { cursor } = await module.list({ prefix: "a", limit: 1 });
      return { module, cursor: cursor ?? "none" };
    }

    test("It goes on where its page ended, as often as it is used", async () => {
      const { module, cursor } = await begun();
      for (let n = 0; n < 2; n++) {
        const { items } = await module.list({ prefix: "a", cursor });
        expect(items.map(({ key }) => key)).toEqual(["a2", "a3"]);
      }
    });

    test("It says nothing that a caller could depend on, but is a text for a URL", async () => {
      expect((await begun()).cursor).toMatch(/^[A-Za-z0-9_-]+$/);
    });

    test("It does not work with another prefix, or none", async () => {
      const { module, cursor } = await begun();
      await refused(module.list({ prefix: "b", cursor }), "storage_invalid_cursor");
      await refused(module.list({ cursor }), "storage_invalid_cursor");
    });

    test("It does not work in another module", async () => {
      const { cursor } = await begun();
      await refused(make().list({ prefix: "a", cursor }), "storage_invalid_cursor");
    });

    test("It does not work when it was altered, anywhere", async () => {
      const { module, cursor } = await begun();
      for (let at = 0; at < cursor.length; at++) {
        const other = cursor[at] === "A" ? "B" : "A";
        const altered = cursor.slice(0, at) + other + cursor.slice(at + 1);
        await refused(module.list({ prefix: "a", cursor: altered }), "storage_invalid_cursor");
      }
      for (const altered of [cursor.slice(1), cursor.slice(0, -1), `${cursor}A`, `${cursor}=`, ` ${cursor}`]) {
        await refused(module.list({ prefix: "a", cursor: altered }), "storage_invalid_cursor");
      }
    });

    test.each(["", "a2", "AAAA", "é", "\ud800", "x".repeat(100_000), 7, null, {}])("%j is none", async (cursor) => {
      await refused((await begun()).module.list({ prefix: "a", cursor: cursor as string }), "storage_invalid_cursor");
    });
  });

  test("One of a bucket does not work with another delimiter", async () => {
    const bucket = newBucket();
    for (const key of ["a/1", "a/2", "b", "c"]) await bucket.put(key, "v");
    const { cursor } = await bucket.list({ limit: 1 });
    await refused(bucket.list({ cursor, delimiter: "/" }), "storage_invalid_cursor");
    const folded = await bucket.list({ limit: 1, delimiter: "/" });
    await refused(bucket.list({ cursor: folded.cursor }), "storage_invalid_cursor");
    await refused(bucket.list({ cursor: folded.cursor, delimiter: "b" }), "storage_invalid_cursor");
  });

  test("One of a bucket is none of a KV namespace, nor the other way round", async () => {
    const [bucket, kv] = [newBucket(), newKv()];
    for (const key of ["a", "b"]) {
      await bucket.put(key, "v");
      await kv.put(key, "v");
    }
    const [ofBucket, ofKv] = [await bucket.list({ limit: 1 }), await kv.list({ limit: 1 })];
    await refused(kv.list({ cursor: ofBucket.cursor }), "storage_invalid_cursor");
    await refused(bucket.list({ cursor: ofKv.cursor }), "storage_invalid_cursor");
  });
}
