/**
 * Signed URLs that write.
 *
 * @module
 */

import { type StorageObject, serveStorage } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { failureOf } from "../../hosts/failure";
import { newBucket } from "../subject";
import { ask, codeOf, expectRefused, streamOf, upload, writeUrl } from "./request";

export function signedWrites() {
  describe("A signed URL that writes", () => {
    test("PUT stores the body and answers with the StorageObject as JSON", async () => {
      const bucket = newBucket();
      const url = await writeUrl(bucket, "a/ü.txt", {
        metadata: { by: "ada\n😀", "7": "" },
        contentType: "text/plain",
      });
      const answer = await upload(url, "hello", { "content-type": "text/plain" });
      expect(answer.status).toBe(200);
      const object = (await answer.json()) as StorageObject;
      expect(object).toMatchObject({ key: "a/ü.txt", size: 5, contentType: "text/plain" });
      expect(object.metadata).toEqual({ by: "ada\n😀", "7": "" });
      const handle = await bucket.get("a/ü.txt");
      expect(handle).toMatchObject(object);
      expect(await handle?.text()).toBe("hello");
    });

    test("Without a signed type that of the request is stored, or none", async () => {
      const bucket = newBucket();
      const url = await writeUrl(bucket, "k");
      await upload(url, new Uint8Array(3));
      expect((await bucket.head("k"))?.contentType).toBeUndefined();
      await upload(url, new Uint8Array(3), { "content-type": "" });
      expect((await bucket.head("k"))?.contentType).toBeUndefined();
      await upload(url, new Uint8Array(3), { "content-type": "a/b; c=d" });
      expect((await bucket.head("k"))?.contentType).toBe("a/b; c=d");
    });

    test("A type of the request's that no header can carry is reduced to its media type", async () => {
      const bucket = newBucket();
      const url = await writeUrl(bucket, "k", { contentType: "" });
      const long = `image/png; x=${"y".repeat(1100)}`;
      expect((await upload(url, "v", { "content-type": long })).status).toBe(200);
      expect((await bucket.head("k"))?.contentType).toBe("image/png");
      expect((await upload(url, "v", { "content-type": "x".repeat(1100) })).status).toBe(200);
      expect(await bucket.head("k")).not.toHaveProperty("contentType");
    });

    test("Of the request's other fields none is stored", async () => {
      const bucket = newBucket();
      const fields = { "cache-control": "max-age=9", "content-disposition": "inline", "x-amz-meta-a": "b" };
      expect((await upload(await writeUrl(bucket, "k"), "v", fields)).status).toBe(200);
      const object = await bucket.head("k");
      expect([object?.cacheControl, object?.contentDisposition, object?.metadata]).toEqual([undefined, undefined, {}]);
    });

    test("Another content type than the signed one is 415, and nothing is stored", async () => {
      const bucket = newBucket();
      const url = await writeUrl(bucket, "k", { contentType: "image/png" });
      for (const type of ["image/jpeg", "image/png; x=y", "image/pn"]) {
        expect(await codeOf(await upload(url, "v", { "content-type": type }))).toEqual([
          415,
          "storage_content_type_mismatch",
        ]);
      }
      expect(await codeOf(await upload(url, new Uint8Array(1)))).toEqual([415, "storage_content_type_mismatch"]);
      expect(await bucket.head("k")).toBeNull();
      expect((await upload(url, "v", { "content-type": "IMAGE/png" })).status).toBe(200);
      expect((await bucket.head("k"))?.contentType).toBe("image/png");
      const spaced = await writeUrl(bucket, "spaced", { contentType: " image/png " });
      expect((await upload(spaced, "v", { "content-type": "image/png" })).status).toBe(200);
    });

    test("A body that passes maxSizeBytes is 413, whatever its length was said to be, and the older value stays", async () => {
      const bucket = newBucket();
      await bucket.put("k", "older");
      const url = await writeUrl(bucket, "k", { maxSizeBytes: 5 });
      for (const [body, headers] of [
        [() => "123456", {}],
        [() => "123456", { "content-length": "6" }],
        [() => streamOf("12345", "6"), {}],
        [() => streamOf("123456789"), {}],
        [() => streamOf("123", "456"), { "content-length": "6" }],
        [() => streamOf("12345", "6"), { "content-length": "5" }],
        [() => streamOf("123456"), { "content-length": "5" }],
        [() => streamOf("1", "23456"), { "content-length": "-1" }],
      ] as const) {
        const code = await codeOf(await upload(url, body(), headers));
        expect(code, JSON.stringify(headers)).toEqual([413, "storage_value_too_large"]);
      }
      expect(await (await bucket.get("k"))?.text()).toBe("older");
      expect((await upload(url, streamOf("123", "45"))).status).toBe(200);
      expect(await (await bucket.get("k"))?.text()).toBe("12345");
    });

    test("A body of another length than its Content-Length is 400, and nothing is stored", async () => {
      const bucket = newBucket();
      const url = await writeUrl(bucket, "k");
      for (const [body, length] of [
        [streamOf("123"), "5"],
        [streamOf("123", "456"), "5"],
        [streamOf(), "1"],
        [null, "1"],
      ] as const) {
        expect(await codeOf(await upload(url, body, { "content-length": length }))).toEqual([
          400,
          "storage_body_failed",
        ]);
      }
      expect(await bucket.head("k")).toBeNull();
    });

    test("A cut-off body stops where it passed the limit", async () => {
      const bucket = newBucket();
      let pulled = 0;
      const endless = new ReadableStream<Uint8Array>({
        pull(controller) {
          pulled++;
          controller.enqueue(new Uint8Array(1024));
        },
      });
      const url = await writeUrl(bucket, "k", { maxSizeBytes: 10 * 1024 });
      expect(await codeOf(await upload(url, endless))).toEqual([413, "storage_value_too_large"]);
      // The stream's own queues may hold a chunk or two more.
      expect(pulled).toBeLessThan(20);
      expect(await bucket.head("k")).toBeNull();
    });

    test("maxSizeBytes 0 allows an empty body and no other", async () => {
      const bucket = newBucket();
      const url = await writeUrl(bucket, "k", { maxSizeBytes: 0 });
      expect((await upload(url, "1")).status).toBe(413);
      for (const body of ["", null, streamOf()]) expect((await upload(url, body)).status).toBe(200);
      expect((await bucket.head("k"))?.size).toBe(0);
    });

    test("ifNotExists is 409 for a key that exists; so is If-None-Match: * on any URL", async () => {
      const bucket = newBucket();
      const url = await writeUrl(bucket, "k", { ifNotExists: true });
      expect((await upload(url, "first")).status).toBe(200);
      expect(await codeOf(await upload(url, "second"))).toEqual([409, "storage_key_already_exists"]);
      const any = await writeUrl(bucket, "k");
      const answer = await upload(any, "third", { "if-none-match": "*" });
      expect(await codeOf(answer)).toEqual([409, "storage_key_already_exists"]);
      expect(await (await bucket.get("k"))?.text()).toBe("first");
      expect((await upload(any, "fourth")).status).toBe(200);
    });

    test("What would store something else than is meant is refused", async () => {
      const bucket = newBucket();
      const url = await writeUrl(bucket, "k");
      for (const headers of [
        { "content-range": "bytes 0-1/9" },
        { "content-encoding": "gzip" },
        { "if-match": '"abc"' },
        { "if-none-match": '"abc"' },
        { "if-unmodified-since": new Date().toUTCString() },
      ]) {
        const answer = await upload(url, "v", headers as Record<string, string>);
        expect(await codeOf(answer)).toEqual([400, "storage_invalid_options"]);
      }
      expect(await bucket.head("k")).toBeNull();
    });

    test("A body that somebody has read from is thrown at who runs the server, and the older value stays", async () => {
      const bucket = newBucket();
      await bucket.put("k", "older");
      const url = `https://worker.example${await writeUrl(bucket, "k")}`;
      const request = () => new Request(url, { method: "PUT", body: "partly read" });
      const [whole, partly, locked] = [request(), request(), request()];
      await whole.text();
      const reader = partly.body?.getReader();
      await reader?.read();
      reader?.releaseLock();
      locked.body?.getReader();
      for (const used of [whole, partly, locked]) {
        expect((await failureOf(() => serveStorage(used))).code).toBe("storage_invalid_value");
      }
      expect(await (await bucket.get("k"))?.text()).toBe("older");
    });

    test("A body that fails is 400, and the older value stays", async () => {
      const bucket = newBucket();
      await bucket.put("k", "older");
      const failing = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new Uint8Array(3));
        },
        pull() {
          throw new Error("the line is dead");
        },
      });
      expect(await codeOf(await upload(await writeUrl(bucket, "k"), failing))).toEqual([400, "storage_body_failed"]);
      expect(await (await bucket.get("k"))?.text()).toBe("older");
    });

    test("GET, HEAD, POST, DELETE and PATCH are refused", async () => {
      const bucket = newBucket();
      await bucket.put("k", "older");
      const url = await writeUrl(bucket, "k");
      for (const method of ["GET", "HEAD", "POST", "DELETE", "PATCH", "OPTIONS"]) {
        const body = method === "POST" || method === "PATCH" ? { body: "newer" } : {};
        await expectRefused(await ask(url, { method, ...body }), method);
      }
    });
  });
}
