/**
 * Multipart uploads that go wrong.
 *
 * A long stream goes up in parts, and each step can fail. Whatever does, the caller hears the first reason,
 * the old object stays, nothing half is left on R2, and no more than two parts are ever held.
 * @module
 */

import { connect, storage } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { branches, failureOf } from "./failure";
import { fakeR2, type R2Faults } from "./fakes/r2";

const bucket = storage.bucket({ name: "assets" });

const MIB = 1024 * 1024;
const PART = 8 * MIB;
const CHUNK = MIB;

/** A stream of `total` bytes in chunks, and what became of it. */
function source(total: number, failAt = Number.POSITIVE_INFINITY, error?: unknown) {
  const seen = { pulled: 0, cancelled: undefined as { reason: unknown } | undefined };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (seen.pulled >= failAt) return controller.error(error);
        const size = Math.min(CHUNK, total - seen.pulled);
        if (size > 0) controller.enqueue(new Uint8Array(size).fill(seen.pulled / CHUNK));
        seen.pulled += size;
        if (seen.pulled === total) controller.close();
      },
      cancel(reason) {
        seen.cancelled = { reason };
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, seen };
}

/** An R2 with these faults, that holds "k" already. */
async function connectR2(upload: R2Faults["upload"] = {}, replaced: Record<string, unknown> = {}) {
  const r2 = fakeR2(replaced, { upload });
  connect({ ASSETS: r2.bucket });
  await bucket.put("k", "older");
  r2.calls.length = 0;
  return r2;
}

const expectOlder = async () => expect(await (await bucket.get("k"))?.text()).toBe("older");

const HOST_FAILURES = {
  createMultipartUpload: new Error(
    "createMultipartUpload: We encountered an internal error. Please try again. (10001)",
  ),
  uploadPart: new Error("uploadPart: Too many requests (10058)"),
  complete: new Error("completeMultipartUpload: There was a problem with the multipart upload. (10048)"),
  abort: new Error("abortMultipartUpload: The specified multipart upload does not exist. (10024)"),
};

describe("A stream of unknown length", () => {
  test("goes up in equal parts but for the last, and reads back whole.", async () => {
    const r2 = await connectR2();
    const { stream } = source(2 * PART + 3 * MIB);
    const stored = await bucket.put("k", stream, { contentType: "video/mp4", metadata: { a: "b" } });
    expect(r2.uploads.map(({ state, parts }) => [state, parts.map(({ byteLength }) => byteLength)])).toEqual([
      ["completed", [PART, PART, 3 * MIB]],
    ]);
    expect([stored.size, stored.contentType, stored.metadata]).toEqual([2 * PART + 3 * MIB, "video/mp4", { a: "b" }]);
    const bytes = (await (await bucket.get("k"))?.bytes()) ?? expect.fail("stored");
    expect([bytes[0], bytes[PART], bytes[2 * PART + 3 * MIB - 1]]).toEqual([0, 8, 18]);
  });

  test("that ends with a full part goes up without an empty one.", async () => {
    const r2 = await connectR2();
    await bucket.put("k", source(2 * PART).stream);
    expect(r2.uploads[0]?.parts.map(({ byteLength }) => byteLength)).toEqual([PART, PART]);
  });

  test("that fits one part is an ordinary put.", async () => {
    const r2 = await connectR2();
    await bucket.put("k", source(PART).stream);
    expect(r2.calls.map(({ method }) => method)).toEqual(["put"]);
    expect((await bucket.head("k"))?.size).toBe(PART);
  });

  test("never has more than two parts in memory, however slow R2 is.", async () => {
    const { stream, seen } = source(6 * PART);
    let acknowledged = 0;
    let most = 0;
    let sending = 0;
    let mostSending = 0;
    await connectR2({
      async uploadPart(number: number, bytes: Uint8Array) {
        mostSending = Math.max(mostSending, ++sending);
        for (let turn = 0; turn < 20; turn++) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          most = Math.max(most, seen.pulled - acknowledged);
        }
        acknowledged += bytes.byteLength;
        sending--;
        return { partNumber: number, etag: `${number}` };
      },
      complete: async () => ({
        key: "k",
        size: 6 * PART,
        etag: "e",
        uploaded: new Date(1.7e12),
        httpMetadata: {},
        customMetadata: {},
      }),
    });
    await bucket.put("k", stream);
    expect(mostSending).toBe(1);
    expect(most, "one part on its way and one that fills").toBeGreaterThan(PART);
    // A chunk may be known to follow the part that is full.
    expect(most).toBeLessThanOrEqual(2 * PART + CHUNK);
  });

  test("with a condition is refused once it is longer than a part, and nothing is begun.", async () => {
    for (const condition of [{ ifNotExists: true }, { ifMatch: "abc" }]) {
      const r2 = await connectR2();
      const { stream, seen } = source(3 * PART);
      const error = await failureOf(() => bucket.put("new", stream, condition));
      expect([error.code, error.key]).toEqual(["storage_invalid_options", "new"]);
      expect(error.message).toContain("size");
      expect(r2.calls).toEqual([]);
      expect(seen.cancelled).toBeDefined();
    }
  });
});

