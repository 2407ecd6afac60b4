/** Builds only when something has changed that the build depends on. */

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { root, timed } from "../setup/run.mjs";
import { build } from "./index.mjs";

const INPUTS = ["Cargo.toml", "Cargo.lock", "wasm-pack.toml", "package-lock.json", "src", "js", "scripts/build"];

/** Says what dist/ was built from; not in it, as all of dist/ is published. */
export const STAMP = join(root, "build", "built-from");

export async function ensureBuilt() {
  const current = existsSync(STAMP) && existsSync(join(root, "dist")) && readFileSync(STAMP, "utf8") === builtFrom();
  if (current) console.log("The build is up to date.");
  else await timed("Building the package; this takes about half a minute", build);
}

/** A hash over all that the build reads. */
export function builtFrom() {
  const hash = createHash("sha256");
  const add = (path) => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(path.slice(root.length)).update("\0").update(readFileSync(path)).update("\0");
  };
  for (const input of INPUTS) add(join(root, input));
  return hash.digest("hex");
}
