/**
 * The process in which the project's Vite builds the Worker.
 *
 * Vite's configuration is code of the project, and its plugins print and keep handles open.
 * @module
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { manifestFor } from "../installed.js";

/** The module that the plugin makes the input of each Worker; the Worker's `main` is imported by it. */
const INPUT = "virtual:cloudflare/worker-entry";

const [, , configFile, into, env] = process.argv;
if (env !== undefined) process.env.CLOUDFLARE_ENV = env;

const send = (message) => new Promise((resolve) => process.send(message, resolve));

/** Imports of this package stay imports: only the command knows its entry for Node. Its wasm is a file like others. */
const itself = {
  name: "layeron-storage:itself",
  enforce: "pre",
  resolveId: (path) => (/^layeron-storage(\/core|\/slim)?$/.test(path) ? { id: path, external: true } : undefined),
};

/**
 * Nothing is written by Vite. Its plugins write beside the project when it does: Cloudflare's says where
 * `wrangler deploy` finds the build, and that folder is gone when the command ends.
 */
const unwritten = {
  name: "layeron-storage:unwritten",
  enforce: "post",
  configEnvironment: () => ({ build: { write: false, emptyOutDir: false, minify: false, sourcemap: true } }),
};

async function build() {
  const manifest = manifestFor(configFile, "vite");
  const vite = await import(pathToFileURL(join(dirname(manifest), "dist", "node", "index.js")).href);
  const builder = await vite.createBuilder({
    root: dirname(configFile),
    configFile,
    logLevel: "error",
    plugins: [itself, unwritten],
  });
  const workers = Object.values(builder.environments).filter(({ config }) =>
    hasInput(config.build.rollupOptions?.input),
  );
  const worker = workers.find(({ config }) => config.build.manifest) ?? workers[0];
  if (worker === undefined) return { failed: "it has no Worker; add the plugin cloudflare() to it" };
  const made = [await builder.build(worker)].flat().flatMap(({ output }) => output);
  for (const one of made) written(one);
  return { entry: join(into, made.find(({ isEntry }) => isEntry).fileName) };
}

function written({ fileName, code, source }) {
  const path = join(into, fileName);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code ?? source);
}

const hasInput = (input) =>
  [input].flatMap((one) => (typeof one === "object" ? Object.values(one) : one)).includes(INPUT);

/** What plugins throw comes with frames of theirs, of which nothing can be learnt. */
const withoutFrames = (text) => text.replace(/\n\s+at .*/g, "").trim();

build()
  .catch((error) => ({ failed: withoutFrames(String(error?.message ?? error)) }))
  .then(send);