describe("When createMultipartUpload fails,", () => {
  test("there is nothing to abort, the stream is cancelled and the older object stays.", async () => {
    const thrown = HOST_FAILURES.createMultipartUpload;
    const r2 = await connectR2({}, { createMultipartUpload: () => Promise.reject(thrown) });
    const { stream, seen } = source(3 * PART);
    const error = await failureOf(() => bucket.put("k", stream));
    expect(branches(error)).toEqual({ code: "storage_unavailable", status: 503, retryable: true });
    expect([error.cause, error.key]).toEqual([thrown, "k"]);
    expect(seen.cancelled).toBeDefined();
    expect(r2.calls.map(({ method }) => method)).toEqual(["createMultipartUpload"]);
    await expectOlder();
  });

  test.each([undefined, null, {}, 7])("by answering with %j, the call fails as the host.", async (answer) => {
    await connectR2({}, { createMultipartUpload: async () => answer });
    const { stream, seen } = source(3 * PART);
    const error = await failureOf(() => bucket.put("k", stream));
    expect([error.code, error.key]).toEqual(["storage_host_error", "k"]);
    expect(seen.cancelled).toBeDefined();
    await expectOlder();
  });
});

describe("When uploadPart fails", () => {
  test.each([1, 2, 3, 4])("for part %i of four, the upload is aborted and the stream cancelled.", async (failing) => {
    const thrown = HOST_FAILURES.uploadPart;
    const sent: number[] = [];
    const r2 = await connectR2({
      async uploadPart(number: number) {
        sent.push(number);
        if (number === failing) throw thrown;
        return { partNumber: number, etag: `${number}` };
      },
    });
    const { stream, seen } = source(3 * PART + MIB);
    const error = await failureOf(() => bucket.put("k", stream));
    expect(branches(error)).toEqual({ code: "storage_rate_limited", status: 429, retryable: true });
    expect([error.cause, error.key]).toEqual([thrown, "k"]);
    expect(r2.uploads.map(({ state }) => state)).toEqual(["aborted"]);
    expect(sent).toEqual([1, 2, 3, 4].slice(0, failing));
    // While the third part is on its way the last one fills, and the stream ends.
    expect(seen.cancelled !== undefined).toBe(failing < 3);
    await expectOlder();
  });

  test("at once instead of by a promise, it is the same.", async () => {
    const thrown = HOST_FAILURES.uploadPart;
    const r2 = await connectR2({
      uploadPart() {
        throw thrown;
      },
    });
    const { stream, seen } = source(3 * PART);
    const error = await failureOf(() => bucket.put("k", stream));
    expect([error.code, error.cause, error.key]).toEqual(["storage_rate_limited", thrown, "k"]);
    expect(r2.uploads[0]?.state).toBe("aborted");
    expect(seen.cancelled).toBeDefined();
  });

  test("while the stream waits for bytes that never come, the call ends all the same.", async () => {
    const thrown = HOST_FAILURES.uploadPart;
    let release = () => {};
    const filled = new Promise<void>((resolve) => {
      release = resolve;
    });
    const r2 = await connectR2({
      async uploadPart() {
        await filled;
        throw thrown;
      },
    });
    let pulled = 0;
    let isCancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += CHUNK;
        if (pulled <= PART + CHUNK) return controller.enqueue(new Uint8Array(CHUNK));
        release();
        return new Promise(() => {});
      },
      cancel() {
        isCancelled = true;
      },
    });
    const error = await failureOf(() => bucket.put("k", stream));
    expect([error.code, error.cause]).toEqual(["storage_rate_limited", thrown]);
    expect([r2.uploads[0]?.state, isCancelled]).toEqual(["aborted", true]);
  });
});

