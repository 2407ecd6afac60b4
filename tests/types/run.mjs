/**
 * Checks the types: of js/ itself, and of the type tests, once for each platform that users of the package compile for.
 *
 * js/ is checked against the declarations that wasm-bindgen wrote, and the type tests read dist/, as users do. So the
 * package has to be built before.
 */

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PROJECTS = {
  "js/": "js/tsconfig.json",
  dom: "tests/types/tsconfig.dom.json",
  workers: "tests/types/tsconfig.workers.json",
  node16: "tests/types/tsconfig.node16.json",
};
const DECLARATIONS = ["index", "core", "slim", "core.wasm"];

function compile(project) {
  const tsc = join(root, "node_modules", ".bin", "tsc");
  const args = ["--project", project, "--pretty", "false"];
  const { error, status, stdout, stderr } = spawnSync(tsc, args, { cwd: root, encoding: "utf8" });
  if (status === 0) return undefined;
  return error?.message ?? `${stdout}${stderr}`.trim();
}

/** Why dist/ is not what js/types declares; undefined when it is. */
function stale(name) {
  const declared = readFileSync(join(root, "js", "types", `${name}.ts`), "utf8");
  try {
    if (readFileSync(join(root, "dist", `${name}.d.ts`), "utf8") === declared) return undefined;
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  return `dist/${name}.d.ts is not js/types/${name}.ts: build the package`;
}

function report(what, failure) {
  console.log(`${failure === undefined ? "ok" : "FAILED"} ${what}`);
  if (failure === undefined) return;
  console.error(failure);
  process.exitCode = 1;
}

if (!existsSync(join(root, "js", "wasm", "core.d.ts")))
  report("js/wasm", "wasm-bindgen has written no glue: build the package");
for (const name of DECLARATIONS) {
  const failure = stale(name);
  if (failure !== undefined) report(name, failure);
}
for (const [name, project] of Object.entries(PROJECTS)) report(`types: ${name}`, compile(project));
