/**
 * The wrangler configuration of an application, read from its file.
 *
 * The file must be the one that wrangler would take, and a file that wrangler could not read must not be touched.
 * @module
 */

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { shown } from "../paths.js";
import { Refusal } from "../refusal.js";
import { parsed } from "./parse.js";

/** In wrangler's order. Each is looked for in all folders before the next one is. */
const NAMES = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"];

const FORMATS = { ".json": "jsonc", ".jsonc": "jsonc", ".toml": "toml" };

/** The configuration in a folder or above it; undefined when there is none. */
export function configurationAbove(folder) {
  for (const name of NAMES) {
    for (let at = folder; ; at = dirname(at)) {
      const path = join(at, name);
      if (existsSync(path) && statSync(path).isFile()) return configurationAt(path);
      if (at === dirname(at)) break;
    }
  }
  return undefined;
}

/**
 * @returns {{ path: string, format: "jsonc" | "toml", mark: string, text: string, value: object, isNew: boolean }}
 * `text` is without the byte order mark, which is in `mark`
 */
export function configurationAt(path) {
  const format = FORMATS[extname(path)];
  if (format === undefined) {
    throw new Refusal(`${shown(path)}: a wrangler configuration ends in .json, .jsonc or .toml`);
  }
  if (!existsSync(path)) throw new Refusal(`${shown(path)}: no such file`);
  const all = decoded(path);
  const mark = all.startsWith("\uFEFF") ? "\uFEFF" : "";
  const text = all.slice(mark.length);
  return { path, format, mark, text, value: parsed(format, text, path), isNew: false };
}

function decoded(path) {
  const bytes = readFileSync(path);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal(`${shown(path)} is not UTF-8; save it as UTF-8`);
  }
}
