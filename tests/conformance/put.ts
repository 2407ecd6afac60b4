/**
 * Writing: what a put returns, and what it does on a condition.
 *
 * @module
 */

import { StorageError } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { newBucket, newKv, type Store, VARIANTS } from "./subject";

export function puts({ isSealed }: Store) {
  describe.each(VARIANTS)("a put into $variant", ({ make }) => {
    test("The etag is unquoted, and that of the stored bytes: no two values are sealed alike", async () => {
      const module = make();
      const one = await module.put("a", "same", { contentType: "a/b", metadata: { a: "1" } });
      const other = await module.put("b", new TextEncoder().encode("same"));
      const third = await module.put("c", "else");
      expect(one.etag).toMatch(/^[^"]+$/);
      expect(other.etag === one.etag).toBe(!isSealed);
      expect(third.etag).not.toBe(one.etag);
      expect((await module.put("a", "")).etag).not.toBe("");
    });

    test("A create-only put stores where nothing is, and is refused where something is", async () => {
      const module = make();
      expect(await module.put("k", "first", { ifNotExists: true })).toMatchObject({ size: 5 });
      const error = await refused(module.put("k", "second", { ifNotExists: true }), "storage_key_already_exists");
      expect(error.key).toBe("k");
      expect(await (await module.get("k"))?.text()).toBe("first");
      await module.delete("k");
      expect(await module.put("k", "third", { ifNotExists: true })).toMatchObject({ size: 5 });
    });

    test.each(["true", 1, null, {}])("ifNotExists: %j is no boolean, and does not overwrite", async (ifNotExists) => {
      const module = make();
      await module.put("k", "older");
      await refused(
        module.put("k", "v", { ifNotExists: ifNotExists as never }),
        "storage_invalid_options",
        "ifNotExists",
      );
      expect(await (await module.get("k"))?.text()).toBe("older");
    });

    test("A size that is not the value's is refused with both numbers, and the older value stays", async () => {
      const module = make();
      await module.put("k", "older");
      for (const value of ["12345", new Uint8Array(5), new Blob(["12345"])]) {
        await refused(module.put("k", value, { size: 4 }), "storage_invalid_options", "size", 4, 5);
      }
      for (const size of [-1, 0.5, Number.NaN, "5"]) {
        await refused(module.put("k", "12345", { size: size as number }), "storage_invalid_options", "size");
      }
      expect(await (await module.get("k"))?.text()).toBe("older");
      expect(await module.put("k", "12345", { size: 5 })).toMatchObject({ size: 5 });
    });
  });

  describe("a put into a bucket on a condition", () => {
    test("ifMatch replaces the content with that etag, and nothing else", async () => {
      const bucket = newBucket();
      const { etag } = await bucket.put("k", "one");
      const other = await bucket.put("k", "two", { ifMatch: etag });
      await refused(bucket.put("k", "three", { ifMatch: etag }), "storage_precondition_failed");
      expect(await (await bucket.get("k"))?.text()).toBe("two");
      expect(await bucket.head("k")).toEqual(other);
    });

    test("ifMatch on a missing key fails", async () => {
      const bucket = newBucket();
      const { etag } = await bucket.put("other", "v");
      await refused(bucket.put("k", "v", { ifMatch: etag }), "storage_precondition_failed");
      expect(await bucket.head("k")).toBeNull();
    });

    test.each(["", '"quoted"', "*", 'W/x"', 7, null])("%j is no etag", async (ifMatch) => {
      const bucket = newBucket();
      await bucket.put("k", "older");
      await refused(bucket.put("k", "v", { ifMatch: ifMatch as string }), "storage_invalid_options", "ifMatch");
      expect(await (await bucket.get("k"))?.text()).toBe("older");
    });

    test("Two conditions at once are refused, and so is ifMatch on KV", async () => {
      await refused(
        newBucket().put("k", "v", { ifMatch: "e", ifNotExists: true }),
        "storage_invalid_options",
        "ifMatch",
      );
      await refused(newKv().put("k", "v", { ifMatch: "e" } as never), "storage_invalid_options", "ifMatch");
    });

    test("Of 200 concurrent create-only puts one succeeds, and 199 are told that the key exists", async () => {
      const bucket = newBucket();
      const puts = Array.from({ length: 200 }, (_, n) => bucket.put("race", `writer ${n}`, { ifNotExists: true }));
      const settled = await Promise.allSettled(puts);
      const winners = settled.flatMap((put, n) => (put.status === "fulfilled" ? [n] : []));
      expect(winners).toHaveLength(1);
      for (const put of settled) {
        if (put.status === "rejected") expect([StorageError.is(put.reason), put.reason.status]).toEqual([true, 409]);
      }
      expect(await (await bucket.get("race"))?.text()).toBe(`writer ${winners[0]}`);
    });

    test("Of concurrent replacements of one etag one succeeds", async () => {
      const bucket = newBucket();
      const { etag } = await bucket.put("race", "older");
      const puts = Array.from({ length: 20 }, (_, n) => bucket.put("race", `writer ${n}`, { ifMatch: etag }));
      const settled = await Promise.allSettled(puts);
      expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    });
  });
}
