/** docs/migration/files-sdk.md: what is expected of the code on files-sdk, and of the code after the move. */

import { env } from "cloudflare:workers";
import { Files, type FilesPlugin } from "files-sdk";
import { compression } from "files-sdk/compression";
import { encryption } from "files-sdk/encryption";
import { r2 } from "files-sdk/r2";
import { softDelete } from "files-sdk/soft-delete";
import { versioning } from "files-sdk/versioning";
import { storage } from "layeron-storage";
import { describe, expect, test } from "vitest";
import * as after from "../../../examples/migration/files-sdk/after.ts";
import * as before from "../../../examples/migration/files-sdk/before.ts";
import { fill, numbered, pairs, startEmpty, stored, streamOf } from "./stores.ts";

const files = storage.bucket({ name: "files" });
const theirs = new Files({ adapter: r2({ binding: env.FILES }) });

startEmpty();

describe.each(pairs(before, after))("written $writer, read $reader the move", ({ write, read }) => {
  test("a text with type, author, etag and date", async () => {
    await write.save("a.txt", "hello");
    expect(await read.readText("a.txt")).toBe("hello");
    expect(await read.readBytes("a.txt")).toEqual(new TextEncoder().encode("hello"));
    expect(await read.firstBytes("a.txt", 2)).toBe("he");
    const object = await env.FILES.head("a.txt");
    expect(await read.describe("a.txt")).toEqual({
      size: 5,
      etag: object?.etag,
      at: object?.uploaded,
      type: "text/plain",
      author: "ada",
    });
    const response = await read.serve("a.txt");
    expect(await response.text()).toBe("hello");
    expect(response.headers.get("content-type")).toBe("text/plain");
    expect(response.headers.get("etag")).toBe(object?.httpEtag);
  });

  test("a request's body with its type", async () => {
    const headers = { "content-type": "application/json" };
    await write.upload("a.json", new Request("https://x/", { method: "PUT", body: '{"a":1}', headers }));
    expect(await read.readText("a.json")).toBe('{"a":1}');
    expect((await env.FILES.head("a.json"))?.httpMetadata?.contentType).toBe("application/json");
  });

  test("a stream of unknown length", async () => {
    await write.saveStream("s", streamOf("streamed"));
    expect(await read.readText("s")).toBe("streamed");
  });

  test("a copy, with type and author", async () => {
    await write.save("a.txt", "hello");
    await read.copy("a.txt", "b.txt");
    const { httpMetadata, customMetadata } = (await env.FILES.head("b.txt")) ?? {};
    expect([httpMetadata?.contentType, customMetadata, await stored("b.txt")]).toEqual([
      "text/plain",
      { author: "ada" },
      "hello",
    ]);
    await expect(read.copy("none", "c.txt")).rejects.toThrow();
  });

  test("create and replace, one after the other", async () => {
    await write.create("c", "first");
    await expect(read.create("c", "second")).rejects.toThrow();
    const { etag } = await read.describe("c");
    await write.replace("c", "next", etag as string);
    await expect(read.replace("c", "late", etag as string)).rejects.toThrow();
    expect(await stored("c")).toBe("next");
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
      await code.remove(keys[n - 1] as string);
    }
    await fill(keys);
    await code.removeAll("many/");
    expect(await code.allKeys("")).toEqual(["other"]);
    await code.removeAll("many/");
  });

  test("a folder has files, with metadata, and folders", async () => {
    await code.save("docs/a", "a");
    await fill(["docs/b/1", "docs/b/2", "else"]);
    const { files: found, folders, cursor } = await code.folder("docs/");
    expect(found).toEqual([["docs/a", "ada"]]);
    expect(folders).toEqual(["docs/b/"]);
    expect(cursor).toBeUndefined();
  });

  test("what is missing is 404, and what was stored 201", async () => {
    expect((await code.serve("none")).status).toBe(404);
    await expect(code.describe("none")).rejects.toThrow();
    expect((await code.route("a", new Request("https://x/", { method: "PUT", body: "x" }))).status).toBe(201);
  });
});

