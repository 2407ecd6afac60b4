/** The compatibility dates: the oldest one that workerd runs the package with, and the one that our tests have. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { expect, test } from "vitest";
import { NO_ENV_FLAG, OLDEST_DATE, TESTED_DATE } from "../../cli/configuration/dates.js";
import { root } from "./project.ts";

const WORKER = `
import { storage } from "layeron-storage";
const assets = storage.bucket({ name: "assets" });
const configs = storage.kv({ name: "configs" });
export default {
  async fetch(request) {
    try {
      await assets.put("a", new Blob(["blob"]));
      await configs.put("b", new Blob(["kv"]).stream());
      const handle = await assets.get("a", { headers: request.headers });
      const value = await configs.get("b");
      return new Response([await (await handle.toResponse()).text(), await value.text(), (await assets.list()).items.length].join());
    } catch (error) {
      return new Response(error.code + ": " + error.message);
    }
  },
};`;

/** What the Worker above answers in workerd. */
async function answer(compatibilityDate: string, compatibilityFlags: string[] = []) {
  const { outputFiles } = await build({
    stdin: { contents: WORKER, resolveDir: root },
    bundle: true,
    format: "esm",
    write: false,
    conditions: ["workerd"],
    external: ["cloudflare:workers", "*.wasm"],
  });
  const script = outputFiles[0]?.text.replace(/"[^"]*core_bg\.wasm"/, '"./core_bg.wasm"') ?? "";
  const wasm = readFileSync(join(root, "dist", "wasm", "core_bg.wasm"));
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: [
        { type: "ESModule", path: "main.js", contents: script },
        { type: "CompiledWasm", path: "core_bg.wasm", contents: wasm },
      ],
      compatibilityDate,
      compatibilityFlags,
      r2Buckets: ["ASSETS"],
      kvNamespaces: ["CONFIGS"],
    }),
  );
  try {
    return await (await miniflare.dispatchFetch("http://localhost/")).text();
  } finally {
    await miniflare.dispose();
  }
}

const dayBefore = (date: string) => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);

test("from the oldest date on the package works", async () => {
  for (const date of [OLDEST_DATE, TESTED_DATE]) expect(await answer(date)).toBe("blob,kv,1");
});

test("the day before, it does not", async () => {
  expect(await answer(dayBefore(OLDEST_DATE))).toMatch(/^storage_invalid_/);
});

test("the flag that is noted leaves the package without bindings", async () => {
  expect(await answer(TESTED_DATE, [NO_ENV_FLAG])).toMatch(/^storage_binding_missing/);
});

test("the tested date is that of the tests in workerd", () => {
  const config = JSON.parse(readFileSync(join(root, "tests", "workers", "wrangler.jsonc"), "utf8"));
  expect(config.compatibility_date).toBe(TESTED_DATE);
});
