/**
 * Streams into and out of R2, and what is left when they break.
 *
 * A Worker has 128 MB for everything: an upload that buffers is found out in production, with the first
 * large file. R2 itself does the work here; a thin recorder between it and the package counts.
 * @module
 */

import { connect, StorageError, storage } from "layeron-storage";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { recorded } from "../differential/recorder";
import { rejection } from "../differential/rejection";
import {
  BREAKS,
  bytesAt,
  CHUNK,
  differAt,
  EMPTY,
  hash,
  NO_BYTES,
  ORIGINS,
  source,
  streamOf,
  WRONG_LENGTHS,
} from "../differential/sources";
import { expectAborted, expectStored } from "./expected";

const MIB = 1024 * 1024;
/** What R2 takes parts of, and the size at which a stream is no longer buffered. */
const PART = 8 * MIB;

const bucket = storage.bucket({ name: "bucket" });
const kv = storage.kv({ name: "kv" });

/** Conditions that do not hold where something else is stored. */
const UNMET = [
  { option: "ifNotExists", condition: { ifNotExists: true }, code: "storage_key_already_exists", status: 409 },
  { option: "ifMatch", condition: { ifMatch: "0".repeat(32) }, code: "storage_precondition_failed", status: 412 },
];

let key = "";
let keys = 0;
beforeEach(() => {
  connect(undefined);
  keys++;
  key = `streams/${keys}`;
});
afterAll(() => connect(undefined));

/** The key's older value; checks later that it is still what it was. */
async function older() {
  const { etag, storedAt } = await bucket.put(key, "older", { metadata: { version: "older" } });
  const expectIntact = async () => {
    const handle = await bucket.get(key);
    expect(await handle?.text()).toBe("older");
    expect(handle).toMatchObject({ etag, storedAt, size: 5, metadata: { version: "older" } });
  };
  return { etag, expectIntact };
}

