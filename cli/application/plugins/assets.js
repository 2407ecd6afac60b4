/**
 * Imports of files that are no code: text, bytes and wasm, told apart by wrangler's rules.
 *
 * A Worker may read a template at its top level, so text and bytes are the file's; wasm is only ever handed on.
 * @module
 */

import { readFile } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { shown } from "../../paths.js";
import { Refusal } from "../../refusal.js";

/** What holds without rules in the configuration. */
const DEFAULTS = [
  { type: "Text", globs: ["**/*.txt", "**/*.html", "**/*.sql"] },
  { type: "Data", globs: ["**/*.bin"] },
  { type: "CompiledWasm", globs: ["**/*.wasm", "**/*.wasm?module"] },
];

const LOADED = {
  Text: async (path) => ({ contents: await readFile(path), loader: "text" }),
  Data: async (path) => ({ contents: bytes(await readFile(path)), loader: "js" }),
  CompiledWasm: async () => ({ contents: "export default {};", loader: "js" }),
};

/** @returns an esbuild plugin */
export function assets(rules, file) {
  if (!Array.isArray(rules)) throw new Refusal(`${shown(file)}: "rules" must be a list`);
  const given = rules.map((rule) => checked(rule, file)).concat(DEFAULTS);
  const kinds = given
    .filter(({ type }) => Object.hasOwn(LOADED, type))
    .flatMap(({ type, globs }) => globs.map((glob) => ({ type, pattern: patternOf(glob) })));
  return {
    name: "assets",
    setup(build) {
      const { absWorkingDir } = build.initialOptions;
      build.onResolve({ filter: /\.[\w?]+$/ }, async ({ path, kind, resolveDir, pluginData }) => {
        if (kind === "entry-point" || pluginData === assets) return undefined;
        const type = typeOf(kinds, relative(absWorkingDir, resolve(resolveDir, path)));
        if (type === undefined) return undefined;
        const found = await build.resolve(path.replace(/\?module$/, ""), { kind, resolveDir, pluginData: assets });
        if (found.errors.length > 0) return { errors: found.errors };
        return { path: found.path, namespace: `asset-${type}` };
      });
      for (const [type, load] of Object.entries(LOADED)) {
        build.onLoad({ filter: /./, namespace: `asset-${type}` }, async ({ path }) => ({
          ...(await load(path)),
          resolveDir: dirname(path),
        }));
      }
    },
  };
}

const typeOf = (kinds, path) => kinds.find(({ pattern }) => pattern.test(path.split(sep).join("/")))?.type;

function checked(rule, file) {
  const isRule = typeof rule?.type === "string" && Array.isArray(rule.globs);
  if (isRule && rule.globs.every((glob) => typeof glob === "string")) return rule;
  throw new Refusal(`${shown(file)}: a rule needs a "type" and a list of "globs", not ${JSON.stringify(rule)}`);
}

/** A glob of `**`, `*` and `?module` as a pattern for paths from the configuration's folder. */
function patternOf(glob) {
  const source = glob.replace(/\*\*\/|\*\*|\*|[^\w/]/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    return part === "*" ? "[^/]*" : `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}

/** A module whose default export is an ArrayBuffer, as in workerd. */
const bytes = (buffer) =>
  `const text = atob("${buffer.toString("base64")}");
export default Uint8Array.from(text, (char) => char.charCodeAt(0)).buffer;`;
