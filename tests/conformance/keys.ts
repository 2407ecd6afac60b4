/**
 * Keys: what is one, and how it is kept.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { newBucket, newKv, VARIANTS } from "./subject";

/** Ordinary, however they look. */
const STRANGE = [
  "__proto__",
  "constructor",
  "toString",
  "7",
  "a\rb",
  "a\nb",
  "../x",
  "a//b",
  "/a/",
  "%2F",
  "%00",
  "a?b#c",
  " ",
  "😀",
  "\u{FFFF}",
  "!layeron",
  "!layeronx",
  "...",
  "a/../b",
  "\u{7F}",
  '"',
  "\\",
  "ключ",
  "a\tb",
  ".a",
  "a.",
];

/** Refused in every call. */
const REFUSED: [string, unknown][] = [
  ["an empty one", ""],
  ["a dot", "."],
  ["two dots", ".."],
  ["one with U+0000", "a\0b"],
  ["one with a lone surrogate", "a\ud800b"],
  ["one under the reserved prefix", "!layeron/x"],
  ["undefined", undefined],
  ["null", null],
  ["a number", 7],
  ["an object", { toString: () => "k" }],
];

export function keys() {
  describe.each(VARIANTS)("keys of $variant", ({ make, variant }) => {
    const limit = variant === "a bucket" ? 1024 : 512;

    test("Strange keys are ordinary: each has its own value and is listed verbatim", async () => {
      const module = make();
      for (const key of STRANGE) await module.put(key, `value of ${key}`);
      for (const key of STRANGE) {
        const handle = await module.get(key);
        expect([handle?.key, await handle?.text()]).toEqual([key, `value of ${key}`]);
        expect((await module.head(key))?.key).toBe(key);
      }
      const listed = (await module.list()).items.map(({ key }) => key);
      expect(new Set(listed)).toEqual(new Set(STRANGE));
      await module.delete(STRANGE);
      expect((await module.list()).items).toEqual([]);
    });

    test.each(REFUSED)("%s is refused in every call", async (_, key) => {
      const module = make();
      const bad = key as string;
      await refused(module.put(bad, "v"), "storage_invalid_key");
      await refused(module.get(bad), "storage_invalid_key");
      await refused(module.head(bad), "storage_invalid_key");
      await refused(module.delete(bad), "storage_invalid_key");
      await refused(module.delete(["fine", bad]), "storage_invalid_key");
    });

    test("A key has its limit in bytes of UTF-8, and over it the refusal has both numbers", async () => {
      const module = make();
      for (const longest of ["k".repeat(limit), "é".repeat(limit / 2), "😀".repeat(limit / 4)]) {
        await module.put(longest, "v");
        expect((await module.head(longest))?.key).toBe(longest);
      }
      await refused(module.put("k".repeat(limit + 1), "v"), "storage_invalid_key", limit + 1, limit);
      await refused(module.put("é".repeat(limit / 2 + 1), "v"), "storage_invalid_key", limit + 2, limit);
    });
  });

  describe("normalisation", () => {
    test("A bucket takes canonically equal names for one key, and shows it composed", async () => {
      const bucket = newBucket();
      await bucket.put("He\u0301llo", "one");
      await bucket.put("H\u00e9llo", "other");
      expect((await bucket.list()).items.map(({ key }) => key)).toEqual(["H\u00e9llo"]);
      expect((await bucket.get("He\u0301llo"))?.key).toBe("H\u00e9llo");
      expect((await bucket.put("A\u030a", "v")).key).toBe("\u00c5");
      await bucket.delete("He\u0301llo");
      expect(await bucket.head("H\u00e9llo")).toBeNull();
    });

    test("The length of a bucket's key counts after it was composed", async () => {
      const bucket = newBucket();
      expect((await bucket.put("e\u0301".repeat(512), "v")).key).toBe("\u00e9".repeat(512));
    });

    test("A KV namespace keeps canonically equal names apart", async () => {
      const kv = newKv();
      await kv.put("e\u0301", "decomposed");
      await kv.put("\u00e9", "composed");
      expect(await (await kv.get("e\u0301"))?.text()).toBe("decomposed");
      expect((await kv.list()).items).toHaveLength(2);
    });
  });
}
