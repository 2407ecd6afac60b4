/**
 * Of any number of calls that create one key at once, exactly one succeeds.
 *
 * Create-only is how a user claims a name or takes a lock; a host that looks first and writes then passes
 * every test that makes one call after the other.
 * @module
 */

import { connect, StorageError, type StorageObject, type StorageValue, storage } from "layeron-storage";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

const CALLS = 200;

const bucket = storage.bucket({ name: "bucket" });
const kv = storage.kv({ name: "kv" });

const HOSTS = [
  { host: "R2", start: () => connect(undefined) },
  { host: "memory", start: () => connect("memory") },
];

/** What each caller brings: all of another length, so that the winner is told by the stored value. */
const VALUES: { shape: string; value: (caller: number) => StorageValue; size?: (caller: number) => number }[] = [
  { shape: "strings", value: (caller) => textOf(caller) },
  { shape: "Blobs", value: (caller) => new Blob([textOf(caller)]) },
  { shape: "streams of unknown length", value: (caller) => streamOf(textOf(caller)) },
  {
    shape: "streams of known length",
    value: (caller) => streamOf(textOf(caller)),
    size: (caller) => textOf(caller).length,
  },
];

const textOf = (caller: number) => `${"x".repeat(caller)} is caller ${caller}`;

function streamOf(text: string): ReadableStream<Uint8Array> {
  const chunks = [text.slice(0, 1), text.slice(1)].map((chunk) => new TextEncoder().encode(chunk));
  return new ReadableStream({
    async pull(controller) {
      // Lets the others in between.
      await scheduler.wait(0);
      const chunk = chunks.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
}

let key = "";
let keys = 0;
beforeEach(() => {
  keys++;
  key = `create-only/${keys}`;
});
afterAll(() => connect(undefined));

/** Who succeeded, and what the others were told. */
async function race(calls: Promise<StorageObject>[]) {
  const settled = await Promise.allSettled(calls);
  const winners = settled.flatMap((result, caller) => (result.status === "fulfilled" ? [caller] : []));
  const refusals = settled.flatMap((result) => (result.status === "rejected" ? [told(result.reason)] : []));
  return { winners, refusals };
}

function told(error: unknown): string {
  if (!StorageError.is(error)) return `no StorageError: ${String(error)}`;
  return `${error.status} ${error.code} ${error.key} ${error.retryable}`;
}

describe.each(HOSTS)("$host", ({ start }) => {
  beforeEach(start);

  test.each(VALUES)(`${CALLS} callers with $shape: one creates the key`, async ({ value, size }) => {
    const calls = Array.from({ length: CALLS }, (_, caller) =>
      bucket.put(key, value(caller), { ifNotExists: true, size: size?.(caller), metadata: { caller: `${caller}` } }),
    );
    const { winners, refusals } = await race(calls);
    expect(refusals).toEqual(Array(CALLS - 1).fill(`409 storage_key_already_exists ${key} false`));
    const [winner] = winners as [number];
    const stored = await bucket.get(key);
    expect(await stored?.text()).toBe(textOf(winner));
    expect(stored?.metadata).toEqual({ caller: `${winner}` });
  });

  test("A key that exists is created by nobody, and by one again once it is gone", async () => {
    await bucket.put(key, "first");
    const attempt = () => race(Array.from({ length: 20 }, () => bucket.put(key, "later", { ifNotExists: true })));
    expect((await attempt()).winners).toEqual([]);
    expect(await (await bucket.get(key))?.text()).toBe("first");
    await bucket.delete(key);
    expect((await attempt()).winners).toHaveLength(1);
  });

  test("Creators of many keys at once: one for each key", async () => {
    const calls = Array.from({ length: CALLS }, (_, n) =>
      bucket.put(`${key}/${n % 20}`, `${n}`, { ifNotExists: true }),
    );
    const { winners, refusals } = await race(calls);
    expect(winners.map((caller) => caller % 20).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(refusals).toHaveLength(CALLS - 20);
  });

  test("Of those who replace the content that they all read, one succeeds", async () => {
    const { etag } = await bucket.put(key, "read by all");
    const calls = Array.from({ length: 50 }, (_, caller) => bucket.put(key, textOf(caller), { ifMatch: etag }));
    const { winners, refusals } = await race(calls);
    expect(refusals).toEqual(Array(49).fill(`412 storage_precondition_failed ${key} false`));
    expect(await (await bucket.get(key))?.text()).toBe(textOf(winners[0] as number));
  });

  test("Nobody's replacement of a missing key creates it", async () => {
    const calls = Array.from({ length: 20 }, () =>
      bucket.put(key, "x", { ifMatch: "0123456789abcdef0123456789abcdef" }),
    );
    const { winners, refusals } = await race(calls);
    expect(winners).toEqual([]);
    expect(new Set(refusals)).toEqual(new Set([`412 storage_precondition_failed ${key} false`]));
    expect(await bucket.head(key)).toBeNull();
  });
});

test("In memory a KV key is created by one of many, too", async () => {
  connect("memory");
  const calls = Array.from({ length: CALLS }, (_, caller) => kv.put(key, textOf(caller), { ifNotExists: true }));
  const { winners, refusals } = await race(calls);
  expect(refusals).toEqual(Array(CALLS - 1).fill(`409 storage_key_already_exists ${key} false`));
  expect(await (await kv.get(key))?.text()).toBe(textOf(winners[0] as number));
});

test("KV refuses to create a key that can be seen", async () => {
  connect(undefined);
  await kv.put(key, "first");
  const { winners, refusals } = await race(
    Array.from({ length: 20 }, () => kv.put(key, "later", { ifNotExists: true })),
  );
  expect(winners).toEqual([]);
  expect(refusals).toEqual(Array(20).fill(`409 storage_key_already_exists ${key} false`));
  expect(await (await kv.get(key))?.text()).toBe("first");
});
