/**
 * Builds the package: wasm-pack, wasm-opt, and the folder that npm publishes.
 *
 * wasm-pack writes into js/wasm, where git ignores it: the modules in js/ import the glue as if it were one of them, and
 * TypeScript checks them against the declarations that wasm-bindgen wrote.
 */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { root, run } from "../setup/run.mjs";
import { builtFrom, STAMP } from "./inputs.mjs";
import { currentPlan } from "./plan.mjs";

export async function build() {
  // Both need npm's packages, which the set-up has installed by now.
  const { bundle } = await import("./bundle.mjs");
  const { printSizes } = await import("./size.mjs");
  const inputs = builtFrom();
  const { compile, optimise, glue, wasm, dist, budget } = await currentPlan();
  rmSync(join(root, dirname(wasm)), { recursive: true, force: true });
  await run(...compile, { env: withoutPaths() });
  await run(...optimise);
  // It declares what an instance exports. What js/entry imports is the compiled module: js/entry/ambient.d.ts.
  rmSync(join(root, `${wasm}.d.ts`));
  inline(wasm);
  await bundle({ glue: join(root, glue), wasm: join(root, wasm), dist: join(root, dist) });
  await printSizes(join(root, dist), budget);
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, inputs);
}

/** The environment in which rustc leaves no path of this machine in what it compiles. */
function withoutPaths() {
  const home = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const own = process.env.CARGO_ENCODED_RUSTFLAGS?.split("\x1f") ?? process.env.RUSTFLAGS?.split(" ") ?? [];
  const flags = [...own, `--remap-path-prefix=${join(home, "registry", "src")}=crates`];
  return { ...process.env, CARGO_ENCODED_RUSTFLAGS: flags.filter((flag) => flag !== "").join("\x1f") };
}

/** The wasm as a module of JavaScript, for runtimes that compile bytes. */
function inline(wasm) {
  const folder = join(root, dirname(wasm));
  const base64 = readFileSync(join(root, wasm)).toString("base64");
  writeFileSync(join(folder, "inline.js"), `const BASE64 = "${base64}";\n${DECODED}`);
  writeFileSync(join(folder, "inline.d.ts"), "export declare function bytes(): Uint8Array<ArrayBuffer>;\n");
}

const DECODED = `
/** The bytes of core_bg.wasm. */
export function bytes() {
  if (typeof Uint8Array.fromBase64 === "function") return Uint8Array.fromBase64(BASE64);
  // Node before 25: a tenth of the time that atob and the loop take. As a bare name, Buffer would be polyfilled by bundlers.
  if (globalThis.Buffer !== undefined) return globalThis.Buffer.from(BASE64, "base64");
  const text = atob(BASE64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
`;
