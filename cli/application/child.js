/**
 * The process in which an application's top level runs: imports the bundle, and sends what it declared.
 *
 * It talks over Node's channel between processes, so that the application may print what it likes.
 * @module
 */

import { createRequire } from "node:module";
import { relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { declarations } from "../../dist/entry/inline.js";

const [, , bundle] = process.argv;

// CommonJS inside the bundle requires Node's modules through it.
globalThis.require = createRequire(bundle);

const send = (message) => new Promise((resolve) => process.send(message, resolve));

/** What is thrown beside the import, by a timer or a promise that nobody waits for, counts too. */
process.on("uncaughtException", (error) => send({ thrown: described(error) }));

try {
  await import(pathToFileURL(bundle).href);
  await send({ declared: declarations().map(plain) });
} catch (error) {
  await send({ thrown: described(error) });
}

/** Only what the command needs: a declaration may carry what cannot be sent. */
function plain({ kind, variant, name, namespace, binding, options }) {
  return { kind, variant, name, namespace, binding, deleteAfterDays: options?.lifecycle?.deleteAfterDays };
}

/** The error's own message, and the frames of its stack that lie in the application. */
function described(error) {
  if (!(error instanceof Error)) return `${inspect(error)} (no Error, so nothing says where)`;
  const [, ...frames] = (error.stack ?? "").slice(String(error).length).split("\n");
  const own = frames.filter((frame) => /^\s+at /.test(frame) && !/node:|\/cli\/application\//.test(frame));
  return [String(error), ...own.slice(0, 5).map(shortened)].join("\n");
}

/** A frame with its path from the current folder. */
const shortened = (frame) =>
  `  ${frame
    .trim()
    .replace(/(file:\/\/)?\/[^():]+/, (path) =>
      relative(process.cwd(), path.startsWith("file:") ? fileURLToPath(path) : path),
    )}`;
