/**
 * The configuration of an application that has none.
 *
 * It has what wrangler cannot do without, a name and the entry file, and stands beside package.json.
 * @module
 */

import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isVite } from "../application/vite.js";
import { set } from "../edit/index.js";
import { shown } from "../paths.js";
import { Refusal } from "../refusal.js";
import { parsed } from "./parse.js";

/** @returns the same as configurationAt, for a file that is not there yet */
export function fresh(entry, format) {
  const folder = projectOf(entry);
  const path = join(folder, `wrangler.${format}`);
  let text = format === "toml" ? "" : "{}\n";
  text = set(format, text, ["name"], nameOf(folder));
  // Vite's configuration is no module of the Worker; its plugin says which one is.
  if (!isVite(entry)) text = set(format, text, ["main"], shown(entry, folder));
  return { path, format, mark: "", text, value: parsed(format, text, path), isNew: true };
}

/** The nearest folder with a package.json, else the entry file's own. */
function projectOf(entry) {
  for (let at = dirname(entry); ; at = dirname(at)) {
    if (existsSync(join(at, "package.json"))) return at;
    if (at === dirname(at)) return dirname(entry);
  }
}

/** The package's name as wrangler takes it for a Worker: a-z, 0-9, dashes. */
function nameOf(folder) {
  const path = join(folder, "package.json");
  const given = existsSync(path) ? manifest(path).name : undefined;
  const name = (typeof given === "string" ? given : basename(folder)).split("/").at(-1).toLowerCase();
  return name.replace(/[^a-z0-9-]+/g, "-").replace(/^-+|-+$/g, "") || "worker";
}

function manifest(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(`${shown(path)}: ${error.message}; the Worker's name comes from there`);
  }
}
