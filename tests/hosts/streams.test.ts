/**
 * Streams whose caller or host gives up half way.
 *
 * A stream that fails must not leave half a value behind, a host that fails must not leave a stream open,
 * and the caller has to hear which of the two it was.
 * @module
 */

import { connect, storage } from "layeron-storage";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { branches, failureOf } from "./failure";
import { fakeKv } from "./fakes/kv";
import { fakeR2 } from "./fakes/r2";

const bucket = storage.bucket({ name: "assets" });
const kv = storage.kv({ name: "config" });

const BODY_FAILED = { code: "storage_body_failed", status: 400, retryable: false };

/** A stream of these chunks that then fails, or ends when no failure is given. */
function source(chunks: unknown[], failure?: { error: unknown }) {
  const seen = { pulled: 0, cancelled: undefined as { reason: unknown } | undefined };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (seen.pulled < chunks.length) return controller.enqueue(chunks[seen.pulled++] as Uint8Array);
        if (failure === undefined) controller.close();
        else controller.error(failure.error);
      },
      cancel(reason) {
        seen.cancelled = { reason };
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, seen };
}

const bytes = (length: number) => new Uint8Array(length).fill(7);

const THROWN: { what: string; error: unknown }[] = [
  { what: "an Error", error: new Error("the caller's own") },
  { what: "undefined", error: undefined },
  { what: "null", error: null },
  { what: "a string", error: "the caller's own" },
  { what: "a symbol", error: Symbol("own") },
  { what: "a Proxy that throws", error: new Proxy({}, { get: () => expect.fail("looked at") }) },
];

describe.each([
  { host: "memory", connectHost: () => ({ connect: "memory" as const, calls: [] }) },
  {
    host: "a host",
    connectHost: () => {
      const [r2, fakedKv] = [fakeR2(), fakeKv()];
      return { connect: { ASSETS: r2.bucket, CONFIG: fakedKv.namespace }, calls: [r2.calls, fakedKv.calls] };
    },
  },
])("On $host, a put of a stream that", ({ connectHost }) => {
  let calls: { method: string }[][];
  beforeEach(async () => {
    const made = connectHost();
    connect(made.connect);
    for (const module of [bucket, kv]) await module.put("k", "older", { metadata: { of: "older" } });
    calls = made.calls;
    for (const made of calls) made.length = 0;
  });

  async function expectOlder() {
    expect(calls.flat().filter(({ method }) => /put|upload/i.test(method))).toEqual([]);
    for (const module of [bucket, kv]) {
      const handle = await module.get("k");
      expect([await handle?.text(), handle?.metadata]).toEqual(["older", { of: "older" }]);
    }
  }

  test.each(THROWN)("fails with $what does not replace the older one, and that is the cause.", async ({ error }) => {
    for (const module of [bucket, kv]) {
      for (const chunks of [[], [bytes(3)], [bytes(3), bytes(70_000)]]) {
        const failure = await failureOf(() => module.put("k", source(chunks, { error }).stream));
        expect(branches(failure)).toEqual(BODY_FAILED);
        expect(Object.is(failure.cause, error)).toBe(true);
        expect(failure.key).toBe("k");
      }
    }
    await expectOlder();
  });

  test("ends early or late, against its size, does not replace the older one.", async () => {
    for (const module of [bucket, kv]) {
      for (const size of [4, 6]) {
        const { stream, seen } = source([bytes(3), bytes(2)]);
        const failure = await failureOf(() => module.put("k", stream, { size }));
        expect(branches(failure)).toEqual(BODY_FAILED);
        expect(failure.message).toContain(String(size));
        if (size > 5) expect(failure.message).toContain("5");
        expect(seen.cancelled !== undefined).toBe(size === 4);
      }
    }
    await expectOlder();
  });

  test.each([
    { what: "strings", chunk: "text" },
    { what: "numbers", chunk: 7 },
    { what: "null", chunk: null },
    { what: "undefined", chunk: undefined },
    { what: "plain objects", chunk: { length: 3, byteLength: 3 } },
    { what: "arrays", chunk: [1, 2, 3] },
  ])("gives $what is refused, and the stream is cancelled.", async ({ chunk }) => {
    for (const module of [bucket, kv]) {
      const { stream, seen } = source([bytes(3), chunk]);
      const failure = await failureOf(() => module.put("k", stream));
      expect(failure.code).toBe("storage_invalid_value");
      expect(seen.cancelled).toBeDefined();
    }
    await expectOlder();
  });

  test("is locked, or has been read, is refused.", async () => {
    for (const module of [bucket, kv]) {
      const { stream: locked } = source([bytes(3)]);
      locked.getReader();
      expect((await failureOf(() => module.put("k", locked))).code).toBe("storage_invalid_value");
    }
    await expectOlder();
  });

  test("is refused for its key or its options neither reads it nor locks it.", async () => {
    for (const module of [bucket, kv]) {
      const { stream, seen } = source([bytes(3)]);
      await failureOf(() => module.put("", stream));
      await failureOf(() => module.put("k", stream, { checksum: "" }));
      expect([seen.pulled, stream.locked]).toEqual([0, false]);
    }
    await expectOlder();
  });

  test("gives many empty chunks is none the longer for it.", async () => {
    for (const module of [bucket, kv]) {
      const chunks = [...Array(1000).fill(bytes(0)), bytes(2), ...Array(1000).fill(bytes(0))];
      expect((await module.put("k", source(chunks).stream, { size: 2 })).size).toBe(2);
    }
  });
});

