/**
 * The esbuild that the project already has.
 *
 * It comes with wrangler and with vite, so this package does not bring 10 MB of its own.
 * @module
 */

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { shown } from "../paths.js";
import { Refusal } from "../refusal.js";

/** The project's own, else that of a package which depends on it. */
export function esbuildFor(entry) {
  const require = createRequire(entry);
  for (const owner of [undefined, "wrangler", "vite"]) {
    const path = resolved(owner === undefined ? require : requireOf(require, owner), "esbuild");
    if (path !== undefined) return require(path);
  }
  throw new Refusal(
    `no esbuild is installed for ${shown(dirname(entry))}, and it takes one to bundle the entry file; ` +
      "wrangler brings it: npm install --save-dev wrangler",
  );
}

/** `require` as a package sees it; undefined when the package is not installed. */
function requireOf(require, name) {
  const path = resolved(require, `${name}/package.json`);
  return path === undefined ? undefined : createRequire(join(dirname(path), "index.js"));
}

function resolved(require, name) {
  try {
    return require?.resolve(name);
  } catch (error) {
    if (error.code === "MODULE_NOT_FOUND" || error.code === "ERR_PACKAGE_PATH_NOT_EXPORTED") return undefined;
    throw error;
  }
}
