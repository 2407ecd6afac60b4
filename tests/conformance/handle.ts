/**
 * The read handle: how often a body can be read, and how.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { type newBucket, VARIANTS } from "./subject";

/** The handle of a value that is there. */
async function handleOf(module: { get(key: string): Promise<unknown> }, key = "k") {
  const handle = await module.get(key);
  if (handle === null) throw new Error(`nothing is stored under ${key}`);
  return handle as NonNullable<Awaited<ReturnType<ReturnType<typeof newBucket>["get"]>>>;
}

export function handles() {
  describe.each(VARIANTS)("a handle of $variant", ({ make }) => {
    test("The readers of a kept body may be mixed, and give the same", async () => {
      const module = make();
      await module.put("k", '{"a":1}', { contentType: "application/json" });
      const handle = await handleOf(module);
      expect(await handle.json()).toEqual({ a: 1 });
      expect(await handle.text()).toBe('{"a":1}');
      expect(new TextDecoder().decode(await handle.bytes())).toBe('{"a":1}');
      const blob = await handle.blob();
      expect([blob.type, blob.size, await blob.text()]).toEqual(["application/json", 7, '{"a":1}']);
      expect(await handle.text()).toBe('{"a":1}');
    });

    test("bytes() gives one and the same array", async () => {
      const module = make();
      await module.put("k", "value");
      const handle = await handleOf(module);
      const [one, other] = await Promise.all([handle.bytes(), handle.bytes()]);
      expect(one).toBeInstanceOf(Uint8Array);
      expect(other).toBe(one);
      expect(await handle.bytes()).toBe(one);
    });

    test("Bytes that were given away are no shorter value", async () => {
      const module = make();
      await module.put("k", "value");
      const handle = await handleOf(module);
      const bytes = await handle.bytes();
      structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
      await expect(handle.text()).rejects.toThrow(TypeError);
      await expect(handle.json()).rejects.toThrow(TypeError);
      await expect(handle.blob()).rejects.toThrow(TypeError);
    });

    test("text() drops a byte order mark and replaces what is no UTF-8, as Response does", async () => {
      const module = make();
      const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff, 0x62);
      await module.put("k", bytes);
      const text = await (await handleOf(module)).text();
      expect(text).toBe("a\ufffdb");
      expect(text).toBe(await new Response(bytes).text());
    });

    test("json() of what is no JSON is a SyntaxError", async () => {
      const module = make();
      await module.put("k", "{");
      await expect((await handleOf(module)).json()).rejects.toThrow(SyntaxError);
      await module.put("k", "");
      await expect((await handleOf(module)).json()).rejects.toThrow(SyntaxError);
    });

    test("stream() hands the body over, once", async () => {
      const module = make();
      await module.put("k", "value");
      const handle = await handleOf(module);
      const stream = handle.stream();
      expect(() => handle.stream()).toThrow(TypeError);
      expect(() => handle.toResponse()).toThrow(TypeError);
      await expect(handle.text()).rejects.toThrow(TypeError);
      await expect(handle.bytes()).rejects.toThrow(TypeError);
      expect(await new Response(stream).text()).toBe("value");
    });

    test("stream() and toResponse() are refused after a read", async () => {
      const module = make();
      await module.put("k", "value");
      const handle = await handleOf(module);
      await handle.text();
      expect(() => handle.stream()).toThrow(TypeError);
      expect(() => handle.toResponse()).toThrow(TypeError);
      expect(await handle.text()).toBe("value");
    });

    test("A stream of a large value has all its bytes, in chunks of Uint8Array", async () => {
      const module = make();
      const bytes = new Uint8Array(300_000).map((_, n) => n % 251);
      await module.put("k", bytes);
      const seen: number[] = [];
      for await (const chunk of (await handleOf(module)).stream() as unknown as AsyncIterable<Uint8Array>) {
        expect(chunk).toBeInstanceOf(Uint8Array);
        seen.push(...chunk);
      }
      expect(Uint8Array.from(seen)).toEqual(bytes);
    });

    test("cancel() gives a body up, once and for all, and may be repeated", async () => {
      const module = make();
      await module.put("k", "value");
      const handle = await handleOf(module);
      await handle.cancel();
      await handle.cancel();
      await expect(handle.text()).rejects.toThrow(TypeError);
      expect(() => handle.stream()).toThrow(TypeError);
    });

    test("cancel() after a read changes nothing", async () => {
      const module = make();
      await module.put("k", "value");
      const handle = await handleOf(module);
      await handle.bytes();
      await handle.cancel();
      expect(await handle.text()).toBe("value");
    });

    test("A handle's properties are the object's; it shows no inner parts", async () => {
      const module = make();
      const stored = await module.put("k", "value", { metadata: { a: "1" }, contentType: "a/b" });
      const handle = await handleOf(module);
      expect(JSON.parse(JSON.stringify(handle))).toEqual(stored);
      await handle.cancel();
    });
  });
}
