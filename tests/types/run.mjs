/**
 * Compiles the type tests, once for each platform that users of the package compile for.
 *
 * They read dist/, as users do, so the package has to be built before.
 */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PLATFORMS = ["dom", "workers", "node16"];
const DECLARATIONS = ["index.d.ts", "core.d.ts"];

function compile(platform) {
  const tsc = join(root, "node_modules", ".bin", "tsc");
  const args = ["--project", `tests/types/tsconfig.${platform}.json`, "--pretty", "false"];
  const { error, status, stdout, stderr } = spawnSync(tsc, args, { cwd: root, encoding: "utf8" });
  if (status === 0) return undefined;
  return error?.message ?? `${stdout}${stderr}`.trim();
}

/** Why dist/ is not what js/ declares; undefined when it is. */
function stale(name) {
  const declared = readFileSync(join(root, "js", name), "utf8");
  try {
    if (readFileSync(join(root, "dist", name), "utf8") === declared) return undefined;
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  return `dist/${name} is not js/${name}: build the package`;
}

function report(what, failure) {
  console.log(`${failure === undefined ? "ok" : "FAILED"} ${what}`);
  if (failure === undefined) return;
  console.error(failure);
  process.exitCode = 1;
}

for (const name of DECLARATIONS) {
  const failure = stale(name);
  if (failure !== undefined) report(name, failure);
}
for (const platform of PLATFORMS) report(`types: ${platform}`, compile(platform));
