/** docs/migration/unstorage.md: what is expected of the code on unstorage, and of the code after the move. */

import { env } from "cloudflare:workers";
import { storage } from "layeron-storage";
import { createStorage } from "unstorage";
import kvDriver from "unstorage/drivers/cloudflare-kv-binding";
import r2Driver from "unstorage/drivers/cloudflare-r2-binding";
import { describe, expect, test } from "vitest";
import * as after from "../../../examples/migration/unstorage/after.ts";
import * as before from "../../../examples/migration/unstorage/before.ts";
import { fill, numbered, pairs, startEmpty, stored, streamOf } from "./stores.ts";

const files = storage.bucket({ name: "files" });
const settings = storage.kv({ name: "settings" });
const theirFiles = createStorage({ driver: r2Driver({ binding: env.FILES }) });
const theirSettings = createStorage({ driver: kvDriver({ binding: env.SETTINGS }) });

startEmpty();

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe.each(pairs(before, after))("written $writer, read $reader the move", ({ write, read }) => {
  test("JSON, a text and bytes", async () => {
    await write.saveJson("users:1", { dark: true });
    expect(await stored("users:1")).toBe('{"dark":true}');
    expect(await read.readJson("users:1")).toEqual({ dark: true });
    await write.save("a", "hello");
    expect(await read.readText("a")).toBe("hello");
    await write.saveBytes("b", bytesOf("bytes"));
    expect(await read.readBytes("b")).toEqual(bytesOf("bytes"));
    expect(await read.firstBytes("b", 2)).toEqual(bytesOf("by"));
  });

  test("type, author, etag and date", async () => {
    await write.save("a", "hello");
    const object = await env.FILES.head("a");
    expect(await read.describe("a")).toEqual({
      size: 5,
      etag: object?.etag,
      at: object?.uploaded,
      type: "text/plain",
      author: "ada",
    });
    const response = await read.serve("a");
    expect(await response.text()).toBe("hello");
    expect(response.headers.get("content-type")).toBe("text/plain");
    expect(response.headers.get("etag")).toBe(object?.httpEtag);
  });

  test("values in KV, and what ends", async () => {
    expect(await read.hasTheme()).toBe(false);
    await write.setTheme({ dark: true });
    expect(await read.getTheme()).toEqual({ dark: true });
    expect(await read.hasTheme()).toBe(true);
    await write.startSession("s1", "ada");
    const { keys } = await env.SETTINGS.list({ prefix: "s1" });
    expect(keys[0]?.expiration).toBeCloseTo(Date.now() / 1000 + 3600, -2);
    await read.forget(["theme", "s1"]);
    expect((await env.SETTINGS.list()).keys).toEqual([]);
  });

  test("create and replace, one after the other", async () => {
    await write.create("c", "first");
    await expect(read.create("c", "second")).rejects.toThrow();
    const { etag } = (await read.describe("c")) as { etag: string };
    await write.replace("c", "next", etag);
    await expect(read.replace("c", "late", etag)).rejects.toThrow();
    expect(await stored("c")).toBe("next");
  });
});

describe.each([
  { side: "before", code: before },
  { side: "after", code: after },
])("$side the move", ({ code }) => {
  test("what is missing is null, and 404", async () => {
    expect(await code.readJson("none")).toBeNull();
    expect(await code.readText("none")).toBeNull();
    expect(await code.readBytes("none")).toBeNull();
    expect(await code.firstBytes("none", 1)).toBeNull();
    expect(await code.describe("none")).toBeNull();
    expect(await code.getTheme()).toBeNull();
    expect((await code.serve("none")).status).toBe(404);
  });

  test("a listing of 999 and 1,000 keys is whole, and so is their removal", async () => {
    const keys = numbered("many:", 1000);
    await fill([...keys, "other"]);
    expect(await code.allKeys("many:")).toEqual(keys);
    await code.remove(keys[999] as string);
    expect(await code.allKeys("many:")).toEqual(keys.slice(0, 999));
    await code.removeAll("many:");
    expect(await code.allKeys("")).toEqual(["other"]);
  });

  test("errors have a status", async () => {
    const put = (key: string) => code.route(key, new Request("https://x/", { method: "PUT", body: "x" }));
    expect((await put("short")).status).toBe(201);
    expect((await put("x".repeat(1025))).status).toBe(400);
  });
});

