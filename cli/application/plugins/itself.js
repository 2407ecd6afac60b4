/**
 * Imports of this package lead to its entry for Node.
 *
 * The conditions of a Worker would choose the entry for workerd, whose wasm and bindings Node does not have.
 * @module
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const SLIM = "layeron-storage/slim";

/**
 * @param {string} folder where the package is installed, for modules that lie outside of the project
 * @returns an esbuild plugin
 */
export const itself = (folder) => ({
  name: "layeron-storage",
  setup(build) {
    build.onResolve({ filter: /^layeron-storage(\/core|\/slim)?$/ }, ({ path, resolveDir }) => {
      const manifest = manifestFrom(resolveDir) ?? manifestFrom(folder);
      // Not installed there: esbuild says so.
      if (manifest === undefined) return undefined;
      if (path === SLIM) return { path: manifestFrom(resolveDir) === undefined ? folder : resolveDir, namespace: SLIM };
      const file = inNode(manifest, path);
      return file === undefined ? undefined : { path: join(dirname(manifest), file) };
    });
    // The slim entry waits for a compiled wasm, which the application imports and Node cannot.
    build.onLoad({ filter: /./, namespace: SLIM }, ({ path }) => ({
      contents: 'export * from "layeron-storage"; export function initSync() {}',
      resolveDir: path,
    }));
  },
});

/** The package.json of the package that an import in a folder means. */
function manifestFrom(folder) {
  try {
    return createRequire(join(folder, "importer.js")).resolve("layeron-storage/package.json");
  } catch (error) {
    if (error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** The file of an entry, by the condition `default`; undefined when that version has no such entry. */
function inNode(manifest, path) {
  let target = JSON.parse(readFileSync(manifest, "utf8")).exports[path.replace("layeron-storage", ".")];
  while (typeof target === "object") target = target.default;
  return target;
}