describe("When complete fails,", () => {
  test("the upload is aborted and the older object stays.", async () => {
    const thrown = HOST_FAILURES.complete;
    const r2 = await connectR2({ complete: () => Promise.reject(thrown) });
    const error = await failureOf(() => bucket.put("k", source(2 * PART).stream));
    expect(branches(error)).toEqual({ code: "storage_host_error", status: 502, retryable: false });
    expect([error.cause, error.key]).toEqual([thrown, "k"]);
    expect(r2.uploads[0]?.state).toBe("aborted");
    await expectOlder();
  });

  test.each([undefined, null, {}])("by answering with %j, the call fails.", async (answer) => {
    await connectR2({ complete: async () => answer });
    const error = await failureOf(() => bucket.put("k", source(2 * PART).stream));
    expect(["storage_host_error", "storage_internal"]).toContain(error.code);
    expect(await (await bucket.get("k"))?.text()).toBe("older");
  });
});

describe("When abort fails too,", () => {
  const ABORTS: { how: string; abort: () => unknown }[] = [
    { how: "by a rejection", abort: () => Promise.reject(HOST_FAILURES.abort) },
    {
      how: "at once",
      abort: () => {
        throw HOST_FAILURES.abort;
      },
    },
    { how: "by returning no promise", abort: () => undefined },
  ];

  test.each(ABORTS)("$how, the first failure is the one that is told.", async ({ abort }) => {
    for (const step of ["uploadPart", "complete"] as const) {
      await connectR2({ [step]: () => Promise.reject(HOST_FAILURES[step]), abort });
      const error = await failureOf(() => bucket.put("k", source(2 * PART).stream));
      expect(error.cause).toBe(HOST_FAILURES[step]);
    }
    const own = new Error("the caller's stream");
    await connectR2({ abort });
    const error = await failureOf(() => bucket.put("k", source(3 * PART, 2 * PART, own).stream));
    expect([error.code, error.cause]).toEqual(["storage_body_failed", own]);
  });
});

describe("When the caller's stream fails", () => {
  test.each([
    { where: "before its first byte", at: 0, uploads: [] as string[] },
    { where: "within the first part", at: 3 * MIB, uploads: [] },
    { where: "within the second part", at: PART + 3 * MIB, uploads: ["aborted"] },
    { where: "after the second part", at: 2 * PART, uploads: ["aborted"] },
  ])("$where, no upload is left and the older object stays.", async ({ at, uploads }) => {
    const own = new Error("the caller's stream");
    const r2 = await connectR2();
    const error = await failureOf(() => bucket.put("k", source(4 * PART, at, own).stream));
    expect(branches(error)).toEqual({ code: "storage_body_failed", status: 400, retryable: false });
    expect([error.cause, error.key]).toEqual([own, "k"]);
    expect(r2.uploads.map(({ state }) => state)).toEqual(uploads);
    expect(r2.calls.some(({ method }) => method === "put")).toBe(false);
    await expectOlder();
  });

  test("with a cancel() that fails as well, it is the first failure that is told.", async () => {
    await connectR2({ uploadPart: () => Promise.reject(HOST_FAILURES.uploadPart) });
    let pulled = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += CHUNK;
        controller.enqueue(new Uint8Array(CHUNK));
      },
      cancel() {
        throw new Error("the stream does not want to be cancelled");
      },
    });
    const error = await failureOf(() => bucket.put("k", stream));
    expect(error.cause).toBe(HOST_FAILURES.uploadPart);
    expect(pulled).toBeLessThan(4 * PART);
  });
});
