/**
 * wrangler's `getPlatformProxy`: the bindings that frameworks have on a laptop, R2 and KV seen through a proxy from Node.
 * @module
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type StorageReadHandle, secret, storage } from "layeron-storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getPlatformProxy, type PlatformProxy } from "wrangler";

const folder = mkdtempSync(join(tmpdir(), "layeron-proxy-"));
let proxy: PlatformProxy;

beforeAll(async () => {
  const configPath = join(folder, "wrangler.json");
  const bucket = (binding: string) => ({ binding, bucket_name: binding.toLowerCase().replace("_", "-") });
  const r2_buckets = [bucket("PROXIED"), bucket("SEALED_PROXIED")];
  const kv_namespaces = [{ binding: "PROXIED_KV", id: "proxied" }];
  const vars = { PROXIED_KEY: `hex:${"07".repeat(32)}` };
  const config = { name: "proxied", compatibility_date: "2026-08-01", r2_buckets, kv_namespaces, vars };
  writeFileSync(configPath, JSON.stringify(config));
  proxy = await getPlatformProxy({ configPath, persist: false });
  connect(proxy.env);
}, 60_000);

afterAll(async () => {
  await proxy.dispose();
  rmSync(folder, { recursive: true });
});

const sealedBy = { secret: secret.static({ name: "proxied-key" }) };

describe.each([storage.bucket({ name: "proxied" }), storage.bucket({ name: "sealed-proxied", encryption: sealedBy })])(
  "$name through wrangler's proxy",
  (bucket) => {
    const READERS: [how: string, read: (handle: StorageReadHandle) => Promise<string>][] = [
      ["text()", (handle) => handle.text()],
      ["bytes()", async (handle) => new TextDecoder().decode(await handle.bytes())],
      ["stream()", (handle) => new Response(handle.stream()).text()],
      ["toResponse()", (handle) => handle.toResponse().text()],
    ];

    test.each(READERS)("is read by %s, whole and in part", async (_, read) => {
      await bucket.put("a", "through a proxy");
      expect(await read((await bucket.get("a")) as StorageReadHandle)).toBe("through a proxy");
      expect(await read((await bucket.get("a", { range: { suffix: 5 } })) as StorageReadHandle)).toBe("proxy");
    });

    test("tells what was not modified, and what is not there", async () => {
      const { etag } = await bucket.put("b", "v");
      expect(await bucket.get("b", { ifNoneMatch: etag })).toMatchObject({ notModified: true });
      expect(await bucket.get("missing")).toBeNull();
      await expect(bucket.put("b", "w", { ifNotExists: true })).rejects.toMatchObject({ status: 409 });
    });
  },
);

test("KV is read through wrangler's proxy", async () => {
  const kv = storage.kv({ name: "proxied-kv" });
  await kv.put("a", "v", { metadata: { by: "us" } });
  expect(await (await kv.get("a"))?.text()).toBe("v");
  expect((await kv.list()).items).toMatchObject([{ key: "a", metadata: { by: "us" } }]);
});

test("KV's values are looked at through wrangler's proxy, as often as you like", async () => {
  const kv = storage.kv({ name: "proxied-kv" });
  await kv.put("large", new Uint8Array(200_001));
  // A stream that is cancelled there fails every few times, after the call, and ends the process.
  for (let n = 0; n < 30; n++) {
    expect(await kv.head("large")).toMatchObject({ size: 200_001 });
    await expect(kv.put("large", "again", { ifNotExists: true })).rejects.toMatchObject({ status: 409 });
  }
});
