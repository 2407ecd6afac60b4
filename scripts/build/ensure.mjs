/** Builds only when something has changed that the build depends on. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, timed } from "../setup/run.mjs";
import { build } from "./index.mjs";
import { builtFrom, GLUE, STAMP } from "./inputs.mjs";

export async function ensureBuilt() {
  const isBuilt = [STAMP, GLUE, join(root, "dist")].every((path) => existsSync(path));
  if (isBuilt && readFileSync(STAMP, "utf8") === builtFrom()) console.log("The build is up to date.");
  else await timed("Building the package", "half a minute", build);
}
