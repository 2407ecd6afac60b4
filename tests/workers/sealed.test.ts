/** Attacks on sealed values, and their rotation, on real R2 and KV. */

import { env } from "cloudflare:workers";
import {
  connect,
  rewrap,
  type StorageBucketModule,
  type StorageKvModule,
  serveStorage,
  storageSignedUrl,
} from "layeron-storage";
import { describe, expect, test } from "vitest";
import { attacks } from "../seal/attacks";
import { rewrapping } from "../seal/rewrap";
import { declare, type Host, hex, versions } from "../seal/vault";

const NAME = "layeron-sealed";

let secret: string | undefined;
const bindings = new Proxy(
  {},
  {
    get: (_, name) => {
      if (name === "ATTACKED_KEY") return secret;
      return /(^|_)KV_/.test(String(name)) ? env.KV : env.BUCKET;
    },
  },
);

/** All buckets are one, and all namespaces: keys of the same name replace each other. */
const real: Host = {
  title: "R2 and KV",
  // A flip costs some milliseconds there, and the package does the same on every host.
  every: 61,
  connect(text) {
    secret = text;
    connect(bindings);
  },
  vault(variant, options = {}) {
    const module = declare(variant, options);
    if (variant === "bucket") {
      return {
        variant,
        module,
        async stored(key) {
          const object = await env.BUCKET.get(key);
          if (object === null) throw new Error(`no object ${key}`);
          return { bytes: new Uint8Array(await object.arrayBuffer()), entry: object.customMetadata?.[NAME] };
        },
        async write(key, { bytes, entry }) {
          await env.BUCKET.put(key, bytes, { customMetadata: entry === undefined ? {} : { [NAME]: entry } });
        },
      };
    }
    return {
      variant,
      module,
      async stored(key) {
        const { value, metadata } = await env.KV.getWithMetadata<{ sealed: string }>(key, "arrayBuffer");
        if (value === null) throw new Error(`no value ${key}`);
        return { bytes: new Uint8Array(value), entry: metadata?.sealed };
      },
      async write(key, { bytes, entry }) {
        // The record is that of stored bytes of this length.
        const metadata = { layeron: 1, size: bytes.byteLength, etag: "e", storedAt: 1, sealed: entry };
        await env.KV.put(key, bytes, { metadata });
      },
    };
  },
};

attacks(real);
rewrapping(real);

describe("A range of 4 KiB of a large sealed object in R2", () => {
  test("is one request, for at most two segments", async () => {
    secret = hex(1);
    const asked: unknown[] = [];
    const counted = new Proxy(env.BUCKET, {
      get: (bucket, name) => {
        const method = Reflect.get(bucket, name);
        if (typeof method !== "function") return method;
        return (...args: unknown[]) => {
          asked.push([name, args[1]]);
          return Reflect.apply(method, bucket, args);
        };
      },
    });
    connect(new Proxy({}, { get: (_, name) => (name === "ATTACKED_KEY" ? secret : counted) }));
    const bucket = declare("bucket", {}) as StorageBucketModule;
    const plain = new Uint8Array(3 << 20).map((_, n) => n % 251);
    await bucket.put("large", plain);
    for (const offset of [0, 65_479, 1_000_000, plain.byteLength - 4096]) {
      asked.length = 0;
      const handle = await bucket.get("large", { range: { offset, length: 4096 } });
      expect(Buffer.compare((await handle?.bytes()) ?? Buffer.of(), plain.subarray(offset, offset + 4096))).toBe(0);
      expect(handle).toMatchObject({ size: plain.byteLength, range: { offset, length: 4096 }, encrypted: true });
      expect(asked).toEqual([["get", { range: { offset: expect.any(Number), length: expect.any(Number) } }]]);
      const [[, { range }]] = asked as [[string, { range: { offset: number; length: number } }]];
      expect(range.offset % 65_536).toBe(0);
      expect(range.length).toBeLessThanOrEqual(2 * 65_536);
    }
  });
});

/** A binding of which `method` does something of ours as well, once. */
function raced<Binding extends object>(binding: Binding, method: keyof Binding, when: "before" | "after", race: Race) {
  let isRacing = true;
  const meanwhile = async () => {
    const isFirst = isRacing;
    isRacing = false;
    if (isFirst) await race();
  };
  return new Proxy(binding, {
    get: (target, name) => {
      const own = Reflect.get(target, name);
      if (name !== method) return own.bind(target);
      return async (...args: unknown[]) => {
        if (when === "before") await meanwhile();
        const answer = await Reflect.apply(own, target, args);
        if (when === "after") await meanwhile();
        return answer;
      };
    },
  });
}
type Race = () => Promise<unknown>;

const connectOne = (binding: object) =>
  connect(new Proxy({}, { get: (_, name) => (name === "ATTACKED_KEY" ? hex(1) : binding) }));