describe("A stream of unknown length", () => {
  test("64 MiB arrive whole, with two parts in memory at most", async () => {
    const record = recorded();
    let ahead = 0;
    const pulled = (given: number) => {
      ahead = Math.max(ahead, given - record.accepted);
    };
    const object = await bucket.put(key, source(64 * MIB, { pulled }).stream, {
      contentType: "video/mp4",
      metadata: { a: "b" },
    });
    expect(object).toMatchObject({ key, size: 64 * MIB, contentType: "video/mp4", metadata: { a: "b" } });
    expect(record.parts).toEqual(Array(8).fill(PART));
    expect(record.sendingAtMost).toBe(1);
    // One part on its way, one that fills, and the chunk that shows whether more is coming.
    expect(ahead).toBeLessThanOrEqual(2 * PART + 2 * CHUNK);
    // It does overlap sending and reading, or the limit above would say nothing.
    expect(ahead).toBeGreaterThan(PART + CHUNK);
    await expectStored(bucket, key, 64 * MIB);
  });

  test.each([
    { total: 0, parts: [] },
    { total: 1, parts: [] },
    { total: PART - 1, parts: [] },
    { total: PART, parts: [] },
    { total: PART + 1, parts: [PART, 1] },
    { total: 2 * PART, parts: [PART, PART] },
    { total: 2 * PART + 1, parts: [PART, PART, 1] },
  ])("$total bytes go up in parts $parts", async ({ total, parts }) => {
    const record = recorded();
    const object = await bucket.put(key, source(total, { chunk: 1_000_003 }).stream);
    expect(object.size).toBe(total);
    expect(record.parts).toEqual(parts);
    expect(record.completed).toBe(parts.length > 0 ? 1 : 0);
    await expectStored(bucket, key, total);
  });

  test.each([20 * MIB, PART, PART + 1, 3, 0])("It breaks after %i bytes: nothing is left", async (total) => {
    const error = new Error("the source went away");
    const expectFailure = async () => {
      const record = recorded();
      const failed = await rejection(bucket.put(key, source(total, { error }).stream));
      expect(failed).toMatchObject({ code: "storage_body_failed", status: 400, key });
      expect(failed.cause).toBe(error);
      await expectAborted(record, key);
    };
    await expectFailure();
    expect(await bucket.head(key)).toBeNull();
    const { expectIntact } = await older();
    await expectFailure();
    await expectIntact();
  });

  const busy = "We encountered an internal error. Please try again. (10001)";
  test.each([
    { step: "createMultipartUpload", text: busy, code: "storage_unavailable", status: 503 },
    { step: "uploadPart 1", text: busy, code: "storage_unavailable", status: 503 },
    { step: "uploadPart 3", text: busy, code: "storage_unavailable", status: 503 },
    { step: "uploadPart 3", text: "Too Many Requests (10058)", code: "storage_rate_limited", status: 429 },
    { step: "uploadPart 2", text: "boom", code: "storage_host_error", status: 502 },
    { step: "complete", text: busy, code: "storage_unavailable", status: 503 },
  ])("R2 fails at $step with $code: aborted, and the source is told", async ({ step, text, code, status }) => {
    const { expectIntact } = await older();
    const cause = new Error(`put: ${text}`);
    const record = recorded((now) => {
      if (now === step) throw cause;
    });
    const made = source(64 * MIB);
    const failed = await rejection(bucket.put(key, made.stream));
    expect(failed).toMatchObject({ code, status, key, retryable: status !== 502 });
    expect(failed.cause).toBe(cause);
    if (step !== "complete") {
      expect(made.cancelled).toBe(true);
      const sent = Number(step.match(/\d+/)?.[0] ?? 1);
      expect(made.given).toBeLessThanOrEqual((sent + 1) * PART + CHUNK);
    }
    await expectAborted(record, key);
    await expectIntact();
  });

  test("A condition holds while the stream fits into one part", async () => {
    const { etag, expectIntact } = await older();
    for (const { condition, code, status } of UNMET) {
      const failed = await rejection(bucket.put(key, source(PART).stream, condition));
      expect(failed).toMatchObject({ code, status, key });
      await expectIntact();
    }
    await bucket.put(key, source(PART).stream, { ifMatch: etag });
    await expectStored(bucket, key, PART);
    await bucket.delete(key);
    await bucket.put(key, source(PART).stream, { ifNotExists: true });
    await expectStored(bucket, key, PART);
  });

  test.each(UNMET)("Longer than a part, $option cannot be kept: it says what to do", async ({ condition }) => {
    const record = recorded();
    const made = source(64 * MIB);
    const failed = await rejection(bucket.put(key, made.stream, condition));
    expect(failed).toMatchObject({ code: "storage_invalid_options", status: 400, key });
    expect(failed.message).toMatch(/\bsize\b/);
    expect(made.cancelled).toBe(true);
    expect(made.given).toBeLessThanOrEqual(PART + CHUNK);
    expect(record.uploadIds).toEqual([]);
    expect(await bucket.head(key)).toBeNull();
  });
});

