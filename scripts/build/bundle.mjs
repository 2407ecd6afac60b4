/**
 * The folder that npm publishes: what every entry shares is one minified file with a source map.
 *
 * Users' bundlers minify too, but not as well: wrangler tells esbuild to keep the name of every function.
 */

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build, transform } from "esbuild";
import { minify } from "terser";
import { unnamed } from "./unnamed.mjs";

/** Files that are published as they are written. */
const AS_WRITTEN = ["entry", "wasm/core_bg.wasm", "wasm/inline.js"];
/** What CommonJS requires: the same files, in a folder that says what they are. */
const REQUIRED = [
  "entry/inline.js",
  "entry/slim.js",
  "entry/core/inline.js",
  "storage.js",
  "core.js",
  "wasm/inline.js",
];
const DECLARED = ["index", "core", "slim", "core.wasm"];

export async function bundle(modules, dist) {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(join(dist, "wasm"), { recursive: true });
  for (const path of AS_WRITTEN) cpSync(join(modules, path), join(dist, path), { recursive: true });
  for (const name of DECLARED) {
    const declared = readFileSync(join(modules, `${name}.d.ts`), "utf8");
    writeFileSync(join(dist, `${name}.d.ts`), declared);
    // What CommonJS may import is declared in files of its own, with the same words.
    writeFileSync(join(dist, `${name}.d.cts`), declared.replaceAll('from "./index.js"', 'from "./index.cjs"'));
  }
  for (const name of ["storage", "core"]) await bundled(join(modules, `${name}.js`), dist, `${name}.js`);
  await required(dist, join(dist, "cjs"));
}

/** Not every tool that requires can require a module: Jest does so from Node 24.9 on. */
async function required(dist, cjs) {
  for (const path of REQUIRED) {
    const { code } = await transform(readFileSync(join(dist, path), "utf8"), { format: "cjs", minify: true });
    mkdirSync(dirname(join(cjs, path)), { recursive: true });
    writeFileSync(join(cjs, path), code);
  }
  writeFileSync(join(cjs, "package.json"), '{ "type": "commonjs" }\n');
}

async function bundled(entry, dist, name) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    outdir: dist,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    // The core of the package is a file of its own, whatever else uses it.
    external: name === "core.js" ? ["hono", "./storage.js"] : [],
    sourcemap: "external",
  });
  const [map, source] = outputFiles.map(({ text }) => text);
  const { code, map: mapped } = await minify(source, {
    module: true,
    ecma: 2020,
    // Functions that are used once stay where they are: written into each other they are shorter, and gzip worse.
    compress: { passes: 3, reduce_funcs: false },
    // Node prints the line that an error was thrown in, should nobody catch it.
    format: { max_line_len: 200 },
    sourceMap: { content: map, filename: name, includeSources: true },
  });
  const { code: written, map: traced } = unnamed(code, mapped);
  // What a stack trace shows: the files of the repository, not where the build had copies of them.
  traced.sources = traced.sources.map((source) => source.replace(/^.*build\/modules\//, "js/"));
  writeFileSync(join(dist, name), `${written}\n//# sourceMappingURL=${name}.map\n`);
  writeFileSync(join(dist, `${name}.map`), JSON.stringify(traced));
}
