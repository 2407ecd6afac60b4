/**
 * Every call, given anything at all.
 *
 * Types end where JavaScript begins. Whatever is passed, a call succeeds or says in the contract's words what
 * was wrong; it never traps, and what was stored before is still there.
 *
 * SEED=… in the environment repeats a run; fast-check prints the seed of one that fails.
 * @module
 */

import fc from "fast-check";
import { connect, StorageError, storage } from "layeron-storage";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fakeKv } from "../hosts/fakes/kv";
import { fakeR2 } from "../hosts/fakes/r2";
import * as any from "./strange";
import { lost } from "./wasm";

const seed = process.env.SEED === undefined ? undefined : Number(process.env.SEED);
fc.configureGlobal({
  ...(seed === undefined ? {} : { seed }),
  interruptAfterTimeLimit: 25_000,
  markInterruptAsFailure: true,
});

const bucket = storage.bucket({ name: "the-fuzzed-bucket" });
const kv = storage.kv({ name: "the-fuzzed-kv" });

/** What the contract allows an error to be, for a host that does nothing wrong. */
const CODES = new Set([
  "storage_key_already_exists",
  "storage_precondition_failed",
  "storage_invalid_name",
  "storage_invalid_options",
  "storage_invalid_key",
  "storage_invalid_value",
  "storage_invalid_metadata",
  "storage_invalid_cursor",
  "storage_body_failed",
  "storage_invalid_range",
  "storage_metadata_too_large",
  "storage_value_too_large",
]);

/** What fast-check makes is meant to be wrong: the types are left at this door. */
const given = (made: unknown) => any.reveal(made) as never;

/** How calls have ended so far: one test that only ever fails in one way tests nothing. */
const ended = new Map<string, number>();
const count = (how: string) => ended.set(how, (ended.get(how) ?? 0) + 1);

/** Runs a call; true when it succeeded, false when it was refused as the contract says. */
async function succeeds(run: () => unknown): Promise<boolean> {
  const instances = lost();
  let error: unknown;
  try {
    await run();
    count("well");
    return true;
  } catch (thrown) {
    error = thrown;
  } finally {
    if (lost() !== instances) expect.fail("the call trapped");
  }
  if (!StorageError.is(error)) throw new Error("rejected with what is no StorageError", { cause: error });
  if (!CODES.has(error.code)) throw new Error(`rejected with ${error.code}: ${error.message}`, { cause: error });
  count(error.code);
  expect([400, 409, 412, 413, 416]).toContain(error.status);
  expect(error.retryable).toBe(false);
  expect(error.message.length, "a message is for people").toBeLessThan(2_000);
  return false;
}

const GUARD = { key: "what was there before", text: "older", metadata: { of: "older" } };

async function expectGuarded(module: typeof bucket | typeof kv) {
  const handle = await module.get(GUARD.key);
  if ((await handle?.text()) !== GUARD.text) expect.fail("the older value is gone");
  expect(handle?.metadata).toEqual(GUARD.metadata);
}

const guard = (module: typeof bucket | typeof kv) => module.put(GUARD.key, GUARD.text, { metadata: GUARD.metadata });