describe("A stream with its size", () => {
  const conditions = [
    { condition: "no condition", options: () => ({}) },
    { condition: "ifMatch", options: (etag: string) => ({ ifMatch: etag }) },
  ];

  test.each([...conditions, { condition: "ifNotExists", options: () => ({ ifNotExists: true }) }])(
    "20 MiB go up in one request, with $condition",
    async ({ condition, options }) => {
      const { etag } = await older();
      if (condition === "ifNotExists") await bucket.delete(key);
      const record = recorded();
      const object = await bucket.put(key, source(20 * MIB).stream, { size: 20 * MIB, ...options(etag) });
      expect(object.size).toBe(20 * MIB);
      expect([record.puts, record.uploadIds]).toEqual([1, []]);
      await expectStored(bucket, key, 20 * MIB);
    },
  );

  test.each(WRONG_LENGTHS.flatMap((row) => conditions.map((condition) => ({ ...row, ...condition }))))(
    "It is $how, with $condition: the older value stays",
    async ({ total, size, chunk, wait, options }) => {
      const { etag, expectIntact } = await older();
      const made = source(total, { chunk, wait });
      const failed = await rejection(bucket.put(key, made.stream, { size, ...options(etag) }));
      expect(failed).toMatchObject({ code: "storage_body_failed", status: 400, key });
      expect(failed.message).toContain(`${size}`);
      // Who sends more than was announced is told to stop.
      if (total > size + chunk) expect([made.cancelled, made.given < total]).toEqual([true, true]);
      await expectIntact();
    },
  );

  test.each(WRONG_LENGTHS)(
    "It is $how, and the key is to be created: it is not",
    async ({ total, size, chunk, wait }) => {
      const put = bucket.put(key, source(total, { chunk, wait }).stream, { size, ifNotExists: true });
      expect((await rejection(put)).code).toBe("storage_body_failed");
      expect(await bucket.head(key)).toBeNull();
    },
  );

  test.each([
    { total: 0, size: 20 * MIB },
    { total: 5 * MIB, size: 20 * MIB },
    { total: 20 * MIB, size: 20 * MIB },
    // All that was announced has come, and then it breaks in place of its end.
    { total: 100, size: 100, wait: 50 },
    { total: 0, size: 0, wait: 50 },
  ])("It breaks after $total of $size bytes: the older value stays", async ({ total, size, wait }) => {
    const { etag, expectIntact } = await older();
    const error = new Error("the source went away");
    for (const options of [{}, { ifMatch: etag }]) {
      const failed = await rejection(bucket.put(key, source(total, { error, wait }).stream, { size, ...options }));
      expect(failed).toMatchObject({ code: "storage_body_failed", key });
      expect(failed.cause).toBe(error);
      await expectIntact();
    }
  });

  test.each(UNMET)("$option does not hold: the older value stays", async ({ condition, code, status }) => {
    const { expectIntact } = await older();
    const failed = await rejection(bucket.put(key, source(20 * MIB).stream, { size: 20 * MIB, ...condition }));
    expect(failed).toMatchObject({ code, status, key });
    await expectIntact();
  });

  test("R2 answers before it has read: the source is not read to its end", async () => {
    // The local R2 reads everything before it looks at a condition, so that this one answers in its place.
    const early = { put: async () => null, createMultipartUpload() {} };
    connect({ BUCKET: early });
    const made = source(64 * MIB);
    const failed = await rejection(bucket.put(key, made.stream, { size: 64 * MIB, ifNotExists: true }));
    expect(failed.code).toBe("storage_key_already_exists");
    expect(made.cancelled).toBe(true);
    expect(made.given).toBeLessThanOrEqual(MIB);
  });
});

const HOSTS = [
  { host: "R2", module: bucket, start: () => connect(undefined) },
  { host: "KV", module: kv, start: () => connect(undefined) },
  { host: "a bucket in memory", module: bucket, start: () => connect("memory") },
  { host: "a namespace in memory", module: kv, start: () => connect("memory") },
];

describe.each(HOSTS)("Streams of every origin into $host", ({ module, start }) => {
  beforeEach(start);

  test.each(ORIGINS)("$origin", async ({ make }) => {
    const bytes = bytesAt(7, 300_001);
    for (const options of [{}, { size: bytes.byteLength }, { ifNotExists: true }]) {
      await module.delete(key);
      expect((await module.put(key, make(bytes.slice()), options)).size).toBe(bytes.byteLength);
      expect(differAt(await (await module.get(key))?.bytes(), bytes)).toBe(-1);
    }
  });

  test.each([{}, { size: 5_000 }])("5,000 chunks of a byte each, with %o", async (options) => {
    await module.put(key, source(5_000, { chunk: 1 }).stream, options);
    expect(await (await module.get(key))?.bytes()).toEqual(bytesAt(0, 5_000));
  });

  test.each(EMPTY)("A stream of $what is an empty value", async ({ make }) => {
    await module.put(key, "older");
    expect((await module.put(key, make())).size).toBe(0);
    expect((await module.put(key, make(), { size: 0 })).size).toBe(0);
    expect(await (await module.get(key))?.bytes()).toEqual(new Uint8Array(0));
  });

  test.each(NO_BYTES)("A stream of %s (%o) is no value, wherever they come", async (kind, chunk) => {
    await module.put(key, "older");
    for (const before of [[], [bytesAt(0, 10)]]) {
      for (const options of [{}, { size: 14 }]) {
        const failed = await rejection(module.put(key, streamOf([...before, chunk]), options));
        expect(failed).toMatchObject({ code: "storage_invalid_value", status: 400, key });
        expect(failed.message).toContain(`a stream of ${kind}`);
      }
    }
    expect(await (await module.get(key))?.text()).toBe("older");
  });

  test.each(BREAKS)("A FixedLengthStream that is $how", async ({ how, end }) => {
    await module.put(key, "older");
    for (const options of [{}, { size: 100 }]) {
      const error = new Error("the writer went away");
      const { readable, writable } = new FixedLengthStream(100);
      const put = rejection(module.put(key, readable, options));
      const writer = writable.getWriter();
      await writer.write(bytesAt(0, 60));
      await end(writer, error).catch(() => {});
      const failed = await put;
      expect(failed).toMatchObject({ code: "storage_body_failed", status: 400, key });
      // workerd hands on a copy of the error.
      if (how === "aborted") expect(String(failed.cause)).toBe(String(error));
      expect(await (await module.get(key))?.text()).toBe("older");
    }
  });

  test("A locked stream is no value", async () => {
    await module.put(key, "older");
    const locked = streamOf([bytesAt(0, 10)]);
    const reader = locked.getReader();
    for (const options of [{}, { size: 10 }, { ifNotExists: true }]) {
      expect((await rejection(module.put(key, locked, options))).code).toBe("storage_invalid_value");
    }
    // It is still its reader's.
    expect((await reader.read()).value).toEqual(bytesAt(0, 10));
    expect(await (await module.get(key))?.text()).toBe("older");
  });

  test("A handle's own stream is a value", async () => {
    await module.put(key, source(300_001).stream);
    const handle = await module.get(key);
    await module.put(`${key}/copy`, handle?.stream() as ReadableStream<Uint8Array>);
    expect(await (await module.get(`${key}/copy`))?.bytes()).toEqual(bytesAt(0, 300_001));
  });
});

