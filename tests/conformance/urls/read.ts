/**
 * Signed URLs that read.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { newBucket } from "../subject";
import { ask, codeOf, expectRefused, readUrl, told } from "./request";

const STORED = { contentType: "text/html", metadata: { by: "ada" } };

/** What every answer with a value has, however it is stored. */
const SAFE = { "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" };

export function signedReads() {
  describe("A signed URL that reads", () => {
    test("GET answers with the value and its headers, to be saved and not to be run", async () => {
      const bucket = newBucket();
      const { etag, storedAt } = await bucket.put("a/ü.html", "0123456789", STORED);
      const answer = await ask(await readUrl(bucket, "a/ü.html"));
      expect(Object.fromEntries(answer.headers)).toEqual({
        ...SAFE,
        "accept-ranges": "bytes",
        "cache-control": "private, no-cache",
        "content-disposition": "attachment",
        "content-length": "10",
        "content-security-policy": "sandbox",
        "content-type": "text/html",
        etag: `"${etag}"`,
        "last-modified": new Date(storedAt).toUTCString(),
      });
      expect(await told(answer)).toEqual([200, "0123456789"]);
    });

    test("It may be used again, until it expires", async () => {
      const bucket = newBucket();
      await bucket.put("k", "v");
      const url = await readUrl(bucket, "k");
      for (let n = 0; n < 3; n++) expect(await told(await ask(url))).toEqual([200, "v"]);
    });

    test("HEAD answers with the same headers and no body, whatever range is asked for", async () => {
      const bucket = newBucket();
      await bucket.put("k", "0123456789", STORED);
      const url = await readUrl(bucket, "k");
      const get = await ask(url);
      const head = await ask(url, { method: "HEAD", headers: { range: "bytes=1-2" } });
      expect([head.status, head.body]).toEqual([200, null]);
      expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers));
      expect(head.headers.get("content-length")).toBe("10");
      await get.body?.cancel();
    });

    test("A range is 206, an unsatisfiable one 416 with the size", async () => {
      const bucket = newBucket();
      await bucket.put("k", "0123456789");
      const url = await readUrl(bucket, "k");
      for (const [range, text, part] of [
        ["bytes=2-4", "234", "bytes 2-4/10"],
        ["bytes=7-", "789", "bytes 7-9/10"],
        ["bytes=-2", "89", "bytes 8-9/10"],
        ["bytes=8-99", "89", "bytes 8-9/10"],
      ] as const) {
        const answer = await ask(url, { headers: { range } });
        expect(answer.headers.get("content-range")).toBe(part);
        expect(answer.headers.get("content-length")).toBe(String(text.length));
        expect(await told(answer)).toEqual([206, text]);
      }
      for (const range of ["bytes=10-", "bytes=-0"]) {
        const outside = await ask(url, { headers: { range } });
        expect(outside.headers.get("content-range")).toBe("bytes */10");
        expect(await codeOf(outside)).toEqual([416, "storage_invalid_range"]);
      }
      for (const range of ["bytes=1-2,4-5", "lines=1-2", "bytes=2-1", "nonsense"]) {
        expect(await told(await ask(url, { headers: { range } }))).toEqual([200, "0123456789"]);
      }
    });

    test("If-None-Match is 304, for GET and HEAD, and If-Range decides about the range", async () => {
      const bucket = newBucket();
      const { etag } = await bucket.put("k", "0123456789", STORED);
      const url = await readUrl(bucket, "k");
      for (const method of ["GET", "HEAD"]) {
        const answer = await ask(url, { method, headers: { "if-none-match": `"other", W/"${etag}"` } });
        expect([answer.status, answer.body, answer.headers.get("etag")]).toEqual([304, null, `"${etag}"`]);
        expect(answer.headers.get("cache-control")).toBe("private, no-cache");
      }
      const part = (ifRange: string) => ask(url, { headers: { range: "bytes=0-1", "if-range": ifRange } });
      expect(await told(await part(`"${etag}"`))).toEqual([206, "01"]);
      expect(await told(await part('"other"'))).toEqual([200, "0123456789"]);
    });

    test("A missing key is 404, and so is a range of it", async () => {
      const url = await readUrl(newBucket(), "k");
      for (const init of [{}, { method: "HEAD" }, { headers: { range: "bytes=1-" } }]) {
        const answer = await ask(url, init);
        expect([answer.status, answer.headers.get("cache-control")]).toEqual([404, "no-store"]);
      }
    });

    test("Disposition and filename are as signed, whatever is stored", async () => {
      const bucket = newBucket();
      await bucket.put("k", "v", { contentDisposition: 'inline; filename="stored.txt"', contentType: "text/plain" });
      const disposition = async (options: object) => {
        const answer = await ask(await readUrl(bucket, "k", options));
        await answer.body?.cancel();
        return answer.headers.get("content-disposition");
      };
      expect(await disposition({})).toBe("attachment");
      expect(await disposition({ filename: "a b.txt" })).toBe('attachment; filename="a b.txt"');
      expect(await disposition({ disposition: "inline", filename: 'ü "x".txt' })).toBe(
        "inline; filename=\"_ _x_.txt\"; filename*=UTF-8''%C3%BC%20%22x%22.txt",
      );
    });

    test("Shown inline it has no origin, except for a PDF, whose viewer needs none of it", async () => {
      const bucket = newBucket();
      for (const [contentType, policy] of [
        ["text/html", "sandbox"],
        ["image/svg+xml", "sandbox"],
        ["image/png", "sandbox"],
        [undefined, "sandbox"],
        ["application/pdf", null],
      ] as const) {
        await bucket.put("k", "v", { contentType });
        const answer = await ask(await readUrl(bucket, "k", { disposition: "inline" }));
        await answer.body?.cancel();
        expect(answer.headers.get("content-security-policy")).toBe(policy);
        expect(answer.headers.get("content-type")).toBe(contentType ?? "application/octet-stream");
        expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      }
    });

    test("Caches do as the object says, where it says something", async () => {
      const bucket = newBucket();
      await bucket.put("k", "v", { cacheControl: "max-age=60" });
      const answer = await ask(await readUrl(bucket, "k"));
      expect(answer.headers.get("cache-control")).toBe("max-age=60");
      await answer.body?.cancel();
    });

    test("PUT, POST, DELETE and PATCH are refused, and nothing is stored", async () => {
      const bucket = newBucket();
      await bucket.put("k", "older");
      const url = await readUrl(bucket, "k");
      for (const method of ["PUT", "POST", "DELETE", "PATCH", "OPTIONS"]) {
        await expectRefused(await ask(url, { method, ...(method === "OPTIONS" ? {} : { body: "newer" }) }), method);
      }
      expect(await (await bucket.get("k"))?.text()).toBe("older");
    });
  });
}
