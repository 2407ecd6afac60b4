/**
 * Bodies that fail while they are read.
 *
 * R2 hands a body over before it has all of it. What goes wrong afterwards is the host's failure like any
 * other, and half a value must never pass for a whole one.
 * @module
 */

import { connect, type StorageGetOptions, type StorageReadHandle, storage } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { branches, failureOf, failureUnlessDone } from "./failure";
import { fakeKv } from "./fakes/kv";
import { fakeR2 } from "./fakes/r2";

const bucket = storage.bucket({ name: "assets" });
const kv = storage.kv({ name: "config" });

const HOST_ERROR = { code: "storage_host_error", status: 502, retryable: false };
const UNAVAILABLE = { code: "storage_unavailable", status: 503, retryable: true };

const about = {
  key: "k",
  size: 10,
  etag: "abc",
  uploaded: new Date(1.7e12),
  httpMetadata: {},
  customMetadata: {},
};

/** What R2 answers when its body is this stream. */
const answer = (body: ReadableStream<Uint8Array>, more: object = {}) => ({
  ...about,
  range: { offset: 0, length: 10 },
  body,
  arrayBuffer: () => new Response(body).arrayBuffer(),
  ...more,
});

/** Five bytes, and then a failure. */
const broken = (error: unknown) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array(5));
    },
    pull(controller) {
      controller.error(error);
    },
  });

async function handleOf(answered: unknown, options?: StorageGetOptions): Promise<StorageReadHandle> {
  connect({ ASSETS: fakeR2({ get: async () => answered }).bucket });
  return (await bucket.get("k", options)) ?? expect.fail("there is a value");
}

describe("When the body from R2 breaks off,", () => {
  test.each(["bytes", "text", "json", "blob"] as const)("%s() fails with R2's error as the cause.", async (read) => {
    const lost = new Error("Network connection lost.");
    const handle = await handleOf(answer(broken(lost)));
    const error = await failureOf(() => handle[read]());
    expect(branches(error)).toEqual(UNAVAILABLE);
    expect([error.cause, error.key]).toEqual([lost, "k"]);
    expect(error.message).toContain("get");
  });

  test("the text of R2's error is read as that of any other call.", async () => {
    const lost = new Error("get: We encountered an internal error. Please try again. (10001)");
    const handle = await handleOf(answer(broken(lost)));
    expect(branches(await failureOf(() => handle.bytes()))).toEqual(UNAVAILABLE);
  });

  test("every later reader is told the same.", async () => {
    const handle = await handleOf(answer(broken(new Error("lost"))));
    const error = await failureOf(() => handle.bytes());
    expect(await failureOf(() => handle.text())).toBe(error);
    expect(await failureOf(() => handle.blob())).toBe(error);
  });

  test("stream() and toResponse() break off too, and never end as if all had come.", async () => {
    for (const open of [
      (handle: StorageReadHandle) => handle.stream(),
      (handle: StorageReadHandle) => handle.toResponse().body,
    ]) {
      const stream = open(await handleOf(answer(broken(new Error("lost")))));
      await expect(new Response(stream).arrayBuffer()).rejects.toThrow();
    }
  });

  test("the metadata that came before it stays readable, and so does the bucket.", async () => {
    const handle = await handleOf(answer(broken(new Error("lost"))));
    await failureOf(() => handle.bytes());
    expect([handle.key, handle.size, handle.etag]).toEqual(["k", 10, "abc"]);
    const sound = await handleOf(answer(new Blob(["0123456789"]).stream()));
    expect(await sound.text()).toBe("0123456789");
  });
});

describe("A body that is not what get() saw", () => {
  test.each([
    { what: "too short", bytes: 9 },
    { what: "too long", bytes: 11 },
    { what: "empty", bytes: 0 },
  ])("because it is $what is refused.", async ({ bytes }) => {
    const handle = await handleOf(answer(new Blob([new Uint8Array(bytes)]).stream()));
    expect(branches(await failureOf(() => handle.bytes()))).toEqual(HOST_ERROR);
  });

  test("because it is more than the range is refused.", async () => {
    const whole = answer(new Blob(["0123456789"]).stream(), { range: { offset: 2, length: 3 } });
    const handle = await handleOf(whole, { range: { offset: 2, length: 3 } });
    expect(branches(await failureOf(() => handle.bytes()))).toEqual(HOST_ERROR);
  });

  test.each([
    { what: "undefined", read: undefined },
    { what: "null", read: null },
    { what: "a number", read: 10 },
    { what: "a string", read: "0123456789" },
    { what: "an object", read: {} },
  ])("because it comes as $what is refused.", async ({ read }) => {
    const stream = new Blob(["0123456789"]).stream();
    const handle = await handleOf(answer(stream, { arrayBuffer: async () => read }));
    expect(branches(await failureOf(() => handle.bytes()))).toEqual(HOST_ERROR);
  });

  test("because it cannot be read at all is refused.", async () => {
    const stream = new Blob(["0123456789"]).stream();
    const handle = await handleOf(answer(stream, { arrayBuffer: undefined }));
    expect(branches(await failureOf(() => handle.bytes()))).toEqual(HOST_ERROR);
  });
});

