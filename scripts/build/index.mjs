/**
 * Builds the package: wasm-pack, wasm-opt, and the folder that npm publishes.
 *
 * What is built how stands in wasm-pack.toml.
 */

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { root, run } from "../setup/run.mjs";
import { builtFrom, STAMP } from "./ensure.mjs";

export async function build() {
  // Both need npm's packages, which the set-up has installed by now.
  const { parse } = await import("smol-toml");
  const { bundle } = await import("./bundle.mjs");
  const { printSizes } = await import("./size.mjs");
  const config = parse(readFileSync(join(root, "wasm-pack.toml"), "utf8"));
  const { "out-dir": outDir, "out-name": name, dist } = config.build;
  const inputs = builtFrom();
  await compile(config);
  const modules = join(root, "build", "modules");
  assemble(join(root, outDir), name, modules);
  await bundle(modules, join(root, dist));
  await printSizes(join(root, dist), config.budget);
  writeFileSync(STAMP, inputs);
}

async function compile({ build: { target, "out-dir": outDir, "out-name": name }, "wasm-opt": { flags } }) {
  const args = ["build", "--release", "--mode", "no-install", "--no-pack", "--no-typescript"];
  const where = ["--target", target, "--out-dir", outDir, "--out-name", name];
  await run("wasm-pack", [...args, ...where, "--", "--locked", "--features", "package"], { env: withoutPaths() });
  const out = join(root, outDir);
  await run("wasm-opt", [join(out, `${name}_bg.wasm`), "-o", join(out, `${name}.opt.wasm`), ...flags]);
}

/** The environment in which rustc leaves no path of this machine in what it compiles. */
function withoutPaths() {
  const home = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const own = process.env.CARGO_ENCODED_RUSTFLAGS?.split("\x1f") ?? process.env.RUSTFLAGS?.split(" ") ?? [];
  const flags = [...own, `--remap-path-prefix=${join(home, "registry", "src")}=crates`];
  return { ...process.env, CARGO_ENCODED_RUSTFLAGS: flags.filter((flag) => flag !== "").join("\x1f") };
}

/** The modules as they are written, with what was compiled in wasm/: what is bundled. */
function assemble(out, name, modules) {
  rmSync(modules, { recursive: true, force: true });
  cpSync(join(root, "js"), modules, { recursive: true });
  mkdirSync(join(modules, "wasm"));
  const wasm = readFileSync(join(out, `${name}.opt.wasm`));
  writeFileSync(join(modules, "wasm", "core_bg.wasm"), wasm);
  writeFileSync(join(modules, "wasm", "core.js"), glue(readFileSync(join(out, `${name}.js`), "utf8")));
  writeFileSync(join(modules, "wasm", "inline.js"), inline(wasm));
}

/** wasm-bindgen's glue, fitted into the package. */
function glue(source) {
  // It imports copies of files in js/; the package has one of each.
  const imports = replace(source, /^(import .* from ["'])\.\/snippets\/[^/"']+\/js\//gm, "$1../");
  return NEEDLESS.reduce((text, pattern) => replace(text, pattern, "$1"), imports);
}

/** What the glue does for other users of it. The first group of each is what stays. */
const NEEDLESS = [
  // A second start makes a second instance: what js/engine.js does after a fault.
  /(function initSync\(module\) \{\n)\s*if \(wasm !== undefined\) return wasm;\n/,
  // What js/engine.js gives it is compiled, in some runtimes by another realm's WebAssembly.Module.
  /(\n)\s*if \(!\(module instanceof WebAssembly\.Module\)\) \{\n[^}]*\}/,
  // js/engine.js calls it in the current way.
  /(function initSync\(module\) \{\n[\s\S]*?)if \(module !== undefined\) \{\n[\s\S]*?\n {4}\}\n/,
  // Every runtime that can load the package has encodeInto.
  /(\n)if \(!\('encodeInto' in cachedTextEncoder\)\) \{\n[\s\S]*?\n\}\n/,
  // No value of JavaScript crosses the border, so that nobody looks up the constants in the table of those values.
  /(__wbindgen_init_externref_table: function\(\) \{\n)[^}]*/,
  // The core always has an allocator that reallocates.
  /(function passStringToWasm0\(.*\n)\s*if \(realloc === undefined\) \{\n[^}]*\}\n/,
];

function replace(source, pattern, by) {
  const replaced = source.replace(pattern, by);
  if (!source.match(pattern)) throw new Error(`wasm-bindgen's glue has changed: nothing matches ${pattern}`);
  return replaced;
}

/** The wasm as a module of JavaScript, for runtimes that compile bytes. */
function inline(wasm) {
  return `const BASE64 = "${wasm.toString("base64")}";

/** The bytes of core_bg.wasm. */
export function bytes() {
  if (typeof Uint8Array.fromBase64 === "function") return Uint8Array.fromBase64(BASE64);
  const text = atob(BASE64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
`;
}
