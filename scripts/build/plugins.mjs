/** Plugins for esbuild: which modules stay files of their own, and the glue as the package needs it. */

import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "../setup/run.mjs";

const js = join(root, "js");

/**
 * Leaves imports of published files as imports, under the names that these files have in the package.
 *
 * @param {(source: string) => string | undefined} publishedAs says what a file of js/ is called in the package
 */
export const published = (publishedAs) => ({
  name: "published",
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ path, resolveDir, kind }) => {
      if (kind === "entry-point") return undefined;
      const name = publishedAs(relative(js, join(resolveDir, path)));
      if (name === undefined) return undefined;
      const from = relative(js, resolveDir);
      const specifier = relative(from, name);
      return { path: specifier.startsWith(".") ? specifier : `./${specifier}`, external: true };
    });
  },
});

/**
 * wasm-bindgen copies every file that Rust imports to a folder beside the glue. The package has one of each: two classes
 * StorageError would not know each other's instances.
 */
export const originals = {
  name: "originals",
  setup(build) {
    build.onResolve({ filter: /^\.\/snippets\// }, ({ path }) => {
      const [, , _crate, ...original] = path.split("/");
      return { path: join(root, ...original) };
    });
  },
};

/** The two places in the glue that the package cannot run with, and what stands there instead. */
const FITTED = [
  // After a trap js/engine calls initSync again, for an instance with a memory of its own.
  ["function initSync(module) {\n    if (wasm !== undefined) return wasm;\n", "function initSync(module) {\n"],
  // Next.js compiles the module outside of the realm in which it runs code for the Edge Runtime: `next build` fails
  // where this takes it for bytes. Every entry gives a compiled module.
  ["    if (!(module instanceof WebAssembly.Module)) {\n        module = new WebAssembly.Module(module);\n    }\n", ""],
];

/** @param {string} path of wasm-bindgen's glue */
export const fitted = (path) => ({
  name: "fitted",
  setup(build) {
    build.onLoad({ filter: /\.js$/ }, (file) => {
      if (file.path !== path) return undefined;
      const contents = FITTED.reduce(replaced, readFileSync(path, "utf8"));
      return { contents, resolveDir: dirname(path) };
    });
  },
});

function replaced(text, [from, to]) {
  const [before, after, ...more] = text.split(from);
  if (after === undefined || more.length > 0) {
    throw new Error(`wasm-bindgen's glue has changed: this has to be in it once:\n${from}`);
  }
  return before + to + after;
}
