/**
 * An entry file that only Vite knows: a module of a package or of a plugin, which no path leads to.
 *
 * `@cloudflare/vite-plugin` takes such a `main`, and what the module imports may be made by other plugins. So the
 * project's own Vite builds the Worker, in a process of its own, and the build is the entry file.
 * @module
 */

import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { manifestFor } from "../installed.js";
import { shown } from "../paths.js";
import { Refusal } from "../refusal.js";
import { ended, indented } from "./process.js";

const CHILD = fileURLToPath(new URL("vite-child.js", import.meta.url));
const PLUGIN = "@cloudflare/vite-plugin";
const ENDINGS = ["js", "mjs", "ts", "cjs", "mts", "cts"];

/** Whether a file is a configuration of Vite's. */
export const isVite = (path) => ENDINGS.some((ending) => basename(path) === `vite.config.${ending}`);

/**
 * @param {string} file the wrangler configuration
 * @returns {string | undefined} Vite's configuration beside it, where Vite builds Workers; undefined where it does not
 */
export function viteFor(file) {
  const config = ENDINGS.map((ending) => join(dirname(file), `vite.config.${ending}`)).find((path) => existsSync(path));
  const isInstalled = ["vite", PLUGIN].every((name) => manifestFor(file, name) !== undefined);
  return isInstalled ? config : undefined;
}

/**
 * @param {string} config Vite's configuration
 * @param {{ env?: string, seconds: number, into: string }} options the environment of the Worker, how long the build
 * may take, and the folder for it
 * @returns {Promise<string>} the path of the built Worker
 */
export async function built(config, { env, seconds, into }) {
  const end = await ended([CHILD, config, into, ...(env === undefined ? [] : [env])], seconds);
  if (end.entry !== undefined) return end.entry;
  if (end.isLate) {
    throw new Refusal(`${shown(config)}: the build took longer than ${seconds} seconds (--timeout gives it longer)`);
  }
  const said = end.failed ?? `the process ended (${end.signal ?? `exit code ${end.code}`})`;
  throw new Refusal(`${shown(config)}: Vite cannot build the Worker:\n${indented(said)}`);
}
