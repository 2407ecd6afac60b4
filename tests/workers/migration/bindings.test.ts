/** docs/migration/bindings.md: what is expected of the code on the bindings, and of the code after the move. */

import { env } from "cloudflare:workers";
import { storage } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { adopt } from "../../../examples/migration/bindings/adopt.ts";
import * as after from "../../../examples/migration/bindings/after.ts";
import * as before from "../../../examples/migration/bindings/before.ts";
import { fill, numbered, pairs, startEmpty, stored, streamOf } from "./stores.ts";

const files = storage.bucket({ name: "files" });
const settings = storage.kv({ name: "settings" });

startEmpty();

describe.each(pairs(before, after))("written $writer, read $reader the move", ({ write, read }) => {
  test("a text with its type and author", async () => {
    await write.save("a.txt", "hello");
    expect(await read.readText("a.txt")).toBe("hello");
    expect(await read.readBytes("a.txt")).toEqual(new TextEncoder().encode("hello"));
    const object = await env.FILES.head("a.txt");
    expect(await read.describe("a.txt")).toEqual({
      size: 5,
      etag: object?.etag,
      at: object?.uploaded,
      type: "text/plain",
      author: "ada",
    });
  });

  test("a request's body with its type", async () => {
    const request = new Request("https://x/", { method: "PUT", body: "{}", headers: { "content-type": "text/css" } });
    await write.upload("a.css", request);
    const response = await read.serve("a.css", new Request("https://x/"));
    expect(await response.text()).toBe("{}");
    expect(response.headers.get("content-type")).toBe("text/css");
    expect(response.headers.get("etag")).toBe((await env.FILES.head("a.css"))?.httpEtag);
  });

  test("a stream of unknown length", async () => {
    await write.saveStream("s", streamOf("streamed"));
    expect(await read.readText("s")).toBe("streamed");
  });

  test("a value in KV", async () => {
    await write.setTheme({ dark: true });
    expect(await read.getTheme()).toEqual({ dark: true });
  });

  test("a range", async () => {
    await write.save("a.txt", "hello");
    expect(await read.firstBytes("a.txt", 2)).toBe("he");
    expect(await read.firstBytes("a.txt", 99)).toBe("hello");
    const asked = (headers: HeadersInit) => read.serve("a.txt", new Request("https://x/", { headers }));
    const part = await asked({ range: "bytes=1-3" });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([206, "bytes 1-3/5", "ell"]);
    const whole = await asked({});
    expect([whole.status, await whole.text()]).toEqual([200, "hello"]);
    const unchanged = await asked({ "if-none-match": whole.headers.get("etag") ?? "" });
    expect([unchanged.status, await unchanged.text()]).toEqual([304, ""]);
  });

  test("what is created is created once, what is replaced is what was read", async () => {
    await write.create("c", "first");
    await expect(read.create("c", "second")).rejects.toThrow();
    const { etag } = (await read.describe("c")) as { etag: string };
    await write.replace("c", "next", etag);
    await expect(read.replace("c", "late", etag)).rejects.toThrow();
    expect(await stored("c")).toBe("next");
  });

  test("what ends", async () => {
    await write.startSession("s1", "ada");
    const { keys } = await env.SETTINGS.list();
    expect(keys[0]?.expiration).toBeCloseTo(Date.now() / 1000 + 3600, -2);
    expect(await env.SETTINGS.get("s1")).toBe("ada");
  });
});

