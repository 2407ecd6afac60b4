/**
 * toResponse(): a handle as the answer to a request.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { newBucket, newKv, VARIANTS } from "./subject";

const ALL = {
  contentType: "text/plain;charset=utf-8",
  cacheControl: "max-age=60",
  contentDisposition: 'attachment; filename="a.txt"',
  contentEncoding: "identity",
};

/** The header fields of a response, but not those of a runtime's own making. */
const fieldsOf = (response: Response | undefined) => Object.fromEntries(response?.headers ?? []);

export function responses() {
  describe.each(VARIANTS)("toResponse() of $variant", ({ make, variant }) => {
    test("It is a 200 with the body and its headers", async () => {
      const module = make();
      const { etag, storedAt } = await module.put("k", "0123456789", ALL);
      const response = (await module.get("k"))?.toResponse();
      expect(response?.status).toBe(200);
      expect(fieldsOf(response)).toEqual({
        "content-type": ALL.contentType,
        "content-length": "10",
        "cache-control": ALL.cacheControl,
        "content-disposition": ALL.contentDisposition,
        "content-encoding": ALL.contentEncoding,
        etag: `"${etag}"`,
        "last-modified": new Date(storedAt).toUTCString(),
        ...(variant === "a bucket" ? { "accept-ranges": "bytes" } : {}),
      });
      expect(await response?.text()).toBe("0123456789");
    });

    test("What was not stored with the value is not there", async () => {
      const module = make();
      await module.put("k", "v");
      const response = (await module.get("k"))?.toResponse();
      const names = [...(response?.headers.keys() ?? [])];
      const always = variant === "a bucket" ? ["accept-ranges"] : [];
      expect(names.sort()).toEqual([...always, "content-length", "etag", "last-modified"]);
      await response?.body?.cancel();
    });

    test("An empty value has a content-length of 0", async () => {
      const module = make();
      await module.put("k", "");
      const response = (await module.get("k"))?.toResponse();
      expect([response?.headers.get("content-length"), await response?.text()]).toEqual(["0", ""]);
    });

    test("A status and headers of one's own come before", async () => {
      const module = make();
      await module.put("k", "v", ALL);
      const init = { status: 203, headers: { "Cache-Control": "no-store", "x-mine": "1" } };
      const response = (await module.get("k"))?.toResponse(init);
      expect(response?.status).toBe(203);
      expect(response?.headers.get("cache-control")).toBe("no-store");
      expect(response?.headers.get("x-mine")).toBe("1");
      expect(response?.headers.get("content-type")).toBe(ALL.contentType);
      expect(await response?.text()).toBe("v");
    });

    test("The headers may be changed afterwards", async () => {
      const module = make();
      await module.put("k", "v");
      const response = (await module.get("k"))?.toResponse();
      response?.headers.set("x-mine", "1");
      expect(response?.headers.get("x-mine")).toBe("1");
      await response?.body?.cancel();
    });

    test("It hands the body over", async () => {
      const module = make();
      await module.put("k", "v");
      const handle = await module.get("k");
      const response = handle?.toResponse();
      await expect(handle?.text()).rejects.toThrow(TypeError);
      expect(() => handle?.toResponse()).toThrow(TypeError);
      expect(await response?.text()).toBe("v");
    });
  });

  describe("toResponse() of a part", () => {
    test.each([
      [{ range: { offset: 2, length: 3 } }, "234", "bytes 2-4/10"],
      [{ range: { suffix: 4 } }, "6789", "bytes 6-9/10"],
      [{ range: { offset: 0 } }, "0123456789", "bytes 0-9/10"],
      [{ headers: new Headers({ range: "bytes=8-99" }) }, "89", "bytes 8-9/10"],
    ])("%j is a 206 that says which bytes it has", async (options, text, contentRange) => {
      const bucket = newBucket();
      const { etag } = await bucket.put("k", "0123456789", ALL);
      const response = (await bucket.get("k", options))?.toResponse();
      expect(response?.status).toBe(206);
      expect(fieldsOf(response)).toMatchObject({
        "content-range": contentRange,
        "content-length": String(text.length),
        "content-type": ALL.contentType,
        "accept-ranges": "bytes",
        etag: `"${etag}"`,
      });
      expect(await response?.text()).toBe(text);
    });
  });

  describe("toResponse() of what was not modified", () => {
    test("It is a 304 without a body, with what a cache needs", async () => {
      const bucket = newBucket();
      const { etag, storedAt } = await bucket.put("k", "0123456789", ALL);
      const response = (
        await bucket.get("k", { headers: new Headers({ "if-none-match": `"${etag}"` }) })
      )?.toResponse();
      expect([response?.status, response?.body]).toEqual([304, null]);
      expect(fieldsOf(response)).toMatchObject({
        etag: `"${etag}"`,
        "cache-control": ALL.cacheControl,
        "last-modified": new Date(storedAt).toUTCString(),
      });
      expect(response?.headers.has("content-length")).toBe(false);
    });

    test("The date that it gave as last-modified serves for If-Range", async () => {
      const bucket = newBucket();
      await bucket.put("k", "0123456789");
      // A date is a strong validator once it lies a second back or more (RFC 9110, section 8.8.2.2).
      const lastModified = (await bucket.get("k"))?.toResponse().headers.get("last-modified") ?? "";
      const headers = new Headers({ range: "bytes=0-1", "if-range": lastModified });
      expect(["01", "0123456789"]).toContain(await (await bucket.get("k", { headers }))?.text());
    });
  });

  test("A KV value is answered whole, whatever the request asks", async () => {
    const kv = newKv();
    await kv.put("k", "0123456789");
    expect((await kv.get("k"))?.toResponse().headers.has("accept-ranges")).toBe(false);
  });
}