describe("rewrap with sealPlain", () => {
  test("leaves alone what is sealed between R2's listing and the read", async () => {
    const module = declare("bucket", {}) as StorageBucketModule;
    connectOne(raced(env.BUCKET, "get", "before", () => module.put("raced/plain", "newer")));
    await env.BUCKET.put("raced/plain", "in clear");
    expect(await rewrap(module, { prefix: "raced/", sealPlain: true })).toEqual({ done: 1, resealed: 0, skipped: 1 });
    expect(await (await module.get("raced/plain"))?.text()).toBe("newer");
  });

  test("does not seal twice what is sealed between KV's listing and the read", async () => {
    const module = declare("kv", {}) as StorageKvModule;
    const put = () => module.put("raced/plain", "newer", { metadata: { by: "us" } });
    connectOne(raced(env.KV, "list", "after", put));
    await env.KV.put("raced/plain", "in clear");
    expect(await rewrap(module, { prefix: "raced/", sealPlain: true })).toEqual({ done: 1, resealed: 0, skipped: 0 });
    const handle = await module.get("raced/plain");
    expect([await handle?.text(), handle?.metadata]).toEqual(["newer", { by: "us" }]);
  });

  test("does not seal twice what is sealed between the listing of a page and the second read", async () => {
    const module = declare("kv", {}) as StorageKvModule;
    connectOne(raced(env.KV, "getWithMetadata", "after", () => module.put("again/plain", "newer")));
    await env.KV.put("again/plain", "in clear");
    expect(await rewrap(module, { prefix: "again/", sealPlain: true })).toEqual({ done: 1, resealed: 0, skipped: 1 });
    expect(await (await module.get("again/plain"))?.text()).toBe("newer");
  });

  test("keeps the end of what another program wrote to KV", async () => {
    const module = declare("kv", {}) as StorageKvModule;
    connectOne(env.KV);
    const expiration = Math.floor(Date.now() / 1000) + 3600;
    await env.KV.put("ends/plain", "in clear", { expiration });
    expect(await rewrap(module, { prefix: "ends/", sealPlain: true })).toMatchObject({ resealed: 1 });
    expect(await module.head("ends/plain")).toMatchObject({ expiresAt: new Date(expiration * 1000).toISOString() });
    expect((await env.KV.list({ prefix: "ends/" })).keys).toMatchObject([{ expiration }]);
  });

  test("keeps every HTTP field that another program gave an object of R2", async () => {
    const bucket = declare("bucket", {}) as StorageBucketModule;
    connectOne(env.BUCKET);
    const ordinary = {
      contentType: "text/plain",
      cacheControl: "no-cache",
      contentDisposition: "inline",
      contentEncoding: "identity",
      contentLanguage: "en",
      cacheExpiry: new Date("2030-01-31T00:00:00.250Z"),
    };
    const refused = { ...ordinary, contentDisposition: 'inline; filename="résumé"', cacheControl: "x".repeat(1025) };
    for (const httpMetadata of [ordinary, { ...refused, cacheExpiry: new Date("2200-01-01") }]) {
      await env.BUCKET.put("fields/plain", "in clear", { httpMetadata, customMetadata: { a: "1" } });
      const counts = { done: 1, resealed: 1, skipped: 0 };
      expect(await rewrap(bucket, { prefix: "fields/", sealPlain: true })).toEqual(counts);
      const object = await env.BUCKET.head("fields/plain");
      expect(object?.httpMetadata).toEqual(httpMetadata);
      expect(object?.customMetadata).toMatchObject({ a: "1" });
      expect(await (await bucket.get("fields/plain"))?.text()).toBe("in clear");
    }
  });

  test("skips what another program wrote and this package could not write, and goes on", async () => {
    const prefix = "beyond/";
    const bucket = declare("bucket", {}) as StorageBucketModule;
    connectOne(env.BUCKET);
    await env.BUCKET.put("beyond/a", "a", { customMetadata: { x: "y".repeat(8000) } });
    await env.BUCKET.put("beyond/b", "b");
    expect(await rewrap(bucket, { prefix, sealPlain: true })).toEqual({ done: 2, resealed: 1, skipped: 1 });
    expect(await (await env.BUCKET.get("beyond/a"))?.text()).toBe("a");
    expect(await (await bucket.get("beyond/b"))?.text()).toBe("b");
    const kv = declare("kv", {}) as StorageKvModule;
    connectOne(env.KV);
    await env.KV.put("beyond/a", new Uint8Array(25 << 20));
    await env.KV.put("beyond/b", "b");
    expect(await rewrap(kv, { prefix, sealPlain: true })).toEqual({ done: 2, resealed: 1, skipped: 1 });
    expect((await env.KV.get("beyond/a", "arrayBuffer"))?.byteLength).toBe(25 << 20);
    await env.KV.delete("beyond/a");
  });
});

describe("A signed URL of a sealed bucket in R2", () => {
  test("is signed with the bucket's own secret, and lives as long as its version", async () => {
    const both = { v1: { value: hex(1) }, v2: { value: hex(2) } };
    real.connect(versions("v1", both));
    const bucket = declare("bucket", {}) as StorageBucketModule;
    const upload = await storageSignedUrl(bucket, "signed", { action: "write", expiresInSeconds: 60 });
    const download = await storageSignedUrl(bucket, "signed", { action: "read", expiresInSeconds: 60 });
    const ask = (url: string, init?: RequestInit) => serveStorage(new Request(new URL(url, "https://a.test"), init));
    const stored = await ask(upload, { method: "PUT", body: "in clear on the wire" });
    expect(await stored?.json()).toMatchObject({ key: "signed", size: 20, encrypted: true });
    const raw = await (await env.BUCKET.get("signed"))?.text();
    expect(raw).not.toContain("in clear");
    real.connect(versions("v2", both));
    const answer = await ask(download, { headers: { range: "bytes=3-7" } });
    expect([answer?.status, answer?.headers.get("content-range")]).toEqual([206, "bytes 3-7/20"]);
    expect(await answer?.text()).toBe("clear");
    real.connect(versions("v2", { v2: both.v2 }));
    expect((await ask(download))?.status).toBe(403);
  });
});
