/**
 * A hundred thousand calls in one process.
 *
 * A server runs for weeks. What a call leaves behind in the wasm's memory, which never shrinks, or in its
 * table of JavaScript's values adds up until the process dies.
 * @module
 */

import { connect, storage } from "layeron-storage";
import { beforeEach, describe, expect, test } from "vitest";
import { lost, occupied } from "./wasm";

const ROUNDS = 100_000;
const WARM_UP = 1_000;

const bucket = storage.bucket({ name: "assets" });
const kv = storage.kv({ name: "config", ttlSeconds: 3600 });

beforeEach(() => connect("memory"));

/** Runs `round` so often that a leak of one byte a round would show, and compares with the first thousand. */
async function expectNoGrowth(rounds: number, round: (n: number) => Promise<unknown>) {
  const instances = lost();
  for (let n = 0; n < WARM_UP; n++) await round(n);
  const before = occupied();
  for (let n = WARM_UP; n < rounds; n++) await round(n);
  expect(occupied()).toEqual(before);
  expect(lost(), "the instance is the same one").toBe(instances);
}

describe.each([
  { what: "a bucket", module: bucket },
  { what: "a KV namespace", module: kv },
])("On $what in memory", ({ module }) => {
  test("a hundred thousand puts, gets, lists and deletes leave no more behind than a thousand do.", async () => {
    const value = new Uint8Array(100).fill(7);
    await expectNoGrowth(ROUNDS, async (n) => {
      const key = `folder-${n % 10}/key-${n % 100}`;
      await module.put(key, value, { contentType: "text/plain", metadata: { round: String(n) } });
      const handle = await module.get(key);
      if ((await handle?.bytes())?.byteLength !== 100) expect.fail(`round ${n} read something else`);
      const { items } = await module.list({ prefix: "folder-", limit: 3 });
      if (items.length !== 1) expect.fail(`round ${n} listed ${items.length}`);
      await module.delete(key);
    });
    expect(await module.list()).toEqual({ items: [] });
  }, 120_000);

  test("keys that come and go by the ten thousand leave no more behind than they did at first.", async () => {
    const keys = Array.from({ length: 10_000 }, (_, n) => `key-${n}`);
    const comeAndGo = async (round: number) => {
      for (const key of keys) await module.put(`${key}-of-${round}`, "value", { metadata: { a: "b" } });
      await module.delete(keys.map((key) => `${key}-of-${round}`));
    };
    await comeAndGo(0);
    await comeAndGo(1);
    const before = occupied();
    for (let round = 2; round < 6; round++) await comeAndGo(round);
    expect(occupied()).toEqual(before);
  }, 120_000);

  test("refused calls leave nothing behind either.", async () => {
    await module.put("k", "v");
    const refused: ((n: number) => Promise<unknown>)[] = [
      (n) => module.put("!layeron/x", `value ${n}`),
      (n) => module.put("k", "v", { contentType: `a\n${n}` }),
      (n) => module.put("k", "v", { metadata: { [`layeron-${n}`]: "v" } }),
      (n) => module.put("k", "v", { unknown: n } as object),
      (n) => module.put("k", "v", { metadata: { a: "x".repeat(8_000 + (n % 2)) } }),
      () => module.put("k", "v", { ifNotExists: true }),
      (n) => module.get(`${n}`.repeat(2_000)),
      (n) => module.list({ cursor: `altered-${n}` }),
      (n) => module.list({ limit: -n }),
      (n) => module.delete(["k", `\ud800${n}`]),
    ];
    await expectNoGrowth(20_000, async (n) => {
      const run = refused[n % refused.length] ?? expect.fail("a call");
      await run(n).then(
        () => expect.fail(`call ${n % refused.length} was not refused`),
        ({ code }) => expect(code).toMatch(/^storage_(invalid|metadata|key)/),
      );
    });
    expect(await (await module.get("k"))?.text()).toBe("v");
  }, 120_000);

  test("overwriting one key with values of every size keeps the last one only.", async () => {
    const value = new Uint8Array(64 * 1024);
    await expectNoGrowth(20_000, (n) => module.put("k", value.subarray(0, n % value.byteLength), { checksum: `${n}` }));
    expect(await module.head("k")).toMatchObject({ size: 19_999, metadata: { checksum: "19999" } });
  }, 120_000);
});

test("Pages of a long listing, walked again and again, leave nothing behind.", async () => {
  for (let n = 0; n < 2_000; n++) await bucket.put(`${n % 40}/${n}`, "v");
  await expectNoGrowth(6_000, async (n) => {
    const options = n % 2 ? { limit: 20 } : { limit: 20, delimiter: "/" };
    const { items, prefixes = [], cursor } = await bucket.list(options);
    expect(items.length + prefixes.length).toBe(20);
    await bucket.list({ ...options, cursor });
  });
}, 120_000);

test("Connecting again and again, and declaring what is declared, leaves nothing behind.", async () => {
  await expectNoGrowth(20_000, async (n) => {
    connect("memory", { clock: () => 1.7e12 + n });
    await storage.bucket({ name: "assets" }).put("k", "v");
  });
}, 120_000);
