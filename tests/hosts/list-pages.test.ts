/**
 * Lists over hosts that answer in pages of their own choice.
 *
 * R2 and KV return fewer keys than they were asked for whenever they like, and reserved records take up
 * places too. Whoever counts on full pages loses keys, so the package asks again until a page is full.
 * @module
 */

import { connect, storage } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { fakeKv } from "./fakes/kv";
import { byUtf8 } from "./fakes/listing";
import { fakeR2 } from "./fakes/r2";

const bucket = storage.bucket({ name: "assets" });
const kv = storage.kv({ name: "config" });

/** Before, between and after the reserved records, beyond ASCII, and with the names of JavaScript's own. */
const KEYS = [
  " ",
  "!a",
  "!layeron",
  "!layeron0",
  "7",
  "__proto__",
  "a",
  "a/1",
  "a/2",
  "a/b/1",
  "a//b",
  "b",
  "constructor",
  "z/1",
  "z/2",
  "\uff5e",
  "\u{1f600}",
].sort(byUtf8);

const RESERVED = ["!layeron/", "!layeron/once/1", "!layeron/once/2", "!layeron/once/3"];

const PAGES = [1, 2, 3, 5, 1000];
const LIMITS = [1, 2, 3, 7, KEYS.length - 1, KEYS.length, KEYS.length + 1, 1000];

/** A host of each kind that holds KEYS and RESERVED. */
async function connectHosts(pageEntries: number, emptyPages = 0) {
  const r2 = fakeR2({}, { pageEntries });
  const fakedKv = fakeKv({}, { pageEntries, emptyPages });
  for (const key of [...KEYS, ...RESERVED]) {
    await (r2.bucket.put as (key: string, value: string) => Promise<unknown>)(key, `value of ${key}`);
    fakedKv.values.set(key, { bytes: new TextEncoder().encode(`value of ${key}`), metadata: null });
  }
  r2.calls.length = 0;
  connect({ ASSETS: r2.bucket, CONFIG: fakedKv.namespace });
  return { r2, kv: fakedKv };
}

/** All pages, one after another. A listing that never ends fails. */
async function pages(
  list: (cursor: string | undefined) => Promise<{ items: { key: string }[]; cursor?: string | undefined }>,
) {
  const found: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await list(cursor);
    found.push(page.items.map(({ key }) => key));
    cursor = page.cursor;
    if (found.length > 100) throw new Error(`no end after ${found.length} pages`);
  } while (cursor !== undefined);
  return found;
}

describe.each(PAGES)("When R2 returns at most %i entries at a time", (pageEntries) => {
  test.each(LIMITS)("pages of %i are full and together are everything, without a reserved record.", async (limit) => {
    await connectHosts(pageEntries);
    const found = await pages((cursor) => bucket.list({ limit, cursor }));
    expect(found.flat()).toEqual(KEYS);
    expect(found.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    expect(found.length).toBe(Math.ceil(KEYS.length / limit));
  });

  test.each([1, 2, 3, 10])("pages of %i with a delimiter count a folded prefix as one entry.", async (limit) => {
    await connectHosts(pageEntries);
    const folded = ["a/", "z/"];
    const plain = KEYS.filter((key) => !key.includes("/"));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await bucket.list({ limit, delimiter: "/", cursor });
      const entries = [...page.items.map(({ key }) => key), ...(page.prefixes ?? [])];
      expect(page.cursor === undefined || entries.length === limit, "a full page").toBe(true);
      expect(entries.length).toBeLessThanOrEqual(limit);
      seen.push(...entries);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen.sort(byUtf8)).toEqual([...plain, ...folded].sort(byUtf8));
  });

  test.each(["!", "!l", "!layeron", "a", "a/", "zzz"])("the prefix %j gives what starts with it.", async (prefix) => {
    await connectHosts(pageEntries);
    const found = await pages((cursor) => bucket.list({ prefix, limit: 2, cursor }));
    expect(found.flat()).toEqual(KEYS.filter((key) => key.startsWith(prefix)));
  });

  test("it is never asked for more than is missing, nor beyond what it may be asked for.", async () => {
    const { r2 } = await connectHosts(pageEntries);
    await bucket.list({ prefix: "a", limit: 4 });
    let missing = 4;
    for (const { args } of r2.calls) {
      expect((args[0] as { limit: number }).limit).toBe(missing);
      missing -= Math.min(pageEntries, missing);
    }
    expect(missing).toBe(0);
  });
});

describe.each([
  { pageEntries: 1, emptyPages: 0 },
  { pageEntries: 2, emptyPages: 3 },
  { pageEntries: 1000, emptyPages: 1 },
])(
  "When KV returns $emptyPages empty pages before each of at most $pageEntries keys",
  ({ pageEntries, emptyPages }) => {
    test.each(LIMITS)("pages of %i are full and together are everything, without a reserved record.", async (limit) => {
      await connectHosts(pageEntries, emptyPages);
      const found = await pages((cursor) => kv.list({ limit, cursor }));
      expect(found.flat()).toEqual(KEYS);
      expect(found.every((page, n) => page.length === limit || n >= found.length - 2)).toBe(true);
      expect(found.at(-2)?.length ?? limit).toBe(limit);
    });

    test("entries() goes through all of it.", async () => {
      await connectHosts(pageEntries, emptyPages);
      const seen: string[] = [];
      for await (const { key } of kv.entries()) seen.push(key);
      expect(seen).toEqual(KEYS);
    });
  },
);

describe("Reserved records", () => {
  test("cannot be put, read, looked at, deleted or listed, and the host is not asked.", async () => {
    const { r2, kv: fakedKv } = await connectHosts(1000);
    for (const module of [bucket, kv]) {
      for (const run of [
        () => module.put("!layeron/once/1", "x"),
        () => module.get("!layeron/once/1"),
        () => module.head("!layeron/once/1"),
        () => module.delete("!layeron/once/1"),
        () => module.delete(["a", "!layeron/once/1"]),
      ]) {
        await expect(run()).rejects.toMatchObject({ code: "storage_invalid_key", key: "!layeron/once/1" });
      }
      expect(await module.list({ prefix: "!layeron/" })).toEqual({ items: [] });
      expect(await module.list({ prefix: "!layeron/once/" })).toEqual({ items: [] });
    }
    expect([...r2.calls, ...fakedKv.calls]).toEqual([]);
  });

  test("leave no cursor behind when nothing else is left.", async () => {
    const { bucket: raw } = fakeR2({}, { pageEntries: 1 });
    for (const key of ["!a", ...RESERVED]) await (raw.put as (key: string, value: string) => Promise<unknown>)(key, "");
    connect({ ASSETS: raw });
    const page = await bucket.list({ limit: 1 });
    expect([page.items.map(({ key }) => key), page.cursor]).toEqual([["!a"], undefined]);
  });

  test("do not fold into a prefix that anyone sees.", async () => {
    await connectHosts(2);
    const { prefixes } = await bucket.list({ delimiter: "/" });
    expect(prefixes).toEqual(["a/", "z/"]);
  });
});
