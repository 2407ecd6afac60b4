/**
 * What a first try most often gets wrong, in workerd: each message says what to do.
 *
 * Real Workers, as only workerd knows how an old date or an absent binding looks.
 */

import { describe, expect, test } from "vitest";
import { OLDEST_DATE } from "../../cli/configuration/dates.js";
import { answerOf } from "./worker.ts";

const WORKER = `
  import { connect, StorageError, storage } from "layeron-storage";
  const files = storage.bucket({ name: "files" });
  const flags = storage.kv({ name: "flags" });
  const visit = async () => {
    await files.put("a", new Blob(["one"]));
    await flags.put("a", "two");
    const request = new Request("http://x/", { headers: { range: "bytes=1-" } });
    const part = await files.get("a", { headers: request.headers });
    return (await part.toResponse().text()) + (await (await flags.get("a")).toResponse().text());
  };
  const said = () => visit().catch((error) => error.code + ": " + error.message);
`;
const code = `${WORKER} export default { fetch: async () => new Response(await said()) };`;

const R2 = { type: "r2" };
const KV = { type: "kv" };
const BOUND = { FILES: R2, FLAGS: KV };
const WRITES = "(npx layeron-storage wrangler --write adds it)";
const BUCKET = `wrangler.jsonc needs "r2_buckets":[{"binding":"FILES","bucket_name":"files"}] ${WRITES}`;
const NAMESPACE = `wrangler.jsonc needs "kv_namespaces":[{"binding":"FLAGS"}] ${WRITES}`;
const RENAME = "rename it, or give the declaration another `binding`";
const PUT = 'storage_binding_missing: put "a" in bucket "default/files": ';
const PUT_KV = 'storage_binding_missing: put "a" in kv "default/flags": ';

test("with its bindings, it works", async () => {
  expect(await answerOf({ code, env: BOUND })).toBe("netwo");
});

describe("a binding", () => {
  test.each([
    ["missing bucket", { FLAGS: KV }, `${PUT}this Worker has no binding "FILES"; ${BUCKET}`],
    ["missing namespace", { FILES: R2 }, `${PUT_KV}this Worker has no binding "FLAGS"; ${NAMESPACE}`],
    [
      "namespace for a bucket",
      { FILES: KV, FLAGS: KV },
      `${PUT}binding "FILES" of this Worker is not an R2 bucket; ${RENAME}; ${BUCKET}`,
    ],
    [
      "bucket for a namespace",
      { FILES: R2, FLAGS: R2 },
      `${PUT_KV}binding "FLAGS" of this Worker is not a KV namespace; ${RENAME}; ${NAMESPACE}`,
    ],
    [
      "text for a bucket",
      { FILES: { type: "text", value: "files" }, FLAGS: KV },
      `${PUT}binding "FILES" of this Worker is not an R2 bucket; ${RENAME}; ${BUCKET}`,
    ],
  ])("%s", async (_what, env, message) => {
    expect(await answerOf({ code, env })).toBe(message);
  });

  const HIDDEN = { code, env: BOUND, flags: ["disallow_importable_env"] };

  test("hidden by a flag: the message names it", async () => {
    expect(await answerOf(HIDDEN)).toBe(
      `${PUT}this Worker, whose \`env\` is empty (with the flag disallow_importable_env, call connect(env) in the ` +
        `handler), has no binding "FILES"; ${BUCKET}`,
    );
  });

  test("hidden by a flag: what the message says helps", async () => {
    const connected = `${WORKER} export default {
      fetch: async (_, env) => { connect(env); return new Response(await said()); }
    };`;
    expect(await answerOf({ ...HIDDEN, code: connected })).toBe("netwo");
  });
});

describe("a compatibility date", () => {
  test("the oldest one that is supported is enough", async () => {
    expect(await answerOf({ code, env: BOUND, date: OLDEST_DATE })).toBe("netwo");
  });

  test.each(["2021-11-02", "2022-10-31", "2024-09-25"])("%s is refused at the start, with the date", async (date) => {
    await expect(answerOf({ code, env: BOUND, date })).rejects.toThrow(
      `layeron-storage needs compatibility_date ${OLDEST_DATE} or later in wrangler.jsonc`,
    );
  });
});

describe("a bundle without the condition `workerd`", () => {
  const condition = "browser";

  test("says so at the first call", async () => {
    expect(await answerOf({ code, env: BOUND, condition })).toBe(
      `${PUT}the package was bundled without the export condition \`workerd\`, so it cannot find this Worker's ` +
        "bindings; bundle with that condition (wrangler does), or call connect(env)",
    );
  });

  test("says so at the start where workerd compiles no bytes", async () => {
    await expect(answerOf({ code, env: BOUND, condition, date: "2025-05-31" })).rejects.toThrow(
      /may not compile its wasm here: .*disallowed by embedder; a Worker has to be bundled with the condition `workerd`/,
    );
  });
});
