/**
 * Values: what can be stored, and that exactly that comes back.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { newBucket, newKv, type Store, VARIANTS } from "./subject";

const BYTES = Uint8Array.of(0, 1, 2, 253, 254, 255, 10, 13);
const MIB = 1024 * 1024;

/** BYTES in the middle of a longer buffer. */
function within(): ArrayBuffer {
  const buffer = new ArrayBuffer(24);
  new Uint8Array(buffer).fill(7);
  new Uint8Array(buffer).set(BYTES, 8);
  return buffer;
}

const streamOf = (...chunks: Uint8Array[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

/** The same eight bytes in everything that can carry them. */
const CARRIERS: [string, () => ArrayBuffer | ArrayBufferView | Blob | ReadableStream<Uint8Array>][] = [
  ["a Uint8Array", () => BYTES.slice()],
  ["an ArrayBuffer", () => BYTES.slice().buffer],
  ["a Uint8Array's window", () => new Uint8Array(within(), 8, 8)],
  ["a Uint8ClampedArray's window", () => new Uint8ClampedArray(within(), 8, 8)],
  ["an Int8Array's window", () => new Int8Array(within(), 8, 8)],
  ["a Uint16Array's window", () => new Uint16Array(within(), 8, 4)],
  ["a Float32Array's window", () => new Float32Array(within(), 8, 2)],
  ["a BigInt64Array's window", () => new BigInt64Array(within(), 8, 1)],
  ["a DataView's window", () => new DataView(within(), 8, 8)],
  ["a Blob", () => new Blob([BYTES])],
  ["a stream", () => streamOf(BYTES.slice())],
  [
    "a stream of several chunks, empty ones among them",
    () => streamOf(BYTES.slice(0, 3), new Uint8Array(), BYTES.slice(3, 4), BYTES.slice(4)),
  ],
  ["the body of a Response", () => new Response(BYTES).body as ReadableStream<Uint8Array>],
];

const EMPTY: [string, () => string | ArrayBuffer | Uint8Array | Blob | ReadableStream<Uint8Array>][] = [
  ["string", () => ""],
  ["Uint8Array", () => new Uint8Array()],
  ["ArrayBuffer", () => new ArrayBuffer(0)],
  ["Blob", () => new Blob()],
  ["stream", () => streamOf()],
];

/** No values, also where a naive store would make text of them. */
const NONE: [string, unknown][] = [
  ["undefined", undefined],
  ["null", null],
  ["a number", 7],
  ["a boolean", true],
  ["a bigint", 7n],
  ["a symbol", Symbol("s")],
  ["a function", () => "v"],
  ["a plain object", { a: 1 }],
  ["an array", [1, 2]],
  ["a Date", new Date(0)],
  ["a Map", new Map()],
  ["a stream of strings", new ReadableStream({ pull: (controller) => controller.enqueue("text") })],
  ["a stream of objects", new ReadableStream({ pull: (controller) => controller.enqueue({}) })],
];

export function values(store: Store) {
  describe.each(VARIANTS)("values of $variant", ({ make, variant }) => {
    test.each(CARRIERS)("%s comes back byte for byte", async (_, carrier) => {
      const module = make();
      const stored = await module.put("k", carrier());
      expect(stored.size).toBe(8);
      expect(await (await module.get("k"))?.bytes()).toEqual(BYTES);
    });

    test("A string is kept as UTF-8", async () => {
      const module = make();
      const stored = await module.put("k", "aé€😀\u0000");
      expect(stored.size).toBe(11);
      expect(await (await module.get("k"))?.bytes()).toEqual(new TextEncoder().encode("aé€😀\u0000"));
    });

    test("A lone surrogate in a string becomes the replacement character", async () => {
      const module = make();
      await module.put("k", "a\ud800b");
      expect(await (await module.get("k"))?.text()).toBe("a\ufffdb");
    });

    test.each(EMPTY)("An empty %s is a value of size 0", async (_, empty) => {
      const module = make();
      expect((await module.put("k", empty())).size).toBe(0);
      const handle = await module.get("k");
      expect([handle?.size, await handle?.text()]).toEqual([0, ""]);
      expect((await module.head("k"))?.size).toBe(0);
    });

    test.each(NONE)("%s is no value, and the older one stays", async (_, value) => {
      const module = make();
      await module.put("k", "older");
      await refused(module.put("k", value as string), "storage_invalid_value");
      expect(await (await module.get("k"))?.text()).toBe("older");
    });

    test("A detached buffer is no empty value", async () => {
      const module = make();
      const bytes = new Uint8Array(8);
      structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
      await refused(module.put("k", bytes), "storage_invalid_value", "detached");
    });

    test("A view of what its buffer has lost is no empty value", async () => {
      const module = make();
      const buffer = new ArrayBuffer(8, { maxByteLength: 16 });
      const views = [new Uint8Array(buffer, 4, 4), new DataView(buffer, 4, 4)];
      buffer.resize(2);
      for (const view of views) await refused(module.put("k", view), "storage_invalid_value");
      expect((await module.put("k", new Uint8Array(buffer))).size).toBe(2);
    });

    test("A locked stream is no value", async () => {
      const module = make();
      const stream = streamOf(BYTES);
      stream.getReader();
      await refused(module.put("k", stream), "storage_invalid_value", "locked");
    });

    test("A stream that was read from is no value: what is left of it would pass for all of it", async () => {
      const module = make();
      await module.put("k", "older");
      const whole = streamOf(BYTES);
      expect((await module.put("other", whole)).size).toBe(BYTES.byteLength);
      const partly = streamOf(BYTES);
      const reader = partly.getReader();
      await reader.read();
      reader.releaseLock();
      const cancelled = streamOf(BYTES);
      await cancelled.cancel();
      const { body } = new Request("https://x", { method: "PUT", body: "sent" });
      await module.put("other", body as ReadableStream<Uint8Array>);
      for (const used of [whole, partly, cancelled, body as ReadableStream<Uint8Array>]) {
        await refused(module.put("k", used), "storage_invalid_value", "was read from");
      }
      expect(await (await module.get("k"))?.text()).toBe("older");
    });

    test("The caller's buffer may change once put has settled", async () => {
      const module = make();
      const mine = BYTES.slice();
      await module.put("k", mine);
      mine.fill(9);
      expect(await (await module.get("k"))?.bytes()).toEqual(BYTES);
    });

    test("What a reader does to its bytes changes nothing that is stored", async () => {
      const module = make();
      await module.put("k", BYTES);
      (await (await module.get("k"))?.bytes())?.fill(9);
      expect(await (await module.get("k"))?.bytes()).toEqual(BYTES);
    });

    test("Values of all sizes lie beside each other, and each reader gets a buffer of its own", async () => {
      const module = make();
      const sizes = [0, 1, 2, 3, 500, 1000, 2047, 2048, 2049, 5000, 16_384, 20_000];
      const text = (size: number) => "aé€".repeat(size).slice(0, size);
      const bytes = (size: number) => new Uint8Array(size).map((_, n) => (n * 7 + size) % 256);
      for (const size of sizes) {
        await module.put(`text ${size}`, text(size));
        await module.put(`bytes ${size}`, bytes(size));
      }
      for (const size of sizes) {
        expect(await (await module.get(`text ${size}`))?.text()).toBe(text(size));
        const read = await (await module.get(`bytes ${size}`))?.bytes();
        expect(read).toEqual(bytes(size));
        expect(read?.buffer.byteLength).toBe(size);
      }
    });

    test("The metadata that a caller holds is the caller's own", async () => {
      const module = make();
      const stored = await module.put("k", "v", { metadata: { a: "1" } });
      stored.metadata.a = "2";
      const head = await module.head("k");
      if (head !== null) head.metadata.b = "3";
      expect((await module.head("k"))?.metadata).toEqual({ a: "1" });
    });

    if (variant === "a KV namespace") {
      test("25 MiB are the largest value, and over it the refusal has both numbers", async () => {
        const kv = newKv();
        // Header and tags take the rest.
        const most = store.isSealed ? 26_207_960 : 25 * MIB;
        const largest = new Uint8Array(most).fill(3);
        expect((await kv.put("k", largest)).size).toBe(most);
        await refused(kv.put("k", new Uint8Array(most + 1)), "storage_value_too_large", most + 1, most);
        const chunk = new Uint8Array(MIB);
        const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(chunk) });
        await refused(kv.put("k", endless), "storage_value_too_large", most);
        expect((await kv.head("k"))?.size).toBe(most);
      });
    }
  });

  if (store.raw === undefined) {
    test("Memory takes 128 MiB as one object, and refuses more", async () => {
      const bucket = newBucket();
      await refused(
        bucket.put("k", new Uint8Array(128 * MIB + 1)),
        "storage_value_too_large",
        128 * MIB + 1,
        128 * MIB,
      );
      expect((await bucket.put("k", new Blob([new Uint8Array(128 * MIB)]))).size).toBe(128 * MIB);
      await bucket.delete("k");
    });
  }
}
