/** What a build depends on, and what the last one was built from. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/run.mjs";

/** What the build reads. */
const INPUTS = ["Cargo.toml", "Cargo.lock", "wasm-pack.toml", "package-lock.json", "src", "js", "scripts/build"];

/** What the build writes between them. */
export const GLUE = join(root, "js", "wasm");

/** The file with the hash of what dist/ was built from; not in dist/, as all of that is published. */
export const STAMP = join(root, "build", "built-from");

/** A hash over all that the build reads. */
export function builtFrom() {
  const hash = createHash("sha256");
  const add = (path) => {
    if (path === GLUE) return;
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(path.slice(root.length)).update("\0").update(readFileSync(path)).update("\0");
  };
  for (const input of INPUTS) add(join(root, input));
  return hash.digest("hex");
}
