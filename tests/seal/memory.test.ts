/** Attacks on sealed values, and their rotation, on memory. */

import { connect, rewrap, secret, storage } from "layeron-storage";
import { beforeEach, expect, test } from "vitest";
import { attacks } from "./attacks";
import { rewrapping } from "./rewrap";
import { freshMemory, hex, memory, recordOf, versions } from "./vault";

beforeEach(freshMemory);

attacks(memory);
rewrapping(memory);

test.each(["bucket", "kv"] as const)("A %s that is rewrapped keeps every stored option as it was", async (variant) => {
  memory.connect(versions("v1", { v1: { value: hex(1) } }));
  const { module } = memory.vault(variant);
  const options = {
    contentType: "a/b",
    cacheControl: "no-cache",
    contentDisposition: "inline",
    contentEncoding: "br",
    contentLanguage: "en",
    expires: "2030-01-31T00:00:00.000Z",
    metadata: { a: "1" },
    checksum: "c",
  };
  await module.put("k", "v", options);
  memory.connect(versions("v2", { v1: { value: hex(1) }, v2: { value: hex(2) } }));
  expect(await rewrap(module)).toMatchObject({ resealed: 1 });
  expect(recordOf(module, "k")?.options).toMatchObject(options);
});

test("Fewer than 32 bytes of memory's own seal nothing either", async () => {
  const short = secret.random({ name: "short-key", bytes: 16 });
  const bucket = storage.bucket({ name: "short", encryption: { secret: short } });
  await expect(bucket.put("k", "v")).rejects.toMatchObject({ code: "storage_invalid_secret" });
});

test("Where memory has no secret it says how memory gets one", async () => {
  const bucket = storage.bucket({ name: "keyless", encryption: { secret: { kind: "secret_ref", name: "no-key" } } });
  const { message } = await bucket.put("k", "v").catch((error) => error);
  expect(message).toMatch(/ process\.env, .* has no secret "NO_KEY"; .*, or declare it with secret\.random$/);
});

test("A secret is looked for in the instance's namespace, then in the default one", async () => {
  const [own, common] = ["media", "default"].map((namespace) =>
    secret.static({ name: "shared-key", namespace, binding: `SHARED_KEY_${namespace.toUpperCase()}` }),
  );
  expect([own?.namespace, common?.namespace]).toEqual(["media", "default"]);
  const reference = { kind: "secret_ref", name: "shared-key" } as const;
  const bucket = storage.bucket({ name: "shared", namespace: "media", encryption: { secret: reference } });
  const other = storage.bucket({ name: "shared", namespace: "other", encryption: { secret: reference } });
  process.env.SHARED_KEY_MEDIA = `hex:${"01".repeat(32)}`;
  await bucket.put("k", "v");
  await expect(other.put("k", "v")).rejects.toThrow("SHARED_KEY_DEFAULT");
  connect("memory");
});
