/**
 * Listing: order, pages, prefixes and cursors.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { type newBucket, type newKv, type Store, VARIANTS } from "./subject";

type Module = ReturnType<typeof newBucket> | ReturnType<typeof newKv>;

/** Stores something under each key. */
async function fill(module: Module, keys: string[]) {
  for (let n = 0; n < keys.length; n += 100) {
    await Promise.all(keys.slice(n, n + 100).map((key) => module.put(key, "v")));
  }
}

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `key ${String(n).padStart(5, "0")}`);

const keysOf = ({ items }: { items: { key: string }[] }) => items.map(({ key }) => key);

/** Every page from the first to the one without a cursor. */
async function pagesOf(module: Module, options: { prefix?: string; limit?: number; delimiter?: string } = {}) {
  const pages = [await module.list(options)];
  for (let cursor = pages[0]?.cursor; cursor !== undefined; cursor = pages.at(-1)?.cursor) {
    pages.push(await module.list({ ...options, cursor }));
  }
  return pages;
}

export function lists(store: Store) {
  describe.each(VARIANTS)("a listing of $variant", ({ make, variant }) => {
    const isKv = variant === "a KV namespace";

    test("What is empty lists nothing, and has no cursor", async () => {
      expect(await make().list()).toEqual({ items: [] });
    });

    test("Keys are in the order of their UTF-8 bytes, not of UTF-16 units", async () => {
      const module = make();
      // U+FF5E comes before U+1F600, though the latter's first surrogate is the smaller unit.
      const ordered = ["", "A", "Z", "a", "a/", "a/b", "aa", "b", "~", "é", "～", "😀", "😀a"].slice(1);
      await fill(module, [...ordered].reverse());
      expect(keysOf(await module.list())).toEqual(ordered);
      expect((await pagesOf(module, { limit: 1 })).flatMap(keysOf)).toEqual(ordered);
    });

    test("A prefix picks the keys that begin with it; an empty one is all", async () => {
      const module = make();
      await fill(module, ["a", "a/1", "a/2", "ab", "b", "%2F", "é1", "é2"]);
      expect(keysOf(await module.list({ prefix: "a/" }))).toEqual(["a/1", "a/2"]);
      expect(keysOf(await module.list({ prefix: "a" }))).toEqual(["a", "a/1", "a/2", "ab"]);
      expect(keysOf(await module.list({ prefix: "é" }))).toEqual(["é1", "é2"]);
      expect(keysOf(await module.list({ prefix: "c" }))).toEqual([]);
      expect(keysOf(await module.list({ prefix: "" }))).toHaveLength(8);
    });

    test.each([1, 2, 3, 7])("Pages of %i have every key once, and are full until nothing is left", async (limit) => {
      const module = make();
      const all = numbered(14);
      await fill(module, all);
      const pages = await pagesOf(module, { limit });
      expect(pages.flatMap(keysOf)).toEqual(all);
      for (const [n, page] of pages.entries()) {
        expect(page.items).toHaveLength(Math.min(limit, all.length - n * limit));
      }
      // A KV namespace may not know that nothing is left before it is asked.
      if (!isKv) expect(pages).toHaveLength(Math.ceil(all.length / limit));
      else expect(pages.length - Math.ceil(all.length / limit)).toBeOneOf([0, 1]);
    });

    test("A page has 1,000 entries by default, and no more", async () => {
      const module = make();
      const all = numbered(1001);
      await fill(module, all.slice(0, 999));
      expect((await pagesOf(module)).flatMap(keysOf)).toEqual(all.slice(0, 999));
      await fill(module, all.slice(999, 1000));
      const exact = await module.list();
      expect(keysOf(exact)).toEqual(all.slice(0, 1000));
      if (!isKv) expect(exact).not.toHaveProperty("cursor");
      await fill(module, all.slice(1000));
      const [first, second] = await pagesOf(module, { limit: 1000 });
      expect(first?.items).toHaveLength(1000);
      expect(second && keysOf(second)).toEqual([all[1000]]);
    });

    test("A page of many items carries what stands beside each", async () => {
      const module = make();
      // So much that R2 gives fewer entries than it is asked for.
      const metadata = { m: "x".repeat(isKv ? 500 : 3000) };
      const all = numbered(600);
      for (let n = 0; n < all.length; n += 100) {
        await Promise.all(all.slice(n, n + 100).map((key) => module.put(key, key, { metadata, contentType: "a/b" })));
      }
      const page = await module.list({ limit: 500 });
      expect(page.items).toHaveLength(500);
      for (const item of page.items) expect(item).toMatchObject({ size: 9, metadata, contentType: "a/b" });
      const rest = await module.list({ limit: 500, cursor: page.cursor });
      expect(keysOf(rest)).toEqual(all.slice(500));
    });

    test.each([0, -1, 1001, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "10", null])(
      "A limit of %s is refused",
      async (limit) => {
        await refused(make().list({ limit: limit as number }), "storage_invalid_options", "limit");
      },
    );

    test("Unknown options, and options of a wrong type, are refused", async () => {
      await refused(make().list({ perfix: "a" } as never), "storage_invalid_options", "perfix", "prefix");
      await refused(make().list({ prefix: 7 as never }), "storage_invalid_options", "prefix");
      await refused(make().list({ prefix: "a\ud800" }), "storage_invalid_options", "prefix");
      await refused(make().list("a" as never), "storage_invalid_options");
      await refused(make().list({ cursor: 7 as never }), "storage_invalid_cursor");
    });

    test("Keys put or deleted between two pages neither repeat nor hide others", async () => {
      const module = make();
      await fill(module, ["b", "d", "f", "h"]);
      const first = await module.list({ limit: 2 });
      expect(keysOf(first)).toEqual(["b", "d"]);
      await fill(module, ["a", "c"]);
      await module.delete(["b", "d", "f"]);
      await fill(module, ["g"]);
      const second = await module.list({ limit: 2, cursor: first.cursor });
      expect(keysOf(second)).toEqual(["g", "h"]);
    });

    test("The limit may be another on the next page", async () => {
      const module = make();
      await fill(module, numbered(6));
      const first = await module.list({ limit: 1 });
      expect(keysOf(await module.list({ limit: 3, cursor: first.cursor }))).toEqual(numbered(4).slice(1));
    });

    test("entries() goes through all of it, page by page", async () => {
      const module = make();
      const all = numbered(1001);
      await fill(module, [...all, "other"]);
      const seen: string[] = [];
      for await (const { key, size } of module.entries({ prefix: "key " })) seen.push(`${key}:${size}`);
      expect(seen).toEqual(all.map((key) => `${key}:1`));
    });

    test("entries() may be left early, and begun anew", async () => {
      const module = make();
      await fill(module, ["a", "b", "c"]);
      for await (const { key } of module.entries()) {
        expect(key).toBe("a");
        break;
      }
      const again: string[] = [];
      for await (const { key } of module.entries()) again.push(key);
      expect(again).toEqual(["a", "b", "c"]);
    });

    test("entries() refuses what it does not know", async () => {
      const next = (options: unknown) =>
        make()
          .entries(options as never)
          .next();
      await refused(() => next({ limit: 10 }), "storage_invalid_options", "limit");
      await refused(() => next({ prefix: 7 }), "storage_invalid_options", "prefix");
    });

    const raw = store.raw;
    if (raw === undefined) return;

    test("Records under the reserved prefix are never listed, and take no place on a page", async () => {
      const module = make();
      const put = (key: string) => (isKv ? raw.kv.put(key, "record") : raw.bucket.put(key, "record"));
      await Promise.all(Array.from({ length: 20 }, (_, n) => put(`!layeron/${n}`)));
      await fill(module, ["!", "!z", "a"]);
      expect(keysOf(await module.list())).toEqual(["!", "!z", "a"]);
      const pages = await pagesOf(module, { limit: 2 });
      expect(pages[0] && keysOf(pages[0])).toEqual(["!", "!z"]);
      expect(pages.flatMap(keysOf)).toEqual(["!", "!z", "a"]);
      expect(await module.list({ prefix: "!layeron/" })).toMatchObject({ items: [] });
    });
  });
}
