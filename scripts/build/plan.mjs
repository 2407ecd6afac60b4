/** What wasm-pack.toml means: commands, paths and budgets, computed from the parsed file and from nothing else. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/run.mjs";

/** The plan of this repository. */
export async function currentPlan() {
  // One of npm's packages, which the set-up has installed by now.
  const { parse } = await import("smol-toml");
  return planOf(parse(readFileSync(join(root, "wasm-pack.toml"), "utf8")));
}

/** Commands are programs with their arguments; paths are relative to the repository. */
export function planOf({ build, "wasm-opt": { flags }, test, budget }) {
  const { target, "out-dir": out, "out-name": name, dist } = build;
  const wasm = `${out}/${name}_bg.wasm`;
  const where = ["--target", target, "--out-dir", out, "--out-name", name];
  // wasm-pack neither downloads nor looks for updates. A missing wasm-opt it would pass over in silence, so the build
  // runs that one itself.
  const mode = ["--mode", "no-install"];
  return {
    compile: ["wasm-pack", ["build", "--release", ...mode, "--no-pack", ...where, "--", "--locked"]],
    optimise: ["wasm-opt", [wasm, "-o", wasm, ...flags]],
    glue: `${out}/${name}.js`,
    wasm,
    dist,
    testInNode: ["wasm-pack", ["test", ...test.node, ...mode, "--", "--locked"]],
    testInBrowser: ["wasm-pack", ["test", ...test.browser, ...mode, "--", "--locked"]],
    budget: { worker: budget["workerd-gzip"], inline: budget["inline-gzip"] },
  };
}
