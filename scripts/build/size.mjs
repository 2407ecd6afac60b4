/** What the package costs its users: printed at every build, held against the budgets. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { Failed } from "../setup/run.mjs";

/** How wrangler bundles: it keeps the names of functions, unless its `keep_names` is false. */
const WRANGLER = { keepNames: true, loader: { ".wasm": "copy" } };

/** Bytes of an application that uses `names` of an entry, bundled and minified: raw, and gzip -9. */
async function measure(entry, options, names = "{ storage }") {
  const { outputFiles, warnings } = await build({
    stdin: { contents: `export ${names} from ${JSON.stringify(entry)}`, resolveDir: "." },
    bundle: true,
    minify: true,
    write: false,
    outdir: "unused",
    format: "esm",
    platform: "neutral",
    external: ["cloudflare:workers"],
    ...options,
  });
  // Users would see it at each of their builds.
  if (warnings.length > 0) throw new Failed(`esbuild warns of the package: ${warnings[0].text}`);
  const sum = (size) => outputFiles.reduce((total, { contents }) => total + size(contents), 0);
  return { raw: sum((bytes) => bytes.byteLength), gzip: sum((bytes) => gzipSync(bytes, { level: 9 }).byteLength) };
}

/** What is measured of a built package, each beside its limit if it has one. */
export async function sizesOf(dist, budget) {
  const wasm = readFileSync(join(dist, "wasm", "core_bg.wasm"));
  return [
    { what: "wasm", raw: wasm.byteLength, gzip: gzipSync(wasm, { level: 9 }).byteLength },
    {
      what: "in a Worker (JS and wasm)",
      ...(await measure(join(dist, "entry", "workerd.js"), WRANGLER)),
      limit: budget.worker,
    },
    {
      what: "inlined (Node, browser)",
      ...(await measure(join(dist, "entry", "inline.js"), {})),
      limit: budget.inline,
    },
  ];
}

/** What a Worker weighs that uses every export of the package. */
export const sizeOfEverything = (dist) => measure(join(dist, "entry", "workerd.js"), WRANGLER, "*");

/** Prints the sizes and fails when one is over its budget. */
export async function printSizes(dist, budget) {
  const rows = await sizesOf(dist, budget);
  console.log("\nSize, minified, in bytes:");
  for (const { what, raw, gzip, limit } of rows) {
    const of = limit === undefined ? "" : ` of ${limit}`;
    console.log(`  ${what.padEnd(28)} ${String(raw).padStart(8)}   gzip -9 ${String(gzip).padStart(7)}${of}`);
  }
  const over = rows.filter(({ gzip, limit }) => limit !== undefined && gzip > limit);
  if (over.length > 0) throw new Failed(`over budget: ${over.map(({ what }) => what).join(", ")}`);
}
