/**
 * Lists over hosts whose pages make no sense.
 *
 * A page that promises more and never gives it would keep a request alive for ever, and one that loses its
 * cursor would pass for the end. Both have to end as an error.
 * @module
 */

import { connect, storage } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { failureOf } from "./failure";
import { fakeKv } from "./fakes/kv";
import { fakeR2 } from "./fakes/r2";

const bucket = storage.bucket({ name: "assets" });
const kv = storage.kv({ name: "config" });

const BLAMES = ["storage_host_error"];

/** A host that is asked so often has been given no chance to answer better. */
const PATIENCE = 2_000;

function throwing(): never {
  throw new RangeError("looking at a page");
}

const stored = (key: unknown) => ({
  key,
  size: 1,
  etag: "e",
  uploaded: new Date(1.7e12),
  httpMetadata: {},
  customMetadata: {},
});

const listed = (name: unknown) => ({ name, metadata: { layeron: 1, size: 1, etag: "e", storedAt: 1.7e12 } });

/** Connects hosts whose `list` answers with these pages, the last one for ever after, and counts. */
function connectListing(r2Page: (asked: number) => unknown, kvPage: (asked: number) => unknown) {
  const asked = { r2: 0, kv: 0 };
  const counted = (host: "r2" | "kv", page: (asked: number) => unknown) => async () => {
    asked[host]++;
    if (asked[host] > PATIENCE) throw new Error("the host is asked again and again");
    return page(asked[host]);
  };
  connect({
    ASSETS: fakeR2({ list: counted("r2", r2Page) }).bucket,
    CONFIG: fakeKv({ list: counted("kv", kvPage) }).namespace,
  });
  return asked;
}

async function expectSoundAfterwards() {
  connect({ ASSETS: fakeR2().bucket, CONFIG: fakeKv().namespace });
  await bucket.put("next", "works");
  await kv.put("next", "works");
  expect((await bucket.list()).items.map(({ key }) => key)).toEqual(["next"]);
  expect((await kv.list()).items.map(({ key }) => key)).toEqual(["next"]);
}

describe("A page that never moves on", () => {
  test("with the same cursor again and again fails.", async () => {
    const asked = connectListing(
      () => ({ objects: [], delimitedPrefixes: [], truncated: true, cursor: "here" }),
      () => ({ keys: [], list_complete: false, cursor: "here" }),
    );
    for (const run of [() => bucket.list(), () => kv.list()]) {
      expect((await failureOf(run)).code).toBe("storage_host_error");
    }
    expect(Math.max(asked.r2, asked.kv)).toBeLessThanOrEqual(3);
  });

  test("with two cursors in turn fails.", async () => {
    const asked = connectListing(
      (n) => ({ objects: [], delimitedPrefixes: [], truncated: true, cursor: n % 2 ? "here" : "there" }),
      (n) => ({ keys: [], list_complete: false, cursor: n % 2 ? "here" : "there" }),
    );
    for (const run of [() => bucket.list(), () => kv.list()]) {
      expect((await failureOf(run)).code).toBe("storage_host_error");
    }
    expect(Math.max(asked.r2, asked.kv), "requests before giving up").toBeLessThan(PATIENCE);
  });

  test("that holds nothing but reserved records, again and again, fails.", async () => {
    const asked = connectListing(
      (n) => ({ objects: [stored(`!layeron/${n % 2}`)], delimitedPrefixes: [], truncated: true, cursor: `${n % 2}` }),
      (n) => ({ keys: [listed(`!layeron/${n % 2}`)], list_complete: false, cursor: `${n % 2}` }),
    );
    for (const run of [() => bucket.list(), () => kv.list()]) {
      expect((await failureOf(run)).code).toBe("storage_host_error");
    }
    expect(Math.max(asked.r2, asked.kv), "requests before giving up").toBeLessThan(PATIENCE);
  });
});

describe("A page that says there is more", () => {
  test.each([
    { what: "without a cursor", cursor: undefined },
    { what: "with null for a cursor", cursor: null },
    { what: "with an empty cursor", cursor: "" },
    { what: "with a number for a cursor", cursor: 7 },
    { what: "with an object for a cursor", cursor: {} },
    { what: "with a lone surrogate in its cursor", cursor: "a\ud800" },
  ])("$what fails instead of ending the listing.", async ({ cursor }) => {
    connectListing(
      () => ({ objects: [stored("a")], delimitedPrefixes: [], truncated: true, cursor }),
      () => ({ keys: [listed("a")], list_complete: false, cursor }),
    );
    for (const run of [() => bucket.list(), () => kv.list()]) {
      const error = await failureOf(run);
      expect(BLAMES).toContain(error.code);
      expect(error.key).toBeUndefined();
    }
    await expectSoundAfterwards();
  });
});

