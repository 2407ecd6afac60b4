/**
 * The folder that npm publishes.
 *
 * What every entry shares is one minified file with a source map: users' bundlers minify too, but not as well, as
 * wrangler tells esbuild to keep the name of every function. The entries are published as they are written, without
 * their types.
 */

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build, transform } from "esbuild";
import { minify } from "terser";
import { root } from "../setup/run.mjs";
import { fitted, originals, published } from "./plugins.mjs";

const js = join(root, "js");

/** What the entries share, and what each is called in the package. */
const SHARED = { "index.ts": "storage.js", "core.ts": "core.js" };

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

/** @param {{ glue: string, wasm: string, dist: string }} paths what wasm-pack wrote, and where the package is put */
export async function bundle({ glue, wasm, dist }) {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(join(dist, "wasm"), { recursive: true });
  cpSync(wasm, join(dist, "wasm", "core_bg.wasm"));
  cpSync(join(dirname(wasm), "inline.js"), join(dist, "wasm", "inline.js"));
  for (const name of DECLARED) declared(name, dist);
  await modules(glue, dist);
  await required(dist, join(dist, "cjs"));
}

/** What CommonJS may import is declared in files of its own, with the same words. */
function declared(name, dist) {
  const text = readFileSync(join(js, "types", `${name}.ts`), "utf8");
  writeFileSync(join(dist, `${name}.d.ts`), text);
  writeFileSync(join(dist, `${name}.d.cts`), text.replaceAll('from "./index.js"', 'from "./index.cjs"'));
}

/** Writes the modules of JavaScript: what is shared, and each entry. */
async function modules(glue, dist) {
  const entries = readdirSync(join(js, "entry"), { recursive: true }).filter((name) => name.endsWith(".ts"));
  const sources = [...Object.keys(SHARED), ...entries.map((name) => join("entry", name))];
  const { outputFiles, metafile } = await build({
    entryPoints: sources.map((source) => ({ in: join(js, source), out: publishedAs(source).replace(/\.js$/, "") })),
    bundle: true,
    write: false,
    metafile: true,
    outdir: dist,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    external: ["hono", "cloudflare:workers"],
    sourcemap: "external",
    plugins: [published(publishedAs), originals, fitted(glue)],
  });
  refuseDoubles(metafile);
  const files = new Map(outputFiles.map(({ path, text }) => [path, text]));
  for (const source of sources) {
    const path = join(dist, publishedAs(source));
    mkdirSync(dirname(path), { recursive: true });
    if (source in SHARED) await minified(path, files.get(path), files.get(`${path}.map`));
    else writeFileSync(path, files.get(path));
  }
}

/** What a file of js/ is called in the package; undefined for what becomes a part of another one. */
function publishedAs(source) {
  if (source in SHARED) return SHARED[source];
  if (source.startsWith("entry/")) return source.replace(/\.ts$/, ".js");
  return /^wasm\/(core_bg\.wasm|inline\.js)/.test(source) ? source : undefined;
}

/** A module in two files of the package would have its state twice. */
function refuseDoubles({ outputs }) {
  const seen = new Set();
  for (const input of Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs))) {
    if (seen.has(input)) throw new Error(`${input} would be in two files of the package: import it from js/index.ts`);
    seen.add(input);
  }
}

async function minified(path, source, map) {
  const name = basename(path);
  const { code, map: mapped } = await minify(source, {
    module: true,
    ecma: 2020,
    // Functions that are used once stay where they are: written into each other they are shorter, and gzip worse.
    compress: { passes: 3, reduce_funcs: false },
    // Node prints the line that an error was thrown in, should nobody catch it.
    format: { max_line_len: 200 },
    sourceMap: { content: map, filename: name, url: `${name}.map`, includeSources: true },
  });
  writeFileSync(path, `${code}\n`);
  writeFileSync(`${path}.map`, mapped);
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