describe("cancel()", () => {
  const stubborn = (error: unknown) =>
    new ReadableStream<Uint8Array>({
      cancel() {
        throw error;
      },
    });

  test("that R2 refuses fails with R2's error as the cause.", async () => {
    const refused = new Error("Network connection lost.");
    const handle = await handleOf(answer(stubborn(refused)));
    const error = await failureOf(() => handle.cancel());
    expect(branches(error)).toEqual(UNAVAILABLE);
    expect([error.cause, error.key]).toEqual([refused, "k"]);
  });

  test("of a body that has broken off ends well, or as a read of it would.", async () => {
    const lost = new Error("lost");
    const stream = broken(lost);
    const handle = await handleOf(answer(stream));
    const reader = stream.getReader();
    await reader.read();
    await expect(reader.read()).rejects.toThrow("lost");
    reader.releaseLock();
    const error = await failureUnlessDone(() => handle.cancel());
    expect(error === undefined || error.cause === lost).toBe(true);
  });

  test("reaches R2 once, and reading afterwards is a TypeError.", async () => {
    let cancelled = 0;
    const handle = await handleOf(
      answer(
        new ReadableStream({
          cancel() {
            cancelled++;
          },
        }),
      ),
    );
    await handle.cancel();
    await handle.cancel();
    expect(cancelled).toBe(1);
    await expect(handle.text()).rejects.toThrow(TypeError);
    expect(() => handle.stream()).toThrow(TypeError);
  });
});

describe("An If-Range that does not apply", () => {
  const headers = new Headers({ range: "bytes=0-1", "if-range": '"another"' });

  /** R2 that answers the range, and then the whole, with these bodies. */
  const twice = (part: ReadableStream<Uint8Array>, whole: () => unknown) => {
    let asked = 0;
    const get = async () => (asked++ === 0 ? answer(part, { range: { offset: 0, length: 2 } }) : whole());
    connect({ ASSETS: fakeR2({ get }).bucket });
  };

  test("lets go of the part before it asks for the whole.", async () => {
    const order: string[] = [];
    const part = new ReadableStream<Uint8Array>({
      cancel() {
        order.push("part cancelled");
      },
    });
    twice(part, () => {
      order.push("whole asked for");
      return answer(new Blob(["0123456789"]).stream());
    });
    const handle = await bucket.get("k", { headers });
    expect([await handle?.text(), handle?.range]).toEqual(["0123456789", undefined]);
    expect(order).toEqual(["part cancelled", "whole asked for"]);
  });

  test("is null when the object has gone in between.", async () => {
    twice(new Blob(["01"]).stream(), () => null);
    expect(await bucket.get("k", { headers })).toBeNull();
  });

  test("fails with the second request's error.", async () => {
    const lost = new Error("get: Please try again. (10043)");
    twice(new Blob(["01"]).stream(), () => Promise.reject(lost));
    const error = await failureOf(() => bucket.get("k", { headers }));
    expect([branches(error), error.cause, error.key]).toEqual([UNAVAILABLE, lost, "k"]);
  });
});

describe("KV", () => {
  const ours = { layeron: 1, size: 3, etag: "e", storedAt: 1.7e12 };
  const failingStream = (error: unknown) => ({
    body: new ReadableStream<Uint8Array>({
      pull() {
        throw error;
      },
      cancel() {
        throw error;
      },
    }),
  });

  test("whose stream cannot be dropped has answered head() and create-only all the same, or failed.", async () => {
    const lost = new Error("KV GET failed: 503 Service Unavailable");
    const value = () => ({ value: failingStream(lost).body, metadata: ours });
    connect({ CONFIG: fakeKv({ getWithMetadata: async () => value() }).namespace });
    const head = await failureUnlessDone(async () => expect(await kv.head("k")).toMatchObject({ key: "k", size: 3 }));
    expect(head === undefined || head.code === "storage_unavailable").toBe(true);
    const put = await failureOf(() => kv.put("k", "v", { ifNotExists: true }));
    expect(["storage_unavailable", "storage_key_already_exists"]).toContain(put.code);
  });

  test("whose stream breaks off while head() measures another program's value fails as the host.", async () => {
    const lost = new Error("KV GET failed: 503 Service Unavailable");
    const value = () => ({ value: failingStream(lost).body, metadata: null });
    connect({ CONFIG: fakeKv({ getWithMetadata: async () => value() }).namespace });
    const error = await failureOf(() => kv.head("k"));
    expect([error.code, error.cause, error.key]).toEqual(["storage_unavailable", lost, "k"]);
  });
});

describe("HTTP metadata that another program stored", () => {
  test.each([
    { what: "beyond Latin-1", field: 'attachment; filename="日本.txt"' },
    { what: "with a line break", field: "inline\r\nset-cookie: a=b" },
    { what: "with a NUL", field: "inline\u0000" },
    { what: "with a lone surrogate", field: "inline\ud800" },
    { what: "longer than any text that is read", field: "x".repeat(70_000) },
    { what: "a number", field: 7 },
    { what: "null", field: null },
  ])("and no header can carry, being $what, never reaches a header.", async ({ field }) => {
    const httpMetadata = { contentDisposition: field, contentType: "text/plain" };
    const handle = await handleOf(answer(new Blob(["0123456789"]).stream(), { httpMetadata }));
    const response = handle.toResponse();
    expect(response.headers.get("content-disposition")).toBeNull();
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/plain"]);
    expect(await response.text()).toBe("0123456789");
  });
});

describe("A part whose range R2 tells as", () => {
  test.each([
    { range: { offset: 1.5, length: 1 } },
    { range: { offset: -1, length: 1 } },
    { range: { offset: "1", length: 1 } },
    { range: { offset: 0, length: Number.NaN } },
    { range: { offset: 0, length: null } },
  ])("$range is the host's failure.", async ({ range }) => {
    connect({ ASSETS: fakeR2({ get: async () => answer(new Blob(["0"]).stream(), { range }) }).bucket });
    const error = await failureOf(() => bucket.get("k", { range: { offset: 1 } }));
    expect(branches(error)).toEqual(HOST_ERROR);
  });
});