test.each(ORIGINS.filter(({ known }) => known))(
  "$origin goes up in one request, conditions included",
  async ({ make }) => {
    const record = recorded();
    await bucket.put(key, make(bytesAt(0, PART + 1)), { ifNotExists: true });
    expect([record.puts, record.uploadIds]).toEqual([1, []]);
    const taken = await rejection(bucket.put(key, make(bytesAt(0, PART + 1)), { ifNotExists: true }));
    expect(taken.status).toBe(409);
    await expectStored(bucket, key, PART + 1);
  },
);

describe("Reading", () => {
  test("A large body is piped on, and served", async () => {
    await bucket.put(key, source(64 * MIB).stream, { size: 64 * MIB });
    await expectStored(bucket, key, 64 * MIB);
    const response = (await bucket.get(key))?.toResponse();
    expect(response?.headers.get("content-length")).toBe(`${64 * MIB}`);
    expect(await hash(response?.body as ReadableStream<Uint8Array>)).toBe(await hash(source(64 * MIB).stream));
    const part = await bucket.get(key, { range: { offset: 40 * MIB + 1, length: 9 * MIB } });
    expect(differAt(await part?.bytes(), bytesAt(40 * MIB + 1, 9 * MIB))).toBe(-1);
  });

  test("An unread body is cancelled, a hundred times over", async () => {
    await bucket.put(key, source(MIB).stream);
    for (let time = 0; time < 100; time++) await (await bucket.get(key))?.cancel();
    const handle = await bucket.get(key);
    await handle?.cancel();
    await handle?.cancel();
    await expect(handle?.bytes()).rejects.toThrow(TypeError);
    expect(() => handle?.stream()).toThrow(TypeError);
    expect(() => handle?.toResponse()).toThrow(TypeError);
    await expectStored(bucket, key, MIB);
  });

  const changes = [
    { change: "overwritten", make: () => bucket.put(key, source(30 * MIB).stream, { size: 30 * MIB }) },
    { change: "deleted", make: () => bucket.delete(key) },
  ];
  const sizes = [5, 3 * CHUNK, 20 * MIB];
  test.each(
    HOSTS.filter(({ module }) => module === bucket).flatMap(({ host, start }) =>
      changes.flatMap((change) => sizes.map((size) => ({ host, start, ...change, size }))),
    ),
  )("$host: $size bytes that are $change after get are read as they were", async ({ start, make, size }) => {
    start();
    // Every byte differs from that of the new value at the same place.
    const bytes = bytesAt(0, size).map((byte) => byte ^ 0xff);
    const { etag } = await bucket.put(key, bytes);
    const handles = await Promise.all([bucket.get(key), bucket.get(key)]);
    await make();
    for (const handle of handles) {
      expect(handle?.etag).toBe(etag);
      // It may also reject, where the host has let go of the old bytes; never may the two be mixed.
      const read = await handle?.bytes().catch((error: unknown) => error);
      if (!StorageError.is(read)) expect(differAt(read as Uint8Array, bytes)).toBe(-1);
    }
  });
});
