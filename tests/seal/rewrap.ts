/**
 * `rewrap`: after it the old version of the secret may go, and nothing that somebody else wrote meanwhile is lost.
 *
 * @module
 */

import {
  type RewrapProgress,
  rewrap,
  type StorageBucketModule,
  StorageError,
  type StorageKvModule,
  storage,
} from "layeron-storage";
import { beforeEach, describe, expect, test } from "vitest";
import { type Host, hex, type Vault, versions } from "./vault";

const BOTH = { v1: { value: hex(1) }, v2: { value: hex(2) } };
const OLD = versions("v1", { v1: BOTH.v1 });
const MOVING = versions("v2", BOTH);
const NEW = versions("v2", { v2: BOTH.v2 });

let tests = 0;

export function rewrapping(host: Host) {
  describe.each(["bucket", "kv"] as const)(`rewrap of a %s in ${host.title}`, (variant) => {
    let vault: Vault;
    let module: StorageBucketModule | StorageKvModule;
    let prefix: string;

    beforeEach(() => {
      // Real bindings keep what other tests put.
      prefix = `${variant}-${++tests}/`;
      host.connect(OLD);
      vault = host.vault(variant);
      module = vault.module;
    });

    test("seals everything with the current version, and keeps what stands beside it", async () => {
      const http = {
        contentType: "a/b",
        cacheControl: "no-cache",
        contentDisposition: "inline",
        contentEncoding: "br",
        contentLanguage: "en",
        expires: "2030-01-31T00:00:00.000Z",
      };
      const options = { ...http, metadata: { a: "1" }, checksum: "c" };
      const first = await module.put(`${prefix}a`, "first", options);
      await module.put(`${prefix}b`, new Uint8Array(200_000));
      host.connect(MOVING);
      await module.put(`${prefix}c`, "third");
      expect(await rewrap(module, { prefix })).toEqual({ done: 3, resealed: 2, skipped: 0 });
      expect(await rewrap(module, { prefix })).toEqual({ done: 3, resealed: 0, skipped: 0 });
      host.connect(NEW);
      const handle = await module.get(`${prefix}a`);
      const { storedAt: _, etag, ...rest } = first;
      expect({ ...handle }).toMatchObject(rest);
      expect(handle?.etag).not.toBe(etag);
      expect(await handle?.text()).toBe("first");
      expect(await (await module.get(`${prefix}b`))?.bytes()).toEqual(new Uint8Array(200_000));
    });

    test("keeps a checksum that only metadata may hold, and metadata up to its limit", async () => {
      const full = "m".repeat(variant === "bucket" ? 7679 : 579);
      const all = [
        { metadata: { checksum: "Prüfsumme" } },
        { metadata: { checksum: "c".repeat(257), a: "1" } },
        { metadata: { checksum: "" } },
        { metadata: { m: full } },
        { metadata: { checksum: full.slice(8) } },
        { checksum: "c".repeat(256), metadata: { m: full.slice(variant === "bucket" ? 264 : 271) } },
      ];
      const put = [];
      for (const [n, options] of all.entries()) put.push(await module.put(`${prefix}${n}`, "v", options));
      host.connect(MOVING);
      expect(await rewrap(module, { prefix })).toEqual({ done: 6, resealed: 6, skipped: 0 });
      host.connect(NEW);
      for (const { key, metadata } of put) expect(await module.head(key)).toMatchObject({ metadata });
    });

    test("goes on where it was stopped, and tells how far it has come", async () => {
      for (let n = 0; n < 101; n++) await module.put(`${prefix}${String(n).padStart(3, "0")}`, "v");
      host.connect(MOVING);
      const told: RewrapProgress[] = [];
      const stop = new Error("enough");
      const stopped = rewrap(module, {
        prefix,
        onProgress(progress) {
          told.push(progress);
          throw stop;
        },
      });
      await expect(stopped).rejects.toBe(stop);
      expect(told).toEqual([{ done: 100, resealed: 100, skipped: 0, cursor: expect.any(String) }]);
      const cursor = told[0]?.cursor;
      expect(await rewrap(module, { prefix, cursor })).toEqual({ done: 1, resealed: 1, skipped: 0 });
      host.connect(NEW);
      for await (const { key } of module.entries({ prefix })) expect(await (await module.get(key))?.text()).toBe("v");
    });

    test("leaves what is stored in clear alone, unless it is told to seal it", async () => {
      await vault.write(`${prefix}plain`, { bytes: new TextEncoder().encode("in clear"), entry: undefined });
      expect(await rewrap(module, { prefix })).toEqual({ done: 1, resealed: 0, skipped: 1 });
      expect(await module.head(`${prefix}plain`)).toMatchObject({ encrypted: false });
      expect(await rewrap(module, { prefix, sealPlain: true })).toEqual({ done: 1, resealed: 1, skipped: 0 });
      expect(await module.head(`${prefix}plain`)).toMatchObject({ encrypted: true, size: 8 });
      expect(await (await module.get(`${prefix}plain`))?.text()).toBe("in clear");
    });

    test("does not replace what it cannot open", async () => {
      await module.put(`${prefix}a`, "v");
      const stored = await vault.stored(`${prefix}a`);
      host.connect(MOVING);
      for (const entry of [stored.entry?.slice(0, -3), `${stored.entry}x`]) {
        await vault.write(`${prefix}a`, { ...stored, entry });
        const error = await rewrap(module, { prefix, sealPlain: true }).catch((error) => error);
        expect(StorageError.is(error) && error.key).toBe(`${prefix}a`);
        expect(["storage_decryption_failed", "storage_secret_missing"]).toContain(error.code);
        expect((await vault.stored(`${prefix}a`)).bytes).toEqual(stored.bytes);
      }
      const bytes = stored.bytes.map((byte, at) => (at === 45 ? byte ^ 1 : byte));
      await vault.write(`${prefix}a`, { ...stored, bytes });
      await expect(rewrap(module, { prefix })).rejects.toMatchObject({ code: "storage_decryption_failed" });
      expect((await vault.stored(`${prefix}a`)).bytes).toEqual(bytes);
    });

    test("seals what opens behind what does not, and rejects at its end", async () => {
      const [a, b, c] = ["a", "b", "c"].map((name) => prefix + name) as [string, string, string];
      await module.put(a, "altered");
      await module.put(b, "in between");
      host.connect(versions("v3", { v3: { value: hex(3) } }));
      await module.put(c, "of a version that is gone");
      host.connect(OLD);
      await module.put(`${prefix}d`, "the last one");
      const altered = { ...(await vault.stored(a)), bytes: new Uint8Array(100) };
      await vault.write(a, altered);
      host.connect(MOVING);

      const told: RewrapProgress[] = [];
      const error = await rewrap(module, { prefix, onProgress: (p) => void told.push(p) }).catch((error) => error);
      expect(error).toMatchObject({ code: "storage_decryption_failed", key: a });
      expect(error.message).toMatch(/^rewrap ".*": 2 values do not open; the first: .*: what is stored does not/);
      expect(told.at(-1)).toEqual({ done: 4, resealed: 2, skipped: 2 });
      expect((await vault.stored(a)).bytes).toEqual(altered.bytes);
      host.connect(NEW);
      expect(await (await module.get(b))?.text()).toBe("in between");
      expect(await (await module.get(`${prefix}d`))?.text()).toBe("the last one");

      await module.delete(a);
      const other = await rewrap(module, { prefix }).catch((error) => error);
      expect(other).toMatchObject({ code: "storage_secret_missing", key: c });
      expect(other.message).toMatch(/^\w+ "[^"]*" in [^:]*: the value is sealed with version "v3"/);
    });

    test("refuses an instance that is not sealed, and options that it does not know", async () => {
      const map = new Map([["sealPlain", true]]);
      const fails = () => {
        throw new Error("not today");
      };
      const throwing = Object.defineProperty({}, "prefix", { get: fails, enumerable: true });
      const inherited = Object.create({ prefix: "a" });
      class Options {
        prefix = "a";
      }
      for (const options of [
        { prefx: "a" },
        { sealPlain: "yes" },
        { onProgress: true },
        null,
        [],
        map,
        throwing,
        inherited,
        new Options(),
      ]) {
        await expect(rewrap(module, options as never)).rejects.toMatchObject({ code: "storage_invalid_options" });
      }
      const plain = storage[variant]({ name: `in-clear-${variant}` });
      await expect(rewrap(plain)).rejects.toMatchObject({ code: "storage_invalid_options" });
      await expect(rewrap({} as never)).rejects.toMatchObject({ code: "storage_invalid_options" });
      await expect(rewrap(module, { cursor: "made up" })).rejects.toMatchObject({ code: "storage_invalid_cursor" });
    });
  });

  describe(`rewrap in ${host.title}`, () => {
    test("loses no write to a bucket that comes meanwhile", async () => {
      host.connect(OLD);
      const { module: bucket } = host.vault("bucket");
      for (const key of ["race/a", "race/b"]) await bucket.put(key, "older");
      host.connect(MOVING);
      const writing = rewrap(bucket, { prefix: "race/" });
      const written = Promise.all(["race/a", "race/b"].map((key) => bucket.put(key, "newer")));
      expect(await writing).toMatchObject({ done: 2 });
      await written;
      for (const key of ["race/a", "race/b"]) expect(await (await bucket.get(key))?.text()).toBe("newer");
    });

    test("keeps the expiry of KV's keys, and skips those that end soon", async () => {
      host.connect(OLD);
      const { module } = host.vault("kv");
      const kv = module as StorageKvModule;
      const long = await kv.put("ttl/long", "v", { ttlSeconds: 3600 });
      await kv.put("ttl/soon", "v", { ttlSeconds: 60 });
      await kv.put("ttl/never", "v");
      host.connect(MOVING);
      await new Promise((resolve) => setTimeout(resolve, 1100));
      expect(await rewrap(kv, { prefix: "ttl/" })).toEqual({ done: 3, resealed: 2, skipped: 1 });
      expect((await kv.head("ttl/long"))?.expiresAt).toBe(long.expiresAt);
      expect(await kv.head("ttl/never")).not.toHaveProperty("expiresAt");
    });
  });
}
