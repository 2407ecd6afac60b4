/**
 * What is stored beside a value: HTTP fields, metadata, checksum; and the options that are refused.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { newBucket, newKv, type Store, VARIANTS } from "./subject";

export function metadata({ isSealed }: Store) {
  describe.each(VARIANTS)("beside a value of $variant", ({ make }) => {
    test("Everything that was stored beside it comes back from put, get, head and list", async () => {
      const module = make();
      const options = {
        contentType: "text/plain;charset=utf-8",
        cacheControl: "max-age=60",
        contentDisposition: 'inline; filename="a.txt"',
        contentEncoding: "identity",
        metadata: { b: "1", a: "ключ 😀", constructor: "ordinary", 7: "seven" },
        checksum: "sha256:abc",
      };
      const { metadata, checksum, ...http } = options;
      const stored = await module.put("k", "value", options);
      expect(stored).toMatchObject({ key: "k", size: 5, ...http, metadata: { ...metadata, checksum } });
      expect(await module.head("k")).toEqual(stored);
      expect((await module.list()).items).toEqual([stored]);
      const handle = await module.get("k");
      expect({ ...handle }).toMatchObject(stored);
      await handle?.cancel();
    });

    test("Without options metadata is empty, and no field is there", async () => {
      const module = make();
      const stored = await module.put("k", "v");
      const members = ["etag", "key", "metadata", "size", "storedAt"];
      expect(Object.keys(stored).sort()).toEqual(isSealed ? ["encrypted", ...members] : members);
      expect(stored.encrypted).toBe(isSealed ? true : undefined);
      expect(stored.metadata).toEqual({});
      expect(await module.head("k")).toEqual(stored);
    });

    test("storedAt is the time of the put, in ISO 8601 with milliseconds", async () => {
      const before = Date.now();
      const { storedAt } = await make().put("k", "v");
      expect(storedAt).toBe(new Date(storedAt).toISOString());
      expect(Date.parse(storedAt)).toBeGreaterThanOrEqual(before - 1000);
      expect(Date.parse(storedAt)).toBeLessThanOrEqual(Date.now() + 1000);
    });

    test("An overwrite replaces all of it", async () => {
      const module = make();
      await module.put("k", "v", { contentType: "a/b", metadata: { a: "1" }, checksum: "c" });
      await module.put("k", "v", { metadata: { b: "2" } });
      expect(await module.head("k")).toMatchObject({ metadata: { b: "2" } });
      expect(await module.head("k")).not.toHaveProperty("contentType");
    });

    test("A checksum wins over the metadata entry of that name", async () => {
      const module = make();
      const { metadata } = await module.put("k", "v", { checksum: "mine", metadata: { checksum: "other", a: "1" } });
      expect(metadata).toEqual({ a: "1", checksum: "mine" });
      expect((await module.head("k"))?.metadata).toEqual({ a: "1", checksum: "mine" });
    });

    test("A Blob's own type is the content type, unless one is given", async () => {
      const module = make();
      const blob = new Blob(["v"], { type: "image/png" });
      expect((await module.put("k", blob)).contentType).toBe("image/png");
      expect((await module.put("k", blob, { contentType: "text/plain" })).contentType).toBe("text/plain");
      expect((await module.head("k"))?.contentType).toBe("text/plain");
      expect(await module.put("k", new Blob(["v"]))).not.toHaveProperty("contentType");
    });

    test("A checksum is 1 to 256 printable ASCII characters", async () => {
      const module = make();
      for (const wrong of ["", "a\n", "é", "x".repeat(257), 7]) {
        await refused(module.put("k", "v", { checksum: wrong as string }), "storage_invalid_options", "checksum");
      }
      expect((await module.put("k", "v", { checksum: "x".repeat(256) })).metadata.checksum).toHaveLength(256);
    });

    test("Metadata is strings under strings of 1 to 128 bytes", async () => {
      const module = make();
      await module.put("k", "older");
      for (const wrong of [
        { a: 1 },
        { a: null },
        { a: undefined },
        { a: { b: "c" } },
        { "": "x" },
        { ["k".repeat(129)]: "x" },
        { ["é".repeat(65)]: "x" },
        { "layeron-x": "x" },
        { a: "\ud800" },
        { "\ud800": "a" },
        JSON.parse('{"__proto__":"x"}'),
        null,
        "a",
        [],
        [["a", "b"]],
        new Map([["a", "b"]]),
        new Headers({ a: "b" }),
      ]) {
        await refused(module.put("k", "v", { metadata: wrong as never }), "storage_invalid_metadata");
      }
      expect(await (await module.get("k"))?.text()).toBe("older");
      const longest = { ["k".repeat(128)]: "x", ["é".repeat(64)]: "y" };
      expect((await module.put("k", "v", { metadata: longest })).metadata).toEqual(longest);
    });

    test("A misspelt option is refused with the nearest real one, and does not overwrite", async () => {
      const module = make();
      await module.put("k", "older");
      for (const [wrong, meant] of [
        ["ifNotExist", "ifNotExists"],
        ["ifnotexists", "ifNotExists"],
        ["contenttype", "contentType"],
        ["metaData", "metadata"],
      ] as const) {
        const options = { [wrong]: true } as never;
        await refused(
          module.put("k", "v", options),
          "storage_invalid_options",
          `"${wrong}"`,
          `did you mean "${meant}"`,
        );
      }
      await refused(newKv().put("k", "v", { ttl: 60 } as never), "storage_invalid_options", "ttl", "ttlSeconds");
      expect(await (await module.get("k"))?.text()).toBe("older");
    });

    test("An option that is undefined is as if it were not there", async () => {
      const undefinedOnes = {
        contentType: undefined,
        metadata: undefined,
        checksum: undefined,
        ifNotExists: undefined,
      };
      expect(await make().put("k", "v", { ...undefinedOnes, size: undefined })).toMatchObject({ size: 1 });
    });
  });

  describe("how much metadata there may be", () => {
    test("A bucket takes 7,680 bytes, keys, values and checksum together, as R2 counts them", async () => {
      const bucket = newBucket();
      await bucket.put("k", "older");
      const full = { metadata: { key: "x".repeat(7680 - 3 - 8) }, checksum: "checksum" };
      expect((await bucket.put("k", "v", full)).metadata.key).toHaveLength(7669);
      // From U+0100 on R2 counts two bytes for each UTF-16 unit.
      const wide = { k: "日".repeat(3839) };
      expect((await bucket.put("wide", "v", { metadata: wide })).metadata).toEqual(wide);
      const over = { metadata: { key: "x".repeat(7678) } };
      await refused(bucket.put("k", "new", over), "storage_metadata_too_large", 7681, 7680);
      expect(await (await bucket.get("k"))?.text()).toBe("v");
    });

    test("KV takes 600 bytes of JSON, HTTP fields, checksum and metadata together", async () => {
      const kv = newKv();
      await kv.put("k", "older");
      const json = '{"contentType":"text/plain","checksum":"c","metadata":{"a":"é\\n","k":""}}';
      const rest = 600 - new TextEncoder().encode(json).length;
      const options = (n: number) => ({
        contentType: "text/plain",
        checksum: "c",
        metadata: { a: "é\n", k: "x".repeat(n) },
      });
      await refused(kv.put("k", "new", options(rest + 1)), "storage_metadata_too_large", 601, 600);
      expect(await (await kv.get("k"))?.text()).toBe("older");
      expect((await kv.put("k", "v", options(rest))).metadata.k).toHaveLength(rest);
      expect((await kv.head("k"))?.metadata.k).toHaveLength(rest);
    });
  });
}
