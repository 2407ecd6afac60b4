/**
 * Folding: a bucket listed like a folder, and from where a listing starts.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { newBucket, newKv } from "./subject";

const KEYS = ["a", "a/1", "a/2", "a/b/3", "b", "b//x", "c/1", "d", "🗂/1"];

async function filled() {
  const bucket = newBucket();
  for (const key of KEYS) await bucket.put(key, "v");
  return bucket;
}

type Options = NonNullable<Parameters<ReturnType<typeof newBucket>["list"]>[0]>;

/** Keys and folded prefixes of each page. */
async function pagesOf(bucket: ReturnType<typeof newBucket>, options: Options) {
  const pages: { keys: string[]; prefixes: string[] | undefined }[] = [];
  let cursor: string | undefined;
  do {
    const page = await bucket.list({ ...options, cursor });
    pages.push({ keys: page.items.map(({ key }) => key), prefixes: page.prefixes });
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

export function folds() {
  describe("a delimiter", () => {
    test("Keys below a common prefix fold into one entry", async () => {
      expect(await pagesOf(await filled(), { delimiter: "/" })).toEqual([
        { keys: ["a", "b", "d"], prefixes: ["a/", "b/", "c/", "🗂/"] },
      ]);
    });

    test("It is looked for after the prefix", async () => {
      expect(await pagesOf(await filled(), { delimiter: "/", prefix: "a/" })).toEqual([
        { keys: ["a/1", "a/2"], prefixes: ["a/b/"] },
      ]);
      expect(await pagesOf(await filled(), { delimiter: "/", prefix: "b/" })).toEqual([
        { keys: [], prefixes: ["b//"] },
      ]);
    });

    test("It may be of several characters, and any", async () => {
      expect(await pagesOf(await filled(), { delimiter: "/b/" })).toEqual([
        { keys: KEYS.filter((key) => key !== "a/b/3"), prefixes: ["a/b/"] },
      ]);
    });

    test("Without one there are no prefixes, and with one there are, be it none", async () => {
      const bucket = await filled();
      expect(await bucket.list()).not.toHaveProperty("prefixes");
      expect((await bucket.list({ delimiter: "+" })).prefixes).toEqual([]);
    });

    test("A folded prefix counts toward the limit", async () => {
      const entries = (await pagesOf(await filled(), { delimiter: "/", limit: 2 })).map(
        ({ keys, prefixes }) => keys.length + (prefixes?.length ?? 0),
      );
      expect(entries).toEqual([2, 2, 2, 1]);
    });

    test.each([1, 2, 3])("In pages of %i every key and every prefix comes once", async (limit) => {
      const pages = await pagesOf(await filled(), { delimiter: "/", limit });
      expect(pages.flatMap(({ keys }) => keys)).toEqual(["a", "b", "d"]);
      expect(pages.flatMap(({ prefixes }) => prefixes)).toEqual(["a/", "b/", "c/", "🗂/"]);
    });

    test("A prefix of more keys than a page holds comes once", async () => {
      const bucket = newBucket();
      const below = Array.from({ length: 1500 }, (_, n) => `many/${n}`);
      for (let n = 0; n < below.length; n += 100) {
        await Promise.all(below.slice(n, n + 100).map((key) => bucket.put(key, "v")));
      }
      await bucket.put("z", "v");
      const pages = await pagesOf(bucket, { delimiter: "/", limit: 1 });
      expect(pages).toEqual([
        { keys: [], prefixes: ["many/"] },
        { keys: ["z"], prefixes: [] },
      ]);
    });

    test("KV has none", async () => {
      await refused(newKv().list({ delimiter: "/" } as never), "storage_invalid_options", "delimiter");
    });
  });

  describe("startAfter", () => {
    test("Only keys after it are listed, whether it exists or not", async () => {
      const bucket = await filled();
      const keysAfter = async (startAfter: string) => (await bucket.list({ startAfter })).items.map(({ key }) => key);
      expect(await keysAfter("b")).toEqual(["b//x", "c/1", "d", "🗂/1"]);
      expect(await keysAfter("bb")).toEqual(["c/1", "d", "🗂/1"]);
      expect(await keysAfter("🗂/1")).toEqual([]);
      expect(await keysAfter("")).toEqual(KEYS);
    });

    test("It goes together with a prefix and pages", async () => {
      const bucket = await filled();
      const first = await bucket.list({ startAfter: "a/1", prefix: "a/", limit: 1 });
      expect(first.items.map(({ key }) => key)).toEqual(["a/2"]);
      const second = await bucket.list({ prefix: "a/", limit: 1, cursor: first.cursor });
      expect(second.items.map(({ key }) => key)).toEqual(["a/b/3"]);
    });

    test("It does not go together with a cursor, and KV has none", async () => {
      const bucket = await filled();
      const { cursor } = await bucket.list({ limit: 1 });
      await refused(bucket.list({ cursor, startAfter: "a" }), "storage_invalid_options", "startAfter");
      await refused(newKv().list({ startAfter: "a" } as never), "storage_invalid_options", "startAfter");
    });
  });
}
