/**
 * The storage class that another program chose for an object of R2. Miniflare has one class only.
 * @module
 */

import { connect, rewrap, storage } from "layeron-storage";
import { expect, test } from "vitest";
import { fakeR2 } from "./fakes/r2";

const encryption = { secret: { kind: "secret_ref", name: "class-key" } } as const;
const bucket = storage.bucket({ name: "classes", encryption });

/** The secret, with this version as the current one. */
const versions = (current: string) =>
  JSON.stringify({
    current,
    versions: { v1: { value: `hex:${"01".repeat(32)}` }, v2: { value: `hex:${"02".repeat(32)}` } },
  });

type RawPut = (key: string, value: Uint8Array, options: object) => Promise<unknown>;

test.each(["InfrequentAccess", "Standard"])(
  "Objects of the class %s stay in it when they are rewrapped.",
  async (storageClass) => {
    const r2 = fakeR2();
    connect({ CLASSES: r2.bucket, CLASS_KEY: versions("v1") });
    const put = r2.bucket.put as RawPut;
    await put("plain", new TextEncoder().encode("in clear"), { storageClass });
    const classOf = (key: string) => r2.objects.get(key)?.about.storageClass;

    expect(await rewrap(bucket, { sealPlain: true })).toEqual({ done: 1, resealed: 1, skipped: 0 });
    expect([classOf("plain"), await (await bucket.get("plain"))?.text()]).toEqual([storageClass, "in clear"]);
    connect({ CLASSES: r2.bucket, CLASS_KEY: versions("v2") });
    expect(await rewrap(bucket)).toEqual({ done: 1, resealed: 1, skipped: 0 });
    expect([classOf("plain"), await (await bucket.get("plain"))?.text()]).toEqual([storageClass, "in clear"]);
    const asked = r2.calls.filter(({ method }) => method === "put").map(({ args }) => args[2]);
    expect(asked).toEqual(asked.map(() => expect.objectContaining({ storageClass })));

    // A put of the caller's names no class: the bucket has one for new objects.
    await bucket.put("plain", "newer");
    expect(r2.calls.at(-1)?.args[2]).not.toHaveProperty("storageClass");
  },
);
