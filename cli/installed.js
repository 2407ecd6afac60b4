/**
 * Packages that a project has installed, found as Node finds them from a file of the project.
 *
 * Many packages do not export their package.json, or nothing to `require`: their folders are looked for by hand.
 * @module
 */

import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * @param {string} file the file that would import the package
 * @param {string} name the package's name
 * @returns {string | undefined} the path of its package.json; undefined when it is not installed
 */
export function manifestFor(file, name) {
  const require = createRequire(file);
  const exported = resolved(require, `${name}/package.json`);
  if (exported !== undefined) return exported;
  const folders = require.resolve.paths(name) ?? [];
  const path = folders.map((folder) => join(folder, name, "package.json")).find((one) => existsSync(one));
  return path === undefined ? undefined : join(realpathSync(dirname(path)), "package.json");
}

/** @returns {string | undefined} the file that `require` finds; undefined when it finds none */
export function resolved(require, name) {
  try {
    return require.resolve(name);
  } catch (error) {
    if (error.code === "MODULE_NOT_FOUND" || error.code === "ERR_PACKAGE_PATH_NOT_EXPORTED") return undefined;
    throw error;
  }
}

/** @returns {string | undefined} the version that a package.json states */
export function versionIn(manifest) {
  try {
    return JSON.parse(readFileSync(manifest, "utf8")).version;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
