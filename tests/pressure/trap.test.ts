/**
 * A fault of the package itself.
 *
 * After a trap the wasm's memory is worth nothing. One call pays for it and the next ones work; what was
 * only in that memory is gone, which must be said and never look like an empty store.
 * @module
 */

import { connect, declarations, StorageError, storage } from "layeron-storage";
import { beforeEach, describe, expect, test } from "vitest";
import { failureOf } from "../hosts/failure";
import { fakeKv } from "../hosts/fakes/kv";
import { fakeR2 } from "../hosts/fakes/r2";
import { lost, memoryInUse, trap } from "./wasm";

const bucket = storage.bucket({ name: "assets" });
const kv = storage.kv({ name: "config" });

const INTERNAL = { code: "storage_internal", status: 500, retryable: false };

/** Traps, and returns what a caller sees of it. */
const trapped = () => failureOf(trap);

describe("A trap", () => {
  test("rejects one call with storage_internal and the trap as its cause.", async () => {
    const instances = lost();
    const error = await trapped();
    expect(error).toMatchObject(INTERNAL);
    expect(error).toBeInstanceOf(StorageError);
    expect(error.cause).toBeInstanceOf(WebAssembly.RuntimeError);
    expect(error.toResponse().status).toBe(500);
    expect(lost()).toBe(instances + 1);
  });

  test("is followed by a fresh instance, as the memory of the old one is worth nothing, and by one only.", async () => {
    connect({ ASSETS: fakeR2().bucket });
    const before = memoryInUse();
    await bucket.put("k", "v");
    expect(memoryInUse()).toBe(before);
    await trapped();
    await bucket.put("k", "v");
    const after = memoryInUse();
    expect(after).not.toBe(before);
    await bucket.put("k", "v");
    expect(memoryInUse()).toBe(after);
  });

  test("leaves R2 and KV, and the calls after it, as they were.", async () => {
    const [r2, fakedKv] = [fakeR2(), fakeKv()];
    connect({ ASSETS: r2.bucket, CONFIG: fakedKv.namespace });
    for (const module of [bucket, kv]) await module.put("k", "before", { metadata: { a: "b" } });
    for (let n = 0; n < 20; n++) {
      await trapped();
      for (const module of [bucket, kv]) {
        const handle = await module.get("k");
        expect([await handle?.text(), handle?.metadata]).toEqual(["before", { a: "b" }]);
        expect((await module.put(`k${n}`, "after")).size).toBe(5);
      }
    }
    expect((await bucket.list()).items.length).toBe(21);
    expect((await kv.list()).items.length).toBe(21);
  });

  test("does not disturb a call that waits for its host meanwhile.", async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const r2 = fakeR2();
    const put = r2.bucket.put as (...args: unknown[]) => Promise<unknown>;
    const slow = { ...r2.bucket, put: async (...args: unknown[]) => answered.then(() => put(...args)) };
    connect({ ASSETS: slow });
    const putting = bucket.put("k", "value");
    await trapped();
    answer();
    expect(await putting).toMatchObject({ key: "k", size: 5 });
  });

  test("does not undo declarations: they are known, and contradictions are still refused.", async () => {
    storage.kv({ name: "declared-before", ttlSeconds: 60 });
    const before = declarations();
    await trapped();
    expect(declarations()).toEqual(before);
    expect(() => storage.kv({ name: "declared-before", ttlSeconds: 60 })).not.toThrow();
    const error = await failureOf(() => storage.kv({ name: "declared-before", ttlSeconds: 61 }));
    expect(error.code).toBe("storage_invalid_options");
    expect(storage.bucket({ name: "declared-after" }).name).toBe("declared-after");
  });
});

describe("What was in memory before a trap", () => {
  beforeEach(async () => {
    connect("memory");
    for (const module of [bucket, kv]) await module.put("k", "lost");
  });

  /** Every call on every kind of instance. */
  const everyCall = () =>
    [bucket, kv].flatMap((module) => [
      () => module.get("k"),
      () => module.head("k"),
      () => module.list(),
      () => module.entries().next(),
      () => module.put("new", "v"),
      () => module.put("k", "v", { ifNotExists: true }),
      () => module.put("new", new Blob(["v"])),
      () => module.put("new", new Blob(["v"]).stream()),
      () => module.delete("k"),
      () => module.delete(["k", "new"]),
    ]);

  test("is gone, and every call says so instead of finding nothing.", async () => {
    await trapped();
    for (let again = 0; again < 2; again++) {
      for (const run of everyCall()) {
        const error = await failureOf(run);
        expect(error).toMatchObject(INTERNAL);
        expect(error.message).toContain('connect("memory")');
      }
    }
  });

  test('is replaced by an empty store that works, by connect("memory") alone.', async () => {
    await trapped();
    await failureOf(() => bucket.get("k"));
    connect("memory");
    for (const module of [bucket, kv]) {
      expect(await module.get("k")).toBeNull();
      expect(await module.list()).toEqual({ items: [] });
      await module.put("k", "new");
      expect(await (await module.get("k"))?.text()).toBe("new");
    }
  });

  test("does not come back as an empty store when a program connects elsewhere and returns.", async () => {
    await trapped();
    connect({});
    await failureOf(() => bucket.get("k"));
    connect(undefined);
    for (const run of everyCall()) {
      const error = await failureOf(run);
      expect(error).toMatchObject(INTERNAL);
      expect(error.message).toContain('connect("memory")');
    }
  });

  test("stays readable through the handles that were handed out.", async () => {
    const handles = await Promise.all([bucket.get("k"), kv.get("k")]);
    await trapped();
    for (const handle of handles) {
      expect([handle?.size, await handle?.text()]).toEqual([4, "lost"]);
    }
    const [handle] = handles;
    expect(handle).toMatchObject({ key: "k", size: 4, etag: expect.any(String) });
  });

  test("makes a response through a handle that was handed out.", async () => {
    const handle = await bucket.get("k");
    await trapped();
    const response = handle?.toResponse();
    expect([response?.status, response?.headers.get("content-length"), await response?.text()]).toEqual([
      200,
      "4",
      "lost",
    ]);
  });

  test("is not stored to by a stream that was under way.", async () => {
    let finish = () => {};
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(3));
        finish = () => controller.close();
      },
    });
    const puts = [bucket.put("slow", stream)];
    await Promise.resolve();
    await trapped();
    finish();
    for (const put of puts) expect(await failureOf(() => put)).toMatchObject(INTERNAL);
    connect("memory");
    expect(await bucket.list()).toEqual({ items: [] });
  });

  test("is gone for the cursors of its listings too.", async () => {
    await bucket.put("l", "lost");
    const { cursor } = await bucket.list({ limit: 1 });
    expect(cursor).toBeDefined();
    await trapped();
    expect(await failureOf(() => bucket.list({ limit: 1, cursor }))).toMatchObject(INTERNAL);
  });
});

test("A hundred traps in a row do not wear the package out.", async () => {
  for (let n = 0; n < 100; n++) {
    expect(await trapped()).toMatchObject(INTERNAL);
    connect("memory");
    await bucket.put("k", `after trap ${n}`);
    expect(await (await bucket.get("k"))?.text()).toBe(`after trap ${n}`);
  }
});

test("A trap in a call that nobody waits for does not make the next one fail twice.", async () => {
  connect({ ASSETS: fakeR2().bucket });
  await Promise.all([trapped(), trapped()]);
  expect(await bucket.get("k")).toBeNull();
});
