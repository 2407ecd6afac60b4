/**
 * `connect` given what it cannot take, and clocks that do not tell the time.
 *
 * A program that has connected wrongly must hear so from `connect`, not from the first user's request; and
 * a test's broken clock must not become dates that nobody can read.
 * @module
 */

import { type ConnectOptions, connect, StorageError, storage } from "layeron-storage";
import { beforeEach, describe, expect, test } from "vitest";
import { branches, failureOf } from "./failure";
import { fakeKv } from "./fakes/kv";
import { fakeR2 } from "./fakes/r2";

const bucket = storage.bucket({ name: "assets" });
const kv = storage.kv({ name: "config", ttlSeconds: 60 });
const fading = storage.bucket({ name: "fading", lifecycle: { deleteAfterDays: 1 } });

const INVALID = { code: "storage_invalid_options", status: 400, retryable: false };

function throwing(): never {
  throw new RangeError("looking at an option");
}

beforeEach(() => connect("memory"));

test('A put that began before connect("memory") does not end up in the new, empty memory.', async () => {
  for (const module of [bucket, kv]) {
    const puts = [module.put("late", new Blob(["abc"])), module.put("later", new Blob(["abc"]).stream())];
    connect("memory");
    for (const put of puts) expect(await put).toMatchObject({ size: 3 });
    expect((await module.list()).items).toEqual([]);
    expect(await module.put("late", "now", { ifNotExists: true })).toMatchObject({ size: 3 });
  }
});

describe("connect() refuses, and stays where it was,", () => {
  test.each([
    { what: "null", host: null },
    { what: "another word", host: "Memory" },
    { what: "an empty string", host: "" },
    { what: "the right word in capitals", host: "MEMORY" },
    { what: "a number", host: 0 },
    { what: "a boolean", host: true },
    { what: "a symbol", host: Symbol("memory") },
    { what: "a bigint", host: 1n },
    { what: "a function", host: () => "memory" },
  ])("$what for a host.", async ({ host }) => {
    await bucket.put("k", "kept");
    const error = await failureOf(() => connect(host as never));
    expect(branches(error)).toEqual(INVALID);
    expect(await (await bucket.get("k"))?.text()).toBe("kept");
  });

  test.each([
    { what: "null", options: null },
    { what: "a string", options: "clock" },
    { what: "an array", options: [] },
    { what: "a function", options: () => Date.now() },
    { what: "a number for a clock", options: { clock: 0 } },
    { what: "a string for a clock", options: { clock: "now" } },
    { what: "null for a clock", options: { clock: null } },
    { what: "a Date for a clock", options: { clock: new Date() } },
    {
      what: "a clock whose getter throws",
      options: Object.defineProperty({}, "clock", { get: throwing, enumerable: true }),
    },
    { what: "a Proxy that throws", options: new Proxy({}, { get: throwing, ownKeys: throwing }) },
    { what: "more origins than are read", options: { cors: { origins: new Array(65_537) } } },
    { what: "origins with a hole", options: { cors: { origins: new Array(1) } } },
  ])("$what for options.", async ({ options }) => {
    await bucket.put("k", "kept");
    for (const host of ["memory", undefined, { ASSETS: fakeR2().bucket }] as const) {
      const error = await failureOf(() => connect(host, options as never));
      expect(branches(error)).toEqual(INVALID);
    }
    expect(await (await bucket.get("k"))?.text()).toBe("kept");
  });

  test.each([
    ["clok", "clock"],
    ["Clock", "clock"],
    ["clocks", "clock"],
  ])("the option %s, and asks whether %s was meant.", async (misspelt, meant) => {
    const error = await failureOf(() => connect("memory", { [misspelt]: Date.now } as never));
    expect(branches(error)).toEqual(INVALID);
    expect(error.message).toContain(`"${misspelt}"`);
    expect(error.message).toContain(`did you mean "${meant}"`);
  });
});