describe.each([
  { host: "memory", runs: 1_500, connectHost: () => connect("memory") },
  {
    host: "R2 and KV",
    runs: 700,
    connectHost: () => connect({ THE_FUZZED_BUCKET: fakeR2().bucket, THE_FUZZED_KV: fakeKv().namespace }),
  },
])("On $host,", ({ runs, connectHost }) => {
  beforeEach(async () => {
    connectHost();
    for (const module of [bucket, kv]) await guard(module);
  });

  describe.each([
    { what: "a bucket", module: bucket, taken: any.bucketOptions },
    { what: "a KV namespace", module: kv as unknown as typeof bucket, taken: any.kvOptions },
  ])("$what", ({ module, taken }) => {
    test("puts anything under anything with any options, or refuses it.", async () => {
      const property = fc.asyncProperty(any.key, any.value, taken.put, async (key, value, options) => {
        await succeeds(() => module.put(given(key), given(value), given(options)));
        await expectGuarded(module);
      });
      await fc.assert(property, { numRuns: runs });
    });

    test("keeps the older value when it refuses a newer one.", async () => {
      const property = fc.asyncProperty(any.value, taken.put, async (value, options) => {
        if (await succeeds(() => module.put(GUARD.key, given(value), given(options)))) await guard(module);
        else await expectGuarded(module);
      });
      await fc.assert(property, { numRuns: runs });
    });

    test("gives back what it took, whatever the text.", async () => {
      const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.string());
      const property = fc.asyncProperty(
        text,
        text,
        fc.dictionary(text, text, { maxKeys: 3 }),
        async (key, value, metadata) => {
          if (!(await succeeds(() => module.put(key, value, { metadata })))) return;
          const handle = await module.get(key);
          expect(handle?.key).toBe(module === bucket ? key.normalize("NFC") : key);
          expect(await handle?.text()).toBe(value.toWellFormed().replace(/^\ufeff/, ""));
          expect(handle?.metadata).toEqual({ ...metadata });
          await module.delete(key);
        },
      );
      await fc.assert(property, { numRuns: runs });
    });

    test("gets, looks at and lists anything, or refuses it.", async () => {
      const property = fc.asyncProperty(any.key, taken.get, taken.list, async (key, options, listing) => {
        for (const run of [
          () => module.get(given(key), given(options)),
          () => module.get(GUARD.key, given(options)),
          () => module.head(given(key)),
          () => module.list(given(listing)),
          () => module.entries(given(listing)).next(),
        ]) {
          await succeeds(run);
        }
        await expectGuarded(module);
      });
      await fc.assert(property, { numRuns: runs });
    });

    test("deletes anything, or refuses it and deletes nothing.", async () => {
      const property = fc.asyncProperty(any.keys, fc.nat(5), async (keys, at) => {
        await succeeds(() => module.delete(given(keys)));
        await expectGuarded(module);
        if (!Array.isArray(keys)) return;
        // With a key that is right among them, which only goes if all are.
        const mixed = [...keys];
        mixed.splice(at, 0, GUARD.key);
        if (await succeeds(() => module.delete(given(mixed)))) await guard(module);
        else await expectGuarded(module);
      });
      await fc.assert(property, { numRuns: runs });
    });
  });
});

describe("Declaring and connecting", () => {
  beforeAll(() => connect("memory"));

  test("takes anything for the options of a declaration, or refuses it.", async () => {
    await guard(bucket);
    const property = fc.asyncProperty(any.declarationOptions, async (options) => {
      for (const declare of [storage.bucket, storage.kv]) await succeeds(() => declare(given(options)));
      await expectGuarded(bucket);
    });
    await fc.assert(property, { numRuns: 2_000 });
  });

  test("takes anything for a host and its options, or stays where it was.", async () => {
    const property = fc.asyncProperty(any.strange, any.connectOptions, async (host, options) => {
      connect("memory");
      await guard(bucket);
      if (!(await succeeds(() => connect(given(host), given(options))))) return expectGuarded(bucket);
      const isRefused = { code: expect.stringMatching(/^storage_(binding_missing|invalid_options)$/) };
      if (host !== undefined) await expect(bucket.get(GUARD.key)).rejects.toMatchObject(isRefused);
    });
    await fc.assert(property, { numRuns: 2_000 });
  });

  test("takes any clock, or refuses what needs the time.", async () => {
    const property = fc.asyncProperty(any.connectOptions, async (options) => {
      connect("memory");
      if (!(await succeeds(() => connect("memory", given(options))))) return;
      for (const module of [bucket, kv]) {
        await succeeds(() => module.put("k", "v"));
        await succeeds(() => module.list());
      }
    });
    await fc.assert(property, { numRuns: 2_000 });
  });
});

test("All of these cases together succeeded often, and met every refusal.", () => {
  expect(ended.get("well")).toBeGreaterThan(2_000);
  // Values over the limit would fill the memory of whoever runs this.
  expect([...CODES].filter((code) => !ended.has(code) && code !== "storage_value_too_large")).toEqual([]);
});