describe("A value over KV's limit", () => {
  test("is not read to its end: the stream is cancelled, and nothing is written.", async () => {
    const { namespace, calls } = fakeKv();
    connect({ CONFIG: namespace });
    const { stream, seen } = source(Array(100).fill(bytes(1024 * 1024)));
    const failure = await failureOf(() => kv.put("k", stream));
    expect(branches(failure)).toEqual({ code: "storage_value_too_large", status: 413, retryable: false });
    expect(seen.pulled).toBe(26);
    expect(seen.cancelled).toBeDefined();
    expect(calls).toEqual([]);
  });
});

/** What workerd has and Node has not, as far as its R2 needs it. */
class FixedLength {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
  constructor(length: number) {
    let seen = 0;
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        seen += chunk.byteLength;
        if (seen > length) throw new TypeError("Attempt to write too many bytes through a FixedLengthStream.");
        controller.enqueue(chunk);
      },
      flush() {
        if (seen < length) throw new TypeError("FixedLengthStream did not see all expected bytes before close().");
      },
    });
    this.readable = readable;
    this.writable = writable;
  }
}

describe("Where the runtime's R2 takes streams, a stream of known size", () => {
  beforeEach(() => Object.assign(globalThis, { FixedLengthStream: FixedLength }));
  afterEach(() => {
    Reflect.deleteProperty(globalThis, "FixedLengthStream");
  });

  const SIZE = 300_000;
  const chunks = () => [bytes(100_000), bytes(100_000), bytes(100_000)];
  const lost = new Error("put: We encountered an internal error. Please try again. (10001)");

  test("goes through in one request, condition included.", async () => {
    const { bucket: raw, calls } = fakeR2();
    connect({ ASSETS: raw });
    const stored = await bucket.put("k", source(chunks()).stream, { size: SIZE, ifNotExists: true });
    expect(stored.size).toBe(SIZE);
    expect(calls.map(({ method }) => method)).toEqual(["put"]);
  });

  test.each([
    { when: "before it reads", read: 0 },
    { when: "half way", read: 1 },
  ])("is cancelled when R2 fails $when, and R2's error is the cause.", async ({ read }) => {
    const put = async (_key: string, value: ReadableStream<Uint8Array>) => {
      const reader = value.getReader();
      for (let n = 0; n < read; n++) await reader.read();
      throw lost;
    };
    connect({ ASSETS: fakeR2({ put }).bucket });
    const { stream, seen } = source(chunks());
    const failure = await failureOf(() => bucket.put("k", stream, { size: SIZE }));
    expect([failure.code, failure.cause, failure.key]).toEqual(["storage_unavailable", lost, "k"]);
    expect(seen.cancelled).toBeDefined();
  });

  test("is cancelled when R2 does not read on, as the condition does not hold.", async () => {
    connect({ ASSETS: fakeR2({ put: async () => null }).bucket });
    const { stream, seen } = source(chunks());
    const failure = await failureOf(() => bucket.put("k", stream, { size: SIZE, ifNotExists: true }));
    expect(branches(failure)).toEqual({ code: "storage_key_already_exists", status: 409, retryable: false });
    expect(seen.cancelled).toBeDefined();
  });

  test("that fails is the cause, and not what R2 says of it.", async () => {
    const own = new Error("the caller's own");
    const { bucket: raw, objects } = fakeR2();
    connect({ ASSETS: raw });
    const failure = await failureOf(() => bucket.put("k", source([bytes(5)], { error: own }).stream, { size: SIZE }));
    expect([branches(failure), failure.cause, failure.key]).toEqual([BODY_FAILED, own, "k"]);
    expect(objects.size).toBe(0);
  });

  test.each([SIZE - 1, SIZE + 1])("that is not the %i bytes it was declared with stores nothing.", async (size) => {
    const { bucket: raw, objects } = fakeR2();
    connect({ ASSETS: raw });
    const failure = await failureOf(() => bucket.put("k", source(chunks()).stream, { size }));
    expect(branches(failure)).toEqual(BODY_FAILED);
    expect(failure.message).toContain(String(size));
    expect(objects.size).toBe(0);
  });
});