const R2_PAGES: { what: string; page: unknown }[] = [
  { what: "undefined", page: undefined },
  { what: "null", page: null },
  { what: "a number", page: 5 },
  { what: "a string", page: "none" },
  { what: "an empty object", page: {} },
  { what: "an array of objects", page: [stored("a")] },
  { what: "objects that are null", page: { objects: null, delimitedPrefixes: [], truncated: false } },
  { what: "objects that are a string", page: { objects: "ab", delimitedPrefixes: [], truncated: false } },
  { what: "an object that is undefined", page: { objects: [undefined], delimitedPrefixes: [], truncated: false } },
  { what: "an object that is null", page: { objects: [null], delimitedPrefixes: [], truncated: false } },
  { what: "an object that is a number", page: { objects: [7], delimitedPrefixes: [], truncated: false } },
  { what: "an object without a key", page: { objects: [stored(undefined)], delimitedPrefixes: [], truncated: false } },
  { what: "an object whose key is a number", page: { objects: [stored(7)], delimitedPrefixes: [], truncated: false } },
  {
    what: "an object without a size",
    page: { objects: [{ ...stored("a"), size: undefined }], delimitedPrefixes: [], truncated: false },
  },
  {
    what: "an object without an etag",
    page: { objects: [{ ...stored("a"), etag: undefined }], delimitedPrefixes: [], truncated: false },
  },
  {
    what: "an object without a date",
    page: { objects: [{ ...stored("a"), uploaded: undefined }], delimitedPrefixes: [], truncated: false },
  },
  {
    what: "an object whose key has a lone surrogate",
    page: { objects: [stored("a\ud800")], delimitedPrefixes: [], truncated: false },
  },
  { what: "prefixes with a lone surrogate", page: { objects: [], delimitedPrefixes: ["a\ud800"], truncated: false } },
  {
    what: "a prefix that has no end",
    page: { objects: [], delimitedPrefixes: ["a".repeat(70_000)], truncated: false },
  },
  { what: "prefixes that are numbers", page: { objects: [], delimitedPrefixes: [7], truncated: false } },
  { what: "prefixes that are a string", page: { objects: [], delimitedPrefixes: "ab", truncated: false } },
  { what: "a getter that throws", page: Object.defineProperty({}, "objects", { get: throwing }) },
];

const KV_PAGES: { what: string; page: unknown }[] = [
  { what: "undefined", page: undefined },
  { what: "null", page: null },
  { what: "a number", page: 5 },
  { what: "an empty object", page: {} },
  { what: "an array of keys", page: [listed("a")] },
  { what: "keys that are null", page: { keys: null, list_complete: true } },
  { what: "keys that are a string", page: { keys: "ab", list_complete: true } },
  { what: "a key that is undefined", page: { keys: [undefined], list_complete: true } },
  { what: "a key that is a string", page: { keys: ["a"], list_complete: true } },
  { what: "a key without a name", page: { keys: [listed(undefined)], list_complete: true } },
  { what: "a key whose name is a number", page: { keys: [listed(7)], list_complete: true } },
  { what: "a key whose name has a lone surrogate", page: { keys: [listed("a\ud800")], list_complete: true } },
  {
    what: "a key whose name getter throws",
    page: { keys: [Object.defineProperty({}, "name", { get: throwing })], list_complete: true },
  },
  { what: "a getter that throws", page: Object.defineProperty({}, "keys", { get: throwing }) },
];

describe("A list fails, and the next call works, when", () => {
  test.each(R2_PAGES)("R2 answers with $what for a page.", async ({ page }) => {
    connectListing(() => page, throwing);
    for (const options of [{}, { delimiter: "/" }]) {
      expect(BLAMES).toContain((await failureOf(() => bucket.list(options))).code);
    }
    await expectSoundAfterwards();
  });

  test.each(KV_PAGES)("KV answers with $what for a page.", async ({ page }) => {
    connectListing(throwing, () => page);
    expect(BLAMES).toContain((await failureOf(() => kv.list())).code);
    await expectSoundAfterwards();
  });
});

describe("A page of a host that returns", () => {
  test("more than it was asked for has no more than the limit all the same.", async () => {
    const keys = ["a", "b", "c", "d", "e"];
    connectListing(
      () => ({ objects: keys.map(stored), delimitedPrefixes: [], truncated: false }),
      () => ({ keys: keys.map(listed), list_complete: true }),
    );
    for (const list of [() => bucket.list({ limit: 2 }), () => kv.list({ limit: 2 })]) {
      const length = await list().then(
        ({ items }) => items.length,
        async (error: unknown) => {
          expect((await failureOf(() => Promise.reject(error))).code).toBe("storage_host_error");
          return 0;
        },
      );
      expect(length).toBeLessThanOrEqual(2);
    }
  });

  test("keys out of order, or the same one twice, shows them as they came and does not hang.", async () => {
    const keys = ["b", "a", "c", "a"];
    const asked = connectListing(
      (n) => ({ objects: keys.map(stored), delimitedPrefixes: [], truncated: n < 3, cursor: `${n}` }),
      (n) => ({ keys: keys.map(listed), list_complete: n === 3, cursor: `${n}` }),
    );
    for (const list of [() => bucket.list(), () => kv.list()]) {
      const { items, cursor } = await list();
      expect(items.map(({ key }) => key)).toEqual([...keys, ...keys, ...keys]);
      expect(cursor).toBeUndefined();
    }
    expect(asked).toEqual({ r2: 3, kv: 3 });
  });

  test("a failure in its second page gives no half of a listing.", async () => {
    const thrown = new Error("list: We encountered an internal error. Please try again. (10001)");
    connectListing(
      (n) =>
        n === 1
          ? { objects: [stored("a")], delimitedPrefixes: [], truncated: true, cursor: "1" }
          : Promise.reject(thrown),
      throwing,
    );
    const error = await failureOf(() => bucket.list());
    expect([error.code, error.cause]).toEqual(["storage_unavailable", thrown]);
  });
});