describe.each([
  { side: "before", code: before },
  { side: "after", code: after },
])("$side the move", ({ code }) => {
  test("a listing of 1,001, 1,000 and 999 keys is whole, and so is their removal", async () => {
    const keys = numbered("many/", 1001);
    await fill([...keys, "other"]);
    for (const n of [1001, 1000, 999]) {
      expect(await code.allKeys("many/")).toEqual(keys.slice(0, n));
      await env.FILES.delete(keys[n - 1] as string);
    }
    await fill(keys);
    await code.removeAll("many/");
    expect(await code.allKeys("")).toEqual(["other"]);
    await code.removeAll("many/");
    await code.remove("other");
    await code.remove("other");
    expect(await code.allKeys("")).toEqual([]);
  });

  test("a folder has files, with metadata, and folders", async () => {
    await code.save("docs/a", "a");
    await fill(["docs/b/1", "docs/b/2", "else"]);
    const { files, folders, cursor } = await code.folder("docs/");
    expect(files).toEqual([["docs/a", "ada"]]);
    expect(folders).toEqual(["docs/b/"]);
    expect(cursor).toBeUndefined();
  });

  test("what is missing is null, and 404", async () => {
    expect(await code.readText("none")).toBeNull();
    expect(await code.readBytes("none")).toBeNull();
    expect(await code.describe("none")).toBeNull();
    expect(await code.firstBytes("none", 1)).toBeNull();
    expect(await code.getTheme()).toBeNull();
    expect((await code.serve("none", new Request("https://x/"))).status).toBe(404);
  });

  test("KV's metadata is read by who wrote it, and keys are forgotten", async () => {
    await code.setTheme({ dark: true });
    expect(await code.themeAuthor()).toBe("ada");
    await code.forget(["theme", "none"]);
    expect(await code.getTheme()).toBeNull();
  });

  test("errors have a status", async () => {
    const put = (key: string) => code.route(key, new Request("https://x/", { method: "PUT", body: "x" }));
    expect((await put("short")).status).toBe(201);
    expect((await put("x".repeat(1025))).status).toBe(400);
  });
});

describe("what differs after the move", () => {
  test("a range beyond the end is 416, not the whole object", async () => {
    await before.save("a.txt", "hello");
    const request = new Request("https://x/", { headers: { range: "bytes=5-" } });
    expect((await before.serve("a.txt", request)).status).toBe(200);
    await expect(after.serve("a.txt", request)).rejects.toMatchObject({ status: 416 });
  });

  test("R2 refuses a stream of unknown length", async () => {
    await expect(env.FILES.put("s", streamOf("x"))).rejects.toThrow("known length");
  });

  test("a cursor of the binding is refused", async () => {
    await fill(["a", "b"]);
    const page = await env.FILES.list({ limit: 1 });
    const cursor = page.truncated ? page.cursor : undefined;
    expect(cursor).toBeDefined();
    await expect(files.list({ cursor })).rejects.toMatchObject({ code: "storage_invalid_cursor" });
  });

  test("errors have a code where they had a number in a text", async () => {
    const key = "x".repeat(1025);
    await expect(env.FILES.put(key, "")).rejects.toThrow("(10020)");
    await expect(files.put(key, "")).rejects.toMatchObject({ code: "storage_invalid_key", status: 400 });
  });
});

describe("objects that are there", () => {
  test("have what R2 knows", async () => {
    const object = await env.FILES.put("old", "abc", {
      httpMetadata: {
        contentType: "text/plain",
        contentLanguage: "en",
        contentDisposition: "inline",
        contentEncoding: "identity",
        cacheControl: "no-cache",
        cacheExpiry: new Date("2030-01-01"),
      },
      customMetadata: { author: "ada" },
      sha256: await crypto.subtle.digest("SHA-256", new TextEncoder().encode("abc")),
    });
    expect(await files.head("old")).toEqual({
      key: "old",
      size: 3,
      etag: object?.etag,
      storedAt: object?.uploaded.toISOString(),
      metadata: { author: "ada" },
      contentType: "text/plain",
      contentDisposition: "inline",
      contentEncoding: "identity",
      cacheControl: "no-cache",
      contentLanguage: "en",
      expires: "2030-01-01T00:00:00.000Z",
    });
    const headers = (await files.get("old"))?.toResponse().headers;
    expect(headers?.get("content-language")).toBe("en");
    expect(headers?.get("expires")).toBe("Tue, 01 Jan 2030 00:00:00 GMT");
  });

  test("are found by the binding with what this package stored", async () => {
    await files.put("new", "abc", { contentLanguage: "en", expires: new Date("2030-01-01") });
    const { contentLanguage, cacheExpiry } = (await env.FILES.head("new"))?.httpMetadata ?? {};
    expect([contentLanguage, cacheExpiry]).toEqual(["en", new Date("2030-01-01")]);
    await files.put("new", "abc");
    expect((await env.FILES.head("new"))?.httpMetadata).toEqual({});
  });

  test("keep the etag of an upload in parts", async () => {
    const upload = await env.FILES.createMultipartUpload("parts");
    await upload.complete([await upload.uploadPart(1, "part")]);
    expect((await files.head("parts"))?.etag).toMatch(/-1$/);
  });

  test("are beyond reach under the keys that are refused", async () => {
    await env.FILES.put("!layeron/x", "hidden");
    await env.FILES.put("..", "refused");
    await expect(files.get("!layeron/x")).rejects.toMatchObject({ code: "storage_invalid_key" });
    await expect(files.get("..")).rejects.toMatchObject({ code: "storage_invalid_key" });
    expect((await files.list()).items.map(({ key }) => key)).toEqual([".."]);
  });
});

