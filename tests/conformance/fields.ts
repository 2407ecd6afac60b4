/**
 * The HTTP fields that are stored with a value: which ones are taken, and which ones are shown.
 *
 * @module
 */

import { attachment, type StoragePutOptions } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { newBucket, newKv, type Store, VARIANTS } from "./subject";

const FIELDS = ["contentType", "cacheControl", "contentDisposition", "contentEncoding", "contentLanguage"] as const;
const END = "2030-01-01T00:00:00.250Z";

/** The header field of an option. */
const headerOf = (name: string) => name.replace(/[A-Z]/, "-$&").toLowerCase();

/** A file as a multipart request brings it: its type is whatever the sender wrote. */
async function sentFile(type: string): Promise<File> {
  const part = `--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\nContent-Type: ${type}\r\n\r\nv\r\n--x--\r\n`;
  const request = new Request("https://worker.example", {
    method: "POST",
    body: new TextEncoder().encode(part),
    headers: { "content-type": "multipart/form-data; boundary=x" },
  });
  const file: unknown = (await request.formData()).get("f");
  if (!(file instanceof File)) throw new Error("the runtime reads no file");
  return file;
}

export function fields({ raw, isSealed }: Store) {
  describe.each(VARIANTS)("an HTTP field of $variant", ({ make }) => {
    test.each([...FIELDS, "expires"])("%s that is empty is as absent as one that is undefined", async (name) => {
      const module = make();
      expect(await module.put("k", "v", { [name]: "" })).not.toHaveProperty(name);
      expect(await module.head("k")).not.toHaveProperty(name);
      expect((await module.list()).items[0]).not.toHaveProperty(name);
      const response = (await module.get("k"))?.toResponse();
      expect(response?.headers.has(headerOf(name))).toBe(false);
      await response?.body?.cancel();
      const blob = new Blob(["v"], { type: "image/png" });
      expect((await module.put("k", blob, { [name]: "" })).contentType).toBe("image/png");
    });

    test.each(FIELDS)("%s has printable ASCII characters only", async (name) => {
      const module = make();
      await module.put("k", "older");
      for (const wrong of ["a\r\nb: c", "é", "a\0", "a\u007f", 7, null, {}]) {
        await refused(module.put("k", "v", { [name]: wrong }), "storage_invalid_options", name);
      }
      await refused(module.put("k", "v", { [name]: "a/é" }), "storage_invalid_options", `${name} may`, "U+00E9");
      expect(await (await module.get("k"))?.text()).toBe("older");
    });

    test("A contentDisposition that holds a name in another script is refused, and the message says how to write one", async () => {
      const contentDisposition = 'attachment; filename="résumé.pdf"';
      const put = make().put("k", "v", { contentDisposition });
      await refused(put, "storage_invalid_options", "contentDisposition", "attachment(filename)");
    });

    test("The type of a Blob that no header can carry is reduced to its media type, or is absent", async () => {
      const module = make();
      const types = {
        'application/pdf; name="résumé.pdf"': "application/pdf",
        [`application/pdf; name="${"x".repeat(1100)}"`]: "application/pdf",
        "text/é": undefined,
        "é; charset=utf-8": undefined,
        [`a/${"x".repeat(1100)}`]: undefined,
      };
      for (const [type, reduced] of Object.entries(types)) {
        const file = await sentFile(type);
        // Node drops a type that is not ASCII, workerd keeps it.
        const stored = file.type === "" ? undefined : reduced;
        expect((await module.put("k", file)).contentType, type).toBe(stored);
        expect((await module.put("k", file, { contentType: "" })).contentType, type).toBe(stored);
        expect((await module.put("k", file, { contentType: "a/b" })).contentType, type).toBe("a/b");
      }
      const long = `application/pdf; name="${"x".repeat(287)}"`;
      expect((await module.put("k", await sentFile(long))).contentType).toBe(long);
      await refused(module.put("k", "v", { contentType: "text/é" }), "storage_invalid_options", "contentType");
    });

    test("contentLanguage and expires are stored, shown and sent like the others", async () => {
      const module = make();
      const options = { contentLanguage: "en, de-CH", expires: END };
      const stored = await module.put("k", "v", options);
      expect(stored).toMatchObject(options);
      expect(await module.head("k")).toEqual(stored);
      expect((await module.list()).items).toEqual([stored]);
      const handle = await module.get("k");
      expect({ ...handle }).toMatchObject(options);
      const headers = handle?.toResponse().headers;
      expect(headers?.get("content-language")).toBe("en, de-CH");
      expect(headers?.get("expires")).toBe("Tue, 01 Jan 2030 00:00:00 GMT");
      expect(await module.put("k", "v")).not.toHaveProperty("expires");
    });

    test("expires is a Date, or a date as objects show it", async () => {
      const module = make();
      for (const date of ["1970-01-01T00:00:00.000Z", "2028-02-29T23:59:59.999Z", "2189-12-31T23:59:59.999Z"]) {
        expect((await module.put("k", "v", { expires: new Date(date) })).expires).toBe(date);
        expect((await module.put("k", "v", { expires: date })).expires).toBe(date);
        expect((await module.head("k"))?.expires).toBe(date);
      }
      const wrong = [
        "2030-01-01",
        "2030-01-01T00:00:00Z",
        "2030-01-01T00:00:00.000+01:00",
        "2030-01-01T00:00:00.00éZ",
        "2030-02-29T00:00:00.000Z",
        "2030-00-01T00:00:00.000Z",
        "2030-13-01T00:00:00.000Z",
        "2030-01-00T00:00:00.000Z",
        "2030-01-01T24:00:00.000Z",
        "1969-12-31T23:59:59.999Z",
        "2190-01-01T00:00:00.000Z",
        "+010000-01-01T00:00:00.000Z",
        "Tue, 01 Jan 2030 00:00:00 GMT",
        "-1",
        1_893_456_000_000,
        null,
        {},
        new Date(Number.NaN),
        new Date(-1),
        new Date("2190-01-01"),
        { __proto__: Date.prototype },
      ];
      for (const expires of wrong) {
        await refused(module.put("k", "v", { expires: expires as never }), "storage_invalid_options", "expires");
      }
    });

    test("What head shows may be put again", async () => {
      const module = make();
      const contentDisposition = attachment("年次報告書と決算短信.pdf");
      const all = {
        contentType: "a/b",
        cacheControl: "no-cache",
        contentDisposition,
        contentLanguage: "ja",
        expires: END,
      };
      await module.put("from", "v", { ...all, contentEncoding: "identity" });
      const source = await module.head("from");
      const {
        key: _,
        size,
        etag: __,
        storedAt: ___,
        metadata,
        encrypted: ____,
        ...shown
      } = source ?? expect.fail("missing");
      expect(await module.put("to", "v", { ...shown, size, metadata } as StoragePutOptions)).toMatchObject(shown);
    });
  });

  describe("the length of an HTTP field", () => {
    test.each(FIELDS)("%s of a bucket has at most 1,024 characters, which count for themselves", async (name) => {
      const bucket = newBucket();
      const metadata = { key: "x".repeat(7680 - 3) };
      const longest = { [name]: "x".repeat(1024) };
      expect(await bucket.put("k", "v", { ...longest, metadata })).toMatchObject(longest);
      expect(await bucket.head("k")).toMatchObject({ ...longest, metadata });
      const longer = bucket.put("k", "v", { [name]: "x".repeat(1025) });
      await refused(longer, "storage_invalid_options", name, 1025, 1024);
    });

    test("All fields of a bucket may have their full length at once", async () => {
      const bucket = newBucket();
      const all = Object.fromEntries(FIELDS.map((name) => [name, "x".repeat(1024)]));
      expect(await bucket.put("k", "v", { ...all, expires: END })).toMatchObject(all);
      expect(await bucket.head("k")).toMatchObject({ ...all, expires: END });
    });

    test.each(FIELDS)("%s of KV counts into the 600 bytes of JSON", async (name) => {
      const kv = newKv();
      const room = 600 - JSON.stringify({ [name]: "" }).length;
      expect((await kv.put("k", "v", { [name]: "x".repeat(room) }))[name]).toHaveLength(room);
      expect((await kv.head("k"))?.[name]).toHaveLength(room);
      const longer = kv.put("k", "v", { [name]: "x".repeat(room + 1) });
      await refused(longer, "storage_metadata_too_large", 601, 600);
      await refused(kv.put("k", "v", { [name]: "x".repeat(1025) }), "storage_invalid_options", name, 1025, 1024);
    });

    test("expires of KV counts into the 600 bytes of JSON, as the text that objects show", async () => {
      const kv = newKv();
      const room = 600 - JSON.stringify({ expires: END, metadata: { k: "" } }).length;
      const put = (more: number) =>
        kv.put("k", "v", { expires: new Date(END), metadata: { k: "x".repeat(room + more) } });
      expect((await put(0)).expires).toBe(END);
      await refused(put(1), "storage_metadata_too_large", 601, 600);
    });
  });

  describe("attachment(filename)", () => {
    test("makes the content-disposition of a name in any script", async () => {
      expect(attachment("report.pdf")).toBe('attachment; filename="report.pdf"');
      expect(attachment("résumé.pdf")).toBe(
        "attachment; filename=\"r_sum_.pdf\"; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf",
      );
      const name = `${"年".repeat(25)}.pdf`;
      const contentDisposition = attachment(name);
      expect(contentDisposition).toContain(`filename*=UTF-8''${encodeURIComponent(name)}`);
      expect((await newBucket().put("k", "v", { contentDisposition })).contentDisposition).toBe(contentDisposition);
    });

    test("makes a header of every name that file systems take", async () => {
      const bucket = newBucket();
      for (const letter of ["x", '"', "%", "é", "年", "😀"]) {
        const name = letter.repeat(255 / new TextEncoder().encode(letter).byteLength);
        const contentDisposition = attachment(name);
        expect((await bucket.put("k", "v", { contentDisposition })).contentDisposition).toBe(contentDisposition);
      }
    });

    test("refuses what is no name of a file", async () => {
      for (const [wrong, why] of [
        ["", "has 0 bytes"],
        ["x".repeat(256), "has 256 bytes"],
        ["é".repeat(128), "allowed are 1 to 255"],
        ["x".repeat(70_000), "a string of 70000 characters"],
        ["a\nb", "a control character"],
        ["a\udc00", "a lone surrogate"],
        [undefined, "must be a string, not undefined"],
        [7, "must be a string, not 7"],
        [{}, "must be a string, not an object"],
      ] as const) {
        await refused(() => attachment(wrong as string), "storage_invalid_options", "attachment: filename ", why);
      }
    });
  });

  // A sealed instance opens no object in clear, and shows its fields all the same.
  describe.runIf(raw !== undefined)("HTTP fields that another program gave an object", () => {
    const put = (httpMetadata: R2HTTPMetadata) => raw?.bucket.put("theirs", "abc", { httpMetadata });

    test("are shown, and sent", async () => {
      const fields = {
        contentType: "text/plain",
        cacheControl: "no-cache",
        contentDisposition: `inline; filename="${"x".repeat(600)}"`,
        contentEncoding: "identity",
        contentLanguage: "en",
      };
      await put({ ...fields, cacheExpiry: new Date(END) });
      const bucket = newBucket();
      const shown = { ...fields, expires: END };
      expect(await bucket.head("theirs")).toMatchObject(shown);
      expect((await bucket.list()).items).toMatchObject([shown]);
      if (isSealed) return;
      const response = (await bucket.get("theirs"))?.toResponse();
      for (const name of FIELDS) expect(response?.headers.get(headerOf(name))).toBe(fields[name]);
      expect(response?.headers.get("expires")).toBe(new Date(END).toUTCString());
      await response?.body?.cancel();
    });

    test("are absent where a put would refuse them, so that what is shown can be copied", async () => {
      const texts = ["", "é", "x".repeat(1025)];
      for (const text of texts) {
        await put({ ...Object.fromEntries(FIELDS.map((name) => [name, text])), cacheExpiry: new Date("2200-01-01") });
        const object = await newBucket().head("theirs");
        for (const name of [...FIELDS, "expires"]) expect(object).not.toHaveProperty(name);
      }
    });
  });
}