describe("what differs after the move", () => {
  test("1,001 keys are listed and removed", async () => {
    const keys = numbered("many:", 1001);
    await fill(keys);
    expect(await before.allKeys("many:")).toEqual(keys.slice(0, 1000));
    expect(await after.allKeys("many:")).toEqual(keys);
    await before.removeAll("many:");
    expect(await after.allKeys("many:")).toEqual(keys.slice(1000));
    await fill(keys);
    await after.removeAll("many:");
    expect(await after.allKeys("many:")).toEqual([]);
  });

  test("clear() removes 1,000 objects, and none below a prefix", async () => {
    await fill(numbered("many:", 1001));
    await theirFiles.clear("many");
    expect(await after.allKeys("many:")).toHaveLength(1001);
    await theirFiles.clear();
    expect(await after.allKeys("many:")).toHaveLength(1);
  });

  test("in KV unstorage lists 1,001 keys, too", async () => {
    const keys = numbered("many:", 1001);
    for (const key of keys) await env.SETTINGS.put(key, "");
    expect(await theirSettings.getKeys()).toEqual(keys);
    await Promise.all(keys.map((key) => env.SETTINGS.delete(key)));
  });

  test("unstorage's memory driver takes long keys and keeps the caller's buffer", async () => {
    const memory = createStorage();
    const bytes = bytesOf("abc");
    await memory.setItemRaw("x".repeat(2000), bytes);
    bytes[0] = 0;
    expect(await memory.getItemRaw("x".repeat(2000))).toBe(bytes);
  });

  test("folders are named", async () => {
    await fill(["docs:a", "docs:b:1", "docs:b:2", "else"]);
    expect(await before.folder("docs:")).toEqual(["docs:a"]);
    expect(await after.folder("docs:")).toEqual({ files: ["docs:a"], folders: ["docs:b:"], cursor: undefined });
  });

  test("of many who create at once, one succeeds", async () => {
    const race = async (side: typeof before | typeof after, key: string) => {
      const calls = Array.from({ length: 20 }, (_, n) => side.create(key, `${n}`));
      return (await Promise.allSettled(calls)).filter(({ status }) => status === "fulfilled").length;
    };
    expect(await race(before, "x")).toBeGreaterThan(1);
    expect(await race(after, "y")).toBe(1);
  });

  test("a text stays a text", async () => {
    await before.save("n", "123");
    expect(await before.readText("n")).toBe(123);
    expect(await after.readText("n")).toBe("123");
  });

  test("a condition that unstorage hands on fails without a word", async () => {
    await theirFiles.setItem("c", "first");
    await theirFiles.setItem("c", "second", { onlyIf: { etagDoesNotMatch: "*" } });
    expect(await stored("c")).toBe("first");
  });

  test("a stream of unknown length can be stored", async () => {
    await expect(theirFiles.setItemRaw("s", streamOf("x"))).rejects.toThrow("known length");
    await files.put("s", streamOf("x"));
    expect(await stored("s")).toBe("x");
  });

  test("a short life is refused rather than prolonged", async () => {
    await theirSettings.setItem("s", "x", { ttl: 10 });
    const [key] = (await env.SETTINGS.list()).keys;
    expect(key?.expiration).toBeGreaterThan(Date.now() / 1000 + 50);
    await expect(settings.put("s", "x", { ttlSeconds: 10 })).rejects.toMatchObject({ status: 400 });
  });
});

describe("what is there", () => {
  test("keys have colons", async () => {
    await theirFiles.setItem("/users//ada/notes?draft=1", "x");
    expect((await files.list()).items.map(({ key }) => key)).toEqual(["users:ada:notes"]);
  });

  test("keys with slashes are listed by unstorage, and not found", async () => {
    await files.put("users/ada", "x");
    expect(await theirFiles.getKeys()).toEqual(["users:ada"]);
    expect(await theirFiles.getItem("users/ada")).toBeNull();
  });

  test("a base is part of the key, and a mount point is not", async () => {
    const based = createStorage({ driver: r2Driver({ binding: env.FILES, base: "app" }) });
    await based.setItem("a", "x");
    const mounted = createStorage().mount("cache", r2Driver({ binding: env.FILES }));
    await mounted.setItem("cache:b", "y");
    expect((await files.list()).items.map(({ key }) => key)).toEqual(["app:a", "b"]);
  });

  test("objects have R2's etag and date, and a type only when one was given", async () => {
    await theirFiles.setItem("json", { a: 1 });
    await theirFiles.setMeta("json", { author: "ada" });
    const object = await env.FILES.head("json");
    expect(await files.head("json")).toEqual({
      key: "json",
      size: 7,
      etag: object?.etag,
      storedAt: object?.uploaded.toISOString(),
      metadata: {},
    });
    expect(await (await files.get("json$"))?.json()).toEqual({ author: "ada" });
    expect((await files.list()).items.map(({ key }) => key)).toEqual(["json", "json$"]);
    expect(await theirFiles.getKeys()).toEqual(["json"]);
  });

  test("KV values have bytes, and an expiry in listings", async () => {
    await theirSettings.setItem("users:1", { a: 1 }, { ttl: 3600, metadata: { author: "ada" } });
    const object = await settings.head("users:1");
    expect(object).toEqual({
      key: "users:1",
      size: 7,
      etag: expect.stringMatching(/^[0-9a-f]{16}$/),
      storedAt: "1970-01-01T00:00:00.000Z",
      metadata: {},
    });
    const [listed] = (await settings.list()).items;
    expect(Date.parse(listed?.expiresAt ?? "")).toBeGreaterThan(Date.now());
  });

  test("raw bytes in KV are a text in base64", async () => {
    await theirSettings.setItemRaw("raw", bytesOf("abc"));
    expect(await (await settings.get("raw"))?.text()).toBe("base64:YWJj");
    const bytes = new Uint8Array([0, 255, 1]);
    await theirSettings.setItemRaw("raw", bytes);
    await settings.put("raw", await theirSettings.getItemRaw("raw"));
    expect(await (await settings.get("raw"))?.bytes()).toEqual(bytes);
    expect(await theirSettings.getItemRaw("raw")).toBe("\0\ufffd\x01");
  });
});
