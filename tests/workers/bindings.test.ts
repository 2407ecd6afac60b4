/** Inside workerd a declared instance finds its binding by itself. */

import { env } from "cloudflare:workers";
import { storage } from "layeron-storage";
import { expect, test } from "vitest";

test("A bucket finds its R2 binding without connect().", async () => {
  const bucket = storage.bucket({ name: "bucket" });
  await bucket.put("found", "by itself");
  const raw = await env.BUCKET.get("found");
  expect(await raw.text()).toBe("by itself");
});

test("A KV namespace finds its binding without connect().", async () => {
  const kv = storage.kv({ name: "kv" });
  await kv.put("found", "by itself");
  expect(await env.KV.get("found")).toBe("by itself");
});
