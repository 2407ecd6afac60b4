/**
 * Bundles an application as wrangler would, but for Node.
 *
 * TypeScript, paths of tsconfig.json, aliases and imports without extension mean what they mean to the bundler, so
 * only the bundler can read them.
 * @module
 */

import { dirname, join, resolve } from "node:path";
import { shown } from "../paths.js";
import { Refusal } from "../refusal.js";
import { esbuildFor } from "./esbuild.js";
import { assets } from "./plugins/assets.js";
import { builtins } from "./plugins/builtins.js";
import { knownEnv, processSource } from "./plugins/env.js";
import { itself } from "./plugins/itself.js";
import { viteFor } from "./vite.js";

/**
 * @param {{ main: string, entry: string }} files the module to bundle, and the project's file that it is or was made of
 * @returns {Promise<string>} the path of the bundle
 */
export async function bundle({ main, entry }, section, into) {
  const { file, folder, effective } = section;
  const env = knownEnv(section);
  const outfile = join(into, "application.mjs");
  try {
    await esbuildFor(entry).build({
      entryPoints: [main],
      outfile,
      // What Vite built lies outside of the project and imports from it.
      nodePaths: [join(dirname(entry), "node_modules")],
      absWorkingDir: folder,
      bundle: true,
      format: "esm",
      platform: "browser",
      // As wrangler has them: a package's build for Workers is what will run.
      conditions: ["workerd", "worker", "browser"],
      target: "es2024",
      loader: { ".js": "jsx", ".mjs": "jsx", ".cjs": "jsx" },
      keepNames: true,
      sourcemap: "linked",
      sourcesContent: false,
      logLevel: "silent",
      plugins: [itself(dirname(entry)), builtins(env), assets(effective.rules ?? [], file)],
      banner: { js: processSource(env) },
      define: { ...defined(), ...effective.define },
      alias: effective.alias ?? {},
      ...(effective.tsconfig === undefined ? {} : { tsconfig: resolve(folder, effective.tsconfig) }),
      ...(effective.jsx_factory === undefined ? {} : { jsxFactory: effective.jsx_factory }),
      ...(effective.jsx_fragment === undefined ? {} : { jsxFragment: effective.jsx_fragment }),
    });
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    const said = error.errors.map((one) => located(one, folder)).join("\n");
    const vite = main === entry ? viteFor(file) : undefined;
    const hint = vite && `\nthe project's Vite may know more: npx layeron-storage wrangler ${shown(vite)}`;
    throw new Refusal(`${shown(entry)} cannot be bundled:\n${said}${hint ?? ""}`);
  }
  return outfile;
}

/** What `wrangler deploy` puts in. */
function defined() {
  const environment = JSON.stringify(process.env.NODE_ENV || "production");
  const names = ["process.env.NODE_ENV", "global.process.env.NODE_ENV", "globalThis.process.env.NODE_ENV"];
  const replaced = Object.fromEntries(names.map((name) => [name, environment]));
  return { "navigator.userAgent": '"Cloudflare-Workers"', ...replaced };
}

function located({ text, location }, folder) {
  if (location === null) return `  ${text}`;
  return `  ${shown(resolve(folder, location.file))}:${location.line}:${location.column + 1}: ${text}`;
}