describe("values that are there in KV", () => {
  test("have a size and an etag of their bytes, no date, and no metadata", async () => {
    await env.SETTINGS.put("old", "abc", { metadata: { author: "ada" }, expirationTtl: 3600 });
    const object = await settings.head("old");
    expect(object).toEqual({
      key: "old",
      size: 3,
      etag: expect.stringMatching(/^[0-9a-f]{16}$/),
      storedAt: "1970-01-01T00:00:00.000Z",
      metadata: {},
    });
    const [listed] = (await settings.list()).items;
    const { keys } = await env.SETTINGS.list();
    expect(listed).toEqual({ ...object, expiresAt: new Date(Number(keys[0]?.expiration) * 1000).toISOString() });
    expect(await (await settings.get("old"))?.text()).toBe("abc");
  });

  test("get the whole record by adopt()", async () => {
    await env.SETTINGS.put("old", "abc", { metadata: { author: "ada" }, expirationTtl: 3600 });
    await env.SETTINGS.put("plain", "xyz");
    await settings.put("new", "kept", { metadata: { author: "bob" } });
    const kept = await settings.head("new");
    const end = (await env.SETTINGS.list({ prefix: "old" })).keys[0]?.expiration ?? 0;
    await adopt();
    expect(await settings.head("new")).toEqual(kept);
    expect((await settings.head("plain"))?.expiresAt).toBeUndefined();
    const adopted = await settings.head("old");
    expect(adopted?.metadata).toEqual({ author: "ada" });
    expect(Date.parse(adopted?.storedAt ?? "")).toBeGreaterThan(0);
    expect(Date.parse(adopted?.expiresAt ?? "") / 1000).toBeCloseTo(end, -1);
    expect(await env.SETTINGS.get("old")).toBe("abc");
  });

  test("stop adopt() where their metadata is no map of strings", async () => {
    await env.SETTINGS.put("old", "abc", { metadata: { visits: 1 } });
    await expect(adopt()).rejects.toMatchObject({ code: "storage_invalid_metadata", key: "old" });
    expect((await env.SETTINGS.getWithMetadata("old")).metadata).toEqual({ visits: 1 });
  });

  test("are taken for what the record says, when the binding writes as many other bytes under it", async () => {
    const written = await settings.put("a", "abc", { metadata: { author: "ada" } });
    const { metadata } = await env.SETTINGS.getWithMetadata("a");
    await env.SETTINGS.put("a", "xyz", { metadata });
    expect(await settings.head("a")).toEqual(written);
    expect(await (await settings.get("a"))?.text()).toBe("xyz");
    await env.SETTINGS.put("a", "longer", { metadata });
    expect((await settings.get("a"))?.metadata).toEqual({});
  });

  test("show the binding a record as their metadata, once this package wrote them", async () => {
    await after.setTheme({ dark: true });
    const { value, metadata } = await env.SETTINGS.getWithMetadata("theme");
    expect(value).toBe('{"dark":true}');
    expect(metadata).toMatchObject({ layeron: 1, size: 13, metadata: { author: "ada" } });
    expect(await before.themeAuthor()).toBeUndefined();
    await before.setTheme({ dark: false });
    expect(await after.themeAuthor()).toBeUndefined();
  });
});
