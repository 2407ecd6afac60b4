/**
 * Public buckets and their URLs.
 *
 * @module
 */

import { type StorageBucketModule, serveStorage, storagePublicUrl } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { failureOf } from "../../hosts/failure";
import { newBucket, newKv, type Store } from "../subject";
import { ask, expectRefused, readUrl, told, upload, writeUrl } from "./request";

const newPublic = () => newBucket({ access: "public" });

export function publicUrls(store: Store) {
  describe("A public bucket", () => {
    test("Everybody may GET and HEAD, as it was stored", async () => {
      const bucket = newPublic();
      const stored = { contentType: "text/html", cacheControl: "max-age=9", contentDisposition: "inline" };
      const { etag, storedAt } = await bucket.put("a/b.html", "0123456789", stored);
      const url = storagePublicUrl(bucket, "a/b.html");
      const answer = await ask(url);
      const headers = {
        "accept-ranges": "bytes",
        "cache-control": "max-age=9",
        "content-disposition": "inline",
        "content-length": "10",
        "content-type": "text/html",
        etag: `"${etag}"`,
        "last-modified": new Date(storedAt).toUTCString(),
        "x-content-type-options": "nosniff",
      };
      expect(Object.fromEntries(answer.headers)).toEqual(headers);
      expect(await told(answer)).toEqual([200, "0123456789"]);
      expect(Object.fromEntries((await ask(url, { method: "HEAD" })).headers)).toEqual(headers);
      expect((await ask(url, { headers: { "if-none-match": `"${etag}"` } })).status).toBe(304);
      expect(await told(await ask(url, { headers: { range: "bytes=1-2" } }))).toEqual([206, "12"]);
      expect((await ask(storagePublicUrl(bucket, "none"))).status).toBe(404);
    });

    test("Every spelling that decodes to a key is its URL", async () => {
      const bucket = newPublic();
      await bucket.put("a/e\u0301 (1)", "v");
      const url = storagePublicUrl(bucket, "a/e\u0301 (1)");
      for (const same of [
        url,
        url.replace("%2F", "/"),
        url.replace("%2F", "%2f"),
        url.replace("%C3%A9", "e%CC%81"),
        url.replace("%28", "(").replace("%29", ")"),
      ]) {
        expect(await told(await ask(same)), same).toEqual([200, "v"]);
      }
      for (const other of ["%2F", "//", "/", "%20"]) expect((await ask(url + other)).status, other).toBe(404);
    });

    test("What decodes to no key is refused", async () => {
      const url = storagePublicUrl(newPublic(), "k");
      for (const other of ["%", "%2", "%C3", "%00", "%ED%A0%80", "k".repeat(1024)]) {
        await expectRefused(await ask(url + other), other);
      }
      await expectRefused(await ask(url.slice(0, -1)), "no key");
      for (const dots of ["%2E", "%2e%2e", ".", ".."]) await expectRefused(await ask(url.replace(/k$/, dots)), dots);
    });

    test("A query that is no token changes nothing", async () => {
      const bucket = newPublic();
      await bucket.put("k", "v");
      expect(await told(await ask(`${storagePublicUrl(bucket, "k")}?v=2`))).toEqual([200, "v"]);
    });

    test("Nobody may write or delete without a token", async () => {
      const bucket = newPublic();
      await bucket.put("k", "older");
      const url = storagePublicUrl(bucket, "k");
      for (const method of ["PUT", "POST", "DELETE", "PATCH"]) {
        await expectRefused(await ask(url, { method, body: "newer" }), method);
      }
      expect(await (await bucket.get("k"))?.text()).toBe("older");
    });

    test("Signed URLs work as on a private one, and a wrong token is refused", async () => {
      const bucket = newPublic();
      const signed = await writeUrl(bucket, "k", { maxSizeBytes: 1 });
      expect((await upload(signed, "v")).status).toBe(200);
      const url = await readUrl(bucket, "k", { filename: "a.txt" });
      const answer = await ask(url);
      expect(answer.headers.get("content-disposition")).toBe('attachment; filename="a.txt"');
      expect(await told(answer)).toEqual([200, "v"]);
      const last = url.endsWith("A") ? "B" : "A";
      await expectRefused(await ask(url.slice(0, -1) + last));
      await expectRefused(await ask(`${storagePublicUrl(bucket, "k")}?token=`));
    });

    test("This package's own records stay hidden", async () => {
      const bucket = newPublic();
      await bucket.put("k", "v");
      await told(await ask(await readUrl(bucket, "k", { oneTime: true })));
      const record = (await store.raw?.bucket.list({ prefix: "!layeron/" }))?.objects[0]?.key ?? "!layeron/once/x";
      const path = storagePublicUrl(bucket, "k").replace(/k$/, encodeURIComponent(record).replace("!", "%21"));
      await expectRefused(await ask(path));
    });
  });

  describe("storagePublicUrl()", () => {
    test("starts with the endpoint, and encodes the key as one segment", async () => {
      await store.fresh({ endpoint: "https://cdn.example.com/files" });
      const bucket = newPublic();
      const start = `https://cdn.example.com/files/_storage/default/${bucket.name}/`;
      expect(storagePublicUrl(bucket, "a/é.txt")).toBe(`${start}a%2F%C3%A9.txt`);
      // As R2 stores it: in composed form.
      expect(storagePublicUrl(bucket, "a/e\u0301.txt")).toBe(`${start}a%2F%C3%A9.txt`);
    });

    test("refuses a private bucket, a KV namespace, and what is no key", async () => {
      const refused = async (module: unknown, key: unknown) =>
        (await failureOf(() => storagePublicUrl(module as StorageBucketModule, key as string))).code;
      expect(await refused(newBucket(), "k")).toBe("storage_invalid_options");
      expect(await refused(newKv({ access: "public" }), "k")).toBe("storage_invalid_options");
      expect(await refused(undefined, "k")).toBe("storage_invalid_options");
      expect(await refused(newPublic(), "..")).toBe("storage_invalid_key");
      expect(await refused(newPublic(), 7)).toBe("storage_invalid_key");
    });
  });

  describe("serveStorage()", () => {
    test("leaves other URLs alone", async () => {
      for (const url of ["/", "/storage/default/a/k", "/x/_storage/default/a/k", "/_storage", "/_Storage/a/b/c"]) {
        expect(await serveStorage(new Request(`https://worker.example${url}`))).toBeNull();
      }
    });

    test("refuses what is no request", async () => {
      for (const request of [undefined, null, {}, "/x", { url: "/relative" }]) {
        const error = await failureOf(() => serveStorage(request as Request));
        expect(error.code).toBe("storage_invalid_options");
      }
    });
  });
}
