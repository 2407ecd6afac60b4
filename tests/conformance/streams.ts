/**
 * Streams as values: a length that is kept, and nothing left of one that breaks.
 *
 * What only R2 does with long streams, parts and their memory, is tried in tests/workers/streams.test.ts.
 * @module
 */

import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { newBucket, type Store, VARIANTS } from "./subject";

const MIB = 1024 * 1024;

const chunk = (text: string) => new TextEncoder().encode(text);

/** A stream of these chunks, which then ends or breaks. */
function stream(chunks: string[], broken?: Error): ReadableStream<Uint8Array> {
  const rest = [...chunks];
  return new ReadableStream({
    pull(controller) {
      const next = rest.shift();
      if (next !== undefined) controller.enqueue(chunk(next));
      else if (broken !== undefined) controller.error(broken);
      else controller.close();
    },
  });
}

export function streams({ isSealed }: Store) {
  test("A condition on a long stream holds only with its size, as an upload in parts has none", async () => {
    const bucket = newBucket();
    // Not a Blob's stream: workerd knows its length.
    const long = () => stream(["x".repeat(8 * MIB), "x"]);
    await refused(bucket.put("k", long(), { ifNotExists: true }), "storage_invalid_options", "ifNotExists", "size");
    await refused(bucket.put("k", long(), { ifMatch: "e" }), "storage_invalid_options", "ifMatch", "size");
    expect(await bucket.head("k")).toBeNull();
    const size = 8 * MIB + 1;
    expect(await bucket.put("k", long(), { ifNotExists: true, size })).toMatchObject({ size });
    // Sealed it has a header, and a tag for each segment.
    const most = isSealed ? 8 * MIB - 40 - 128 * 16 : 8 * MIB;
    const part = (length: number) => stream(["x".repeat(length)]);
    expect(await bucket.put("one part", part(most), { ifNotExists: true })).toMatchObject({ size: most });
    await refused(bucket.put("more", part(most + 1), { ifNotExists: true }), "storage_invalid_options", "ifNotExists");
  });

  describe.each(VARIANTS)("a stream into $variant", ({ make }) => {
    test("Its length may be declared", async () => {
      const module = make();
      expect(await module.put("k", stream(["ab", "cde"]), { size: 5 })).toMatchObject({ size: 5 });
      expect(await (await module.get("k"))?.text()).toBe("abcde");
    });

    test("One that ends early fails, and the older value stays", async () => {
      const module = make();
      await module.put("k", "older");
      await refused(module.put("k", stream(["ab"]), { size: 5 }), "storage_body_failed", 2, 5);
      await refused(module.put("k", stream([]), { size: 5 }), "storage_body_failed");
      expect(await (await module.get("k"))?.text()).toBe("older");
    });

    test("One that goes on fails, and the older value stays", async () => {
      const module = make();
      await module.put("k", "older");
      await refused(module.put("k", stream(["abcde", "f"]), { size: 5 }), "storage_body_failed", 5);
      await refused(module.put("k", stream(["a"]), { size: 0 }), "storage_body_failed");
      await refused(module.put("k", stream(["abcdefg"]), { size: 5 }), "storage_body_failed");
      expect(await (await module.get("k"))?.text()).toBe("older");
    });

    test.each([undefined, 6])("One that breaks fails with its error as the cause, size %s", async (size) => {
      const module = make();
      await module.put("k", "older");
      const broken = new Error("the line went dead");
      const error = await refused(module.put("k", stream(["abc"], broken), { size }), "storage_body_failed");
      expect(error.cause).toMatchObject({ message: "the line went dead" });
      expect(error.key).toBe("k");
      expect(await (await module.get("k"))?.text()).toBe("older");
    });

    test("One that breaks leaves no value where none was", async () => {
      const module = make();
      await refused(module.put("k", stream(["abc"], new Error("dead"))), "storage_body_failed");
      expect(await module.head("k")).toBeNull();
      expect((await module.list()).items).toEqual([]);
    });

    test("Its source may use one buffer for all chunks", async () => {
      const module = make();
      const source = () => {
        const buffer = new Uint8Array(2);
        let n = 0;
        return new ReadableStream<Uint8Array>(
          {
            pull(controller) {
              buffer.fill(97 + n++);
              if (n > 3) controller.close();
              else controller.enqueue(buffer);
            },
          },
          { highWaterMark: 0 },
        );
      };
      await module.put("k", source());
      expect(await (await module.get("k"))?.text()).toBe("aabbcc");
      await module.put("k", source(), { size: 6 });
      expect(await (await module.get("k"))?.text()).toBe("aabbcc");
    });

    test("Conditions hold for it", async () => {
      const module = make();
      await module.put("k", stream(["one"]), { ifNotExists: true });
      await refused(module.put("k", stream(["two"]), { ifNotExists: true }), "storage_key_already_exists");
      await refused(module.put("k", stream(["two"]), { ifNotExists: true, size: 3 }), "storage_key_already_exists");
      expect(await (await module.get("k"))?.text()).toBe("one");
    });

    test("A refused option leaves the stream unread", async () => {
      const body = stream(["abc"]);
      await refused(make().put("k", body, { contentType: "é" }), "storage_invalid_options");
      expect(body.locked).toBe(false);
      expect(await new Response(body).text()).toBe("abc");
    });
  });
}
