/**
 * The esbuild that the project already has.
 *
 * It comes with wrangler and with vite, so this package does not bring 10 MB of its own.
 * @module
 */

import { createRequire } from "node:module";
import { dirname } from "node:path";
import { manifestFor, resolved } from "../installed.js";
import { shown } from "../paths.js";
import { Refusal } from "../refusal.js";

/** The project's own, else that of a package which depends on it. */
export function esbuildFor(entry) {
  const owners = ["wrangler", "vite"].map((name) => manifestFor(entry, name));
  for (const from of [entry, ...owners].filter((path) => path !== undefined)) {
    const require = createRequire(from);
    const path = resolved(require, "esbuild");
    if (path !== undefined) return require(path);
  }
  throw new Refusal(
    `no esbuild is installed for ${shown(dirname(entry))}, and it takes one to bundle the entry file; ` +
      "wrangler brings it: npm install --save-dev wrangler",
  );
}