describe("connect() takes", () => {
  test("the options that are undefined as absent.", async () => {
    connect("memory", undefined);
    connect("memory", {});
    connect("memory", { clock: undefined });
    expect((await bucket.put("k", "v")).storedAt).toMatch(/^20/);
  });

  test("undefined as the way back: what was connected is not asked any more.", async () => {
    const { bucket: raw, calls } = fakeR2();
    connect({ ASSETS: raw });
    await bucket.put("k", "on R2");
    connect(undefined);
    expect(await bucket.get("k")).toBeNull();
    expect(calls.map(({ method }) => method)).toEqual(["put"]);
  });

  test("undefined with a clock of its own.", async () => {
    connect(undefined, { clock: () => 1.6e12 });
    expect((await bucket.put("k", "v")).storedAt).toBe("2020-09-13T12:26:40.000Z");
    connect(undefined);
    expect((await bucket.put("k", "v")).storedAt).not.toMatch(/^2020/);
  });

  test('"memory" as an empty host each time.', async () => {
    await bucket.put("k", "v");
    await kv.put("k", "v");
    connect("memory");
    expect(await bucket.list()).toEqual({ items: [] });
    expect(await kv.list()).toEqual({ items: [] });
  });
});

const WRONG_TIMES: { what: string; time: unknown }[] = [
  { what: "NaN", time: Number.NaN },
  { what: "Infinity", time: Number.POSITIVE_INFINITY },
  { what: "minus infinity", time: Number.NEGATIVE_INFINITY },
  { what: "a negative number", time: -1 },
  { what: "more than a date can hold", time: 8.64e15 + 1 },
  { what: "undefined", time: undefined },
  { what: "null", time: null },
  { what: "true", time: true },
  { what: "a numeric string", time: "1700000000000" },
  { what: "a date's text", time: "2026-01-01" },
  { what: "a Date", time: new Date(1.7e12) },
  { what: "a bigint", time: 1_700_000_000_000n },
  { what: "a symbol", time: Symbol("now") },
  { what: "an empty array", time: [] },
  { what: "an object", time: {} },
  { what: "an object whose valueOf throws", time: { valueOf: throwing } },
  { what: "a promise", time: Promise.resolve(1.7e12) },
];

describe.each(WRONG_TIMES)("A clock that returns $what", ({ time }) => {
  const clock = (() => time) as ConnectOptions["clock"];

  test("fails what needs the time in memory, and nothing that is stored is harmed.", async () => {
    const sane = { now: 1.7e12 as unknown };
    connect("memory", { clock: () => sane.now as number });
    for (const module of [bucket, kv, fading]) await module.put("k", "kept");
    sane.now = time;
    for (const module of [bucket, kv, fading]) {
      for (const run of [
        () => module.put("k", "new"),
        () => module.get("k"),
        () => module.head("k"),
        () => module.list(),
      ]) {
        expect(branches(await failureOf(run))).toEqual(INVALID);
      }
    }
    sane.now = 1.7e12 + 1;
    for (const module of [bucket, kv, fading]) expect(await (await module.get("k"))?.text()).toBe("kept");
  });

  test("fails a put to KV before anything is written.", async () => {
    const { namespace, calls } = fakeKv();
    connect({ CONFIG: namespace }, { clock });
    for (const value of ["text", new Blob(["blob"]), new Blob(["stream"]).stream()]) {
      const error = await failureOf(() => kv.put("k", value));
      expect(branches(error)).toEqual(INVALID);
      expect(error.message).toContain("clock");
    }
    expect(calls).toEqual([]);
  });
});

test("A clock that throws fails the call as one that returns nonsense, and the next call works.", async () => {
  let isBroken = true;
  const clock = () => {
    if (isBroken) throw new Error("no time");
    return 1.7e12;
  };
  for (const host of ["memory", { CONFIG: fakeKv().namespace }] as const) {
    connect(host, { clock });
    isBroken = true;
    expect(branches(await failureOf(() => kv.put("k", "v")))).toEqual(INVALID);
    isBroken = false;
    expect((await kv.put("k", "v")).storedAt).toBe(new Date(1.7e12).toISOString());
  }
});

test("A clock that throws a StorageError is no exception.", async () => {
  const thrown = await failureOf(() => bucket.put("", "v"));
  connect("memory", {
    clock: () => {
      throw thrown;
    },
  });
  expect(StorageError.is(await failureOf(() => kv.put("k", "v")))).toBe(true);
});
