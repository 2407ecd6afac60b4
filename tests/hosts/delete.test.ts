/**
 * Many keys deleted at once, over hosts that take fewer, or fail half way.
 *
 * What has been deleted cannot be called back, so that every key is checked first, and an error has to say
 * how far it came.
 * @module
 */

import { connect, storage } from "layeron-storage";
import { expect, test } from "vitest";
import { failureOf } from "./failure";
import { fakeKv } from "./fakes/kv";
import { fakeR2 } from "./fakes/r2";

const bucket = storage.bucket({ name: "assets" });
const kv = storage.kv({ name: "config" });

const keys = (count: number) => Array.from({ length: count }, (_, n) => `key-${String(n).padStart(5, "0")}`);

test.each([
  { count: 1, groups: [1] },
  { count: 999, groups: [999] },
  { count: 1000, groups: [1000] },
  { count: 1001, groups: [1000, 1] },
  { count: 2500, groups: [1000, 1000, 500] },
])("R2 is given $count keys in groups of a thousand at most, in order.", async ({ count, groups }) => {
  const { bucket: raw, calls } = fakeR2();
  connect({ ASSETS: raw });
  await bucket.delete(keys(count));
  const given = calls.map(({ args }) => args[0] as string[]);
  expect(given.map(({ length }) => length)).toEqual(groups);
  expect(given.flat()).toEqual(keys(count));
});

test("KV is given one key at a time, in order.", async () => {
  const { namespace, calls } = fakeKv();
  connect({ CONFIG: namespace });
  await kv.delete(keys(5));
  expect(calls).toEqual(keys(5).map((key) => ({ method: "delete", args: [key] })));
});

test("No keys are no request: R2 refuses an empty one.", async () => {
  const r2 = fakeR2();
  const fakedKv = fakeKv();
  connect({ ASSETS: r2.bucket, CONFIG: fakedKv.namespace });
  expect(await bucket.delete([])).toBeUndefined();
  expect(await kv.delete([])).toBeUndefined();
  expect([...r2.calls, ...fakedKv.calls]).toEqual([]);
});

test("R2 is not asked again after a group has failed, and the error has a key of that group.", async () => {
  const thrown = new Error("delete: We encountered an internal error. Please try again. (10001)");
  const { bucket: raw, calls } = fakeR2({
    delete: (group: string[]) => (group.includes("key-01500") ? Promise.reject(thrown) : Promise.resolve()),
  });
  connect({ ASSETS: raw });
  const error = await failureOf(() => bucket.delete(keys(3000)));
  expect([error.code, error.retryable, error.cause]).toEqual(["storage_unavailable", true, thrown]);
  expect(calls.length).toBe(2);
  expect(keys(3000).slice(1000, 2000)).toContain(error.key);
});

test("KV is not asked again after a key has failed, and the error has that key.", async () => {
  const thrown = new Error("KV DELETE failed: 429 Too Many Requests");
  const { namespace, calls, values } = fakeKv();
  const deletes = namespace.delete as (key: string) => Promise<void>;
  namespace.delete = (async (key: string) => {
    await deletes(key);
    if (key === "key-00003") throw thrown;
  }) as typeof namespace.delete;
  for (const key of keys(6)) values.set(key, { bytes: new Uint8Array(1), metadata: null });
  connect({ CONFIG: namespace });
  const error = await failureOf(() => kv.delete(keys(6)));
  expect([error.code, error.key, error.cause]).toEqual(["storage_rate_limited", "key-00003", thrown]);
  expect(calls.length).toBe(4);
  expect([...values.keys()]).toEqual(["key-00004", "key-00005"]);
});

test("A group waits for the one before it.", async () => {
  let running = 0;
  let most = 0;
  const slow = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running--;
  };
  connect({ ASSETS: fakeR2({ delete: slow }).bucket, CONFIG: fakeKv({ delete: slow }).namespace });
  await bucket.delete(keys(3000));
  await kv.delete(keys(10));
  expect(most).toBe(1);
});

test.each([
  { what: "an empty key", bad: "" },
  { what: "a dot", bad: "." },
  { what: "a reserved key", bad: "!layeron/once/1" },
  { what: "a key that is too long", bad: "k".repeat(1025) },
  { what: "a lone surrogate", bad: "a\ud83d" },
  { what: "a number", bad: 7 },
  { what: "null", bad: null },
  { what: "undefined", bad: undefined },
  { what: "an array", bad: ["a"] },
  { what: "a String object", bad: new String("a") },
])("With $what as the last of many keys nothing is deleted.", async ({ bad }) => {
  const r2 = fakeR2();
  const fakedKv = fakeKv();
  connect({ ASSETS: r2.bucket, CONFIG: fakedKv.namespace });
  for (const module of [bucket, kv]) {
    const error = await failureOf(() => module.delete([...keys(1500), bad] as string[]));
    expect(error.code).toBe("storage_invalid_key");
  }
  expect([...r2.calls, ...fakedKv.calls]).toEqual([]);
});

test("With a bad key in the list nothing is deleted from memory either.", async () => {
  connect("memory");
  for (const module of [bucket, kv]) {
    await module.put("key-00000", "kept");
    await failureOf(() => module.delete(["key-00000", ""]));
    expect(await (await module.get("key-00000"))?.text()).toBe("kept");
  }
});

test("What the caller does to the array during the call changes nothing.", async () => {
  const { namespace, calls } = fakeKv();
  connect({ CONFIG: namespace });
  const given = keys(3);
  const deleting = kv.delete(given);
  given.length = 0;
  given.push("something-else");
  await deleting;
  expect(calls.map(({ args }) => args[0])).toEqual(keys(3));
});
