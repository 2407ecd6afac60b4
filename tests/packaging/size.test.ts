/** What the package costs: within the budgets of wasm-pack.toml, and without what an application does not use. */

import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { currentPlan } from "../../scripts/build/plan.mjs";
import { sizesOf } from "../../scripts/build/size.mjs";
import { root } from "../../scripts/setup/run.mjs";

const { dist, budget } = await currentPlan();

test("the sizes are within their budgets", async () => {
  const limited = (await sizesOf(join(root, dist), budget)).filter(({ limit }) => limit !== undefined);
  expect(limited).toHaveLength(2);
  for (const { what, gzip, limit } of limited) expect(gzip, what).toBeLessThanOrEqual(limit as number);
});

/** The files that a bundle of some code holds something of. */
async function bundled(contents: string, conditions: string[]) {
  const { metafile } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    write: false,
    outdir: "unused",
    format: "esm",
    metafile: true,
    logLevel: "error",
    conditions,
    external: ["cloudflare:workers"],
    loader: { ".wasm": "copy" },
  });
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : [])),
  );
}

test.each([[["workerd"]], [["browser"]]])(
  "an application without a backend() carries no Hono (%s)",
  async (conditions) => {
    const hono = (files: string[]) => files.filter((path) => path.includes("hono"));
    const kv = 'import { storage } from "layeron-storage"; storage.kv({ name: "flags" });';
    expect(hono(await bundled(kv, conditions))).toEqual([]);
    const routed = `${kv} import { backend } from "layeron-storage/core"; backend();`;
    expect(hono(await bundled(routed, conditions))).not.toEqual([]);
  },
);

test("an application that imports nothing by name carries nothing", async () => {
  expect(await bundled('import "layeron-storage"; import "layeron-storage/core";', ["browser"])).toEqual([]);
});
