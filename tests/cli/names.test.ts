/** The names of stores: valid for R2, and the same in the command as in the package's messages. */

import fc from "fast-check";
import { connect, storage } from "layeron-storage";
import { expect, test } from "vitest";
import { needsOf } from "../../cli/configuration/needs.js";
import { bucketName } from "../../js/host/store-name.js";

const part = fc.stringMatching(/^[a-z][a-z0-9-]{0,62}$/);

test("a bucket's name is one that R2 takes", () => {
  fc.assert(
    fc.property(part, fc.oneof(fc.constant("default"), part), (name, namespace) => {
      expect(bucketName({ name, namespace })).toMatch(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
    }),
  );
});

test.each([
  [{ name: "user-assets", namespace: "default" }, "user-assets"],
  [{ name: "assets", namespace: "team" }, "team-assets"],
  [{ name: "ab", namespace: "default" }, "ab-bucket"],
  [{ name: "abc-", namespace: "default" }, "abc-bucket"],
  [{ name: "a".repeat(63), namespace: "default" }, "a".repeat(63)],
  [{ name: `${"a".repeat(62)}-`, namespace: "default" }, `${"a".repeat(56)}-bucket`],
  [{ name: "a".repeat(40), namespace: "b".repeat(40) }, `${"b".repeat(40)}-${"a".repeat(15)}-bucket`],
])("%o is in the bucket %s", (declaration, name) => {
  expect(bucketName(declaration)).toBe(name);
});

test("the refusal of a missing binding and the command name the same", async () => {
  const said = async (call: Promise<unknown>) => (await call.catch((error) => error)).message;
  connect({});
  const bucket = storage.bucket({ name: "x-", namespace: "command" });
  const kv = storage.kv({ name: "y", namespace: "command" });
  const [forBucket, forKv] = needsOf(
    [
      { kind: "storage", variant: "bucket", name: "x-", namespace: "command", binding: "COMMAND_X_" },
      { kind: "storage", variant: "kv", name: "y", namespace: "command", binding: "COMMAND_Y" },
    ],
    "index.ts",
  );
  expect(await said(bucket.get("k"))).toContain(`"r2_buckets":[${JSON.stringify(forBucket?.wanted)}]`);
  expect(await said(kv.get("k"))).toContain(`"kv_namespaces":[${JSON.stringify(forKv?.wanted)}]`);
});