describe("what differs after the move", () => {
  test("what is missing is null, no error", async () => {
    await expect(before.readText("none")).rejects.toMatchObject({ code: "NotFound" });
    expect(await after.readText("none")).toBeUndefined();
  });

  test("errors have the status of their cause", async () => {
    const put = () => new Request("https://x/", { method: "PUT", body: "x" });
    expect((await before.route("x".repeat(1025), put())).status).toBe(502);
    expect((await after.route("x".repeat(1025), put())).status).toBe(400);
  });

  test("conditions are kept, not refused", async () => {
    const { etag } = await theirs.upload("a", "x");
    for (const condition of [{ type: "create" as const }, { type: "replace" as const, etag: etag as string }]) {
      await expect(theirs.upload("b", "x", { condition })).rejects.toThrow("not supported by this adapter");
    }
    await expect(theirs.download("a", { condition: { etag: etag as string } })).rejects.toThrow("not supported");
  });

  test("of many who create at once, one succeeds", async () => {
    const race = async (side: typeof before | typeof after, key: string) => {
      const calls = Array.from({ length: 20 }, (_, n) => side.create(key, `${n}`));
      return (await Promise.allSettled(calls)).filter(({ status }) => status === "fulfilled").length;
    };
    expect(await race(before, "x")).toBeGreaterThan(1);
    expect(await race(after, "y")).toBe(1);
  });

  test("a stream of unknown length can be stored", async () => {
    await expect(theirs.upload("s", streamOf("x"))).rejects.toThrow("known length");
    await files.put("s", streamOf("x"));
    expect(await stored("s")).toBe("x");
  });

  test("routes answer ranges and 304", async () => {
    await before.save("a", "hello");
    const part = await after.serve("a", new Headers({ range: "bytes=1-3" }));
    expect([part.status, await part.text()]).toEqual([206, "ell"]);
    const etag = part.headers.get("etag") ?? "";
    expect((await after.serve("a", new Headers({ "if-none-match": etag }))).status).toBe(304);
  });

  test("a cursor of files-sdk is refused", async () => {
    await fill(["a", "b"]);
    const { cursor } = await theirs.list({ limit: 1 });
    await expect(files.list({ limit: 1, cursor })).rejects.toMatchObject({ code: "storage_invalid_cursor" });
  });

  test("a range beyond the end is 416, and not an error of the provider", async () => {
    await before.save("a", "hello");
    await expect(theirs.download("a", { range: { start: 5 } })).rejects.toMatchObject({ code: "Provider" });
    await expect(files.get("a", { range: { offset: 5 } })).rejects.toMatchObject({ status: 416 });
  });
});

describe("objects that are there", () => {
  test("have everything that files-sdk stored", async () => {
    const result = await theirs.upload("a", "abc", { cacheControl: "no-cache", metadata: { author: "ada" } });
    const object = await env.FILES.head("a");
    expect(result.etag).toBe(object?.etag);
    expect(await files.head("a")).toEqual({
      key: "a",
      size: 3,
      etag: object?.etag,
      storedAt: object?.uploaded.toISOString(),
      metadata: { author: "ada" },
      contentType: "text/plain; charset=utf-8",
      cacheControl: "no-cache",
    });
  });

  test("have the type that files-sdk gives them", async () => {
    await theirs.upload("bytes", new Uint8Array(3));
    expect((await files.head("bytes"))?.contentType).toBe("application/octet-stream");
    await files.put("bytes", new Uint8Array(3));
    expect((await files.head("bytes"))?.contentType).toBeUndefined();
    expect((await theirs.head("bytes")).type).toBe("application/octet-stream");
  });

  test("have the prefix in their key", async () => {
    const prefixed = new Files({ adapter: r2({ binding: env.FILES }), prefix: "app" });
    await prefixed.upload("a", "x");
    expect((await files.list()).items.map(({ key }) => key)).toEqual(["app/a"]);
    await files.put("app/b", "y");
    expect(await (await prefixed.download("b")).text()).toBe("y");
  });

  test("are sealed or packed where a plugin did that, and lie beside their versions", async () => {
    const withPlugins = (...plugins: FilesPlugin[]) => new Files({ adapter: r2({ binding: env.FILES }), plugins });
    const text = "secret ".repeat(1000);
    await withPlugins(encryption(new Uint8Array(32))).upload("sealed", text);
    await withPlugins(compression()).upload("packed", text);
    for (const key of ["sealed", "packed"]) {
      const handle = await files.get(key);
      expect(await handle?.text()).not.toContain("secret");
      expect(Object.keys(handle?.metadata ?? {})).not.toEqual([]);
      expect(handle?.contentEncoding).toBeUndefined();
    }
    await withPlugins(versioning()).upload("a", "first");
    await withPlugins(versioning()).upload("a", "second");
    const keys = (await files.list()).items.map(({ key }) => key);
    expect(keys).toEqual([expect.stringMatching(/^\.versions\/a\//), "a", "packed", "sealed"]);
    await withPlugins(softDelete()).delete("a");
    expect((await files.list({ prefix: ".trash/" })).items.map(({ key }) => key)).toEqual([".trash/a"]);
  });
});

describe("what files-sdk does that this package does not", () => {
  test("one call of many keys names those that failed", async () => {
    await theirs.upload("a", "x");
    expect(await theirs.delete(["a", "none"])).toEqual({ deleted: ["a", "none"] });
    const { errors } = await theirs.download(["none"]);
    expect(errors?.[0]).toMatchObject({ key: "none", error: { code: "NotFound" } });
  });
});
