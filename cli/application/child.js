/**
 * The process in which an application's top level runs: imports the bundle, and sends what it declared.
 *
 * It talks over Node's channel between processes, so that the application may print what it likes.
 * @module
 */

import { createRequire } from "node:module";
import { relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { declarations } from "../../dist/entry/inline.js";
import { READ } from "./plugins/env.js";

const [, , bundle] = process.argv;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

// The application's frames lie below those of what it called.
Error.stackTraceLimit = 50;

// CommonJS inside the bundle requires Node's modules through it.
globalThis.require = createRequire(bundle);

/** The errors of requests that the application made: Node's own texts do not tell them from other errors. */
const failedRequests = new WeakSet();
const { fetch } = globalThis;
globalThis.fetch = async (...request) => {
  try {
    return await fetch(...request);
  } catch (error) {
    if (error instanceof Error) failedRequests.add(error);
    throw error;
  }
};

/** With the names of `env` for which a placeholder stood. */
const send = (message) =>
  new Promise((resolve) => process.send({ ...message, guessed: [...(globalThis[Symbol.for(READ)] ?? [])] }, resolve));

/** What is thrown beside the import, by a timer or a promise that nobody waits for, counts too. */
process.on("uncaughtException", (error) => send({ thrown: described(error) }));

/** Nothing is left to do, and the import has not come to its end. */
process.once("beforeExit", () => send({ isPending: true }));

import(pathToFileURL(bundle).href)
  .then(() => ({ declared: [...declarations(), ...undeclaredSecrets(declarations())].map(plain) }))
  .catch((error) => ({ thrown: described(error) }))
  .then(send);

/** Only what the command needs: a declaration may carry what cannot be sent. */
function plain({ kind, variant, name, namespace, binding, options }) {
  return { kind, variant, name, namespace, binding, deleteAfterDays: options?.lifecycle?.deleteAfterDays };
}

/** The secrets that instances are sealed with and that nobody declares: the host has them under their names. */
function undeclaredSecrets(all) {
  const secrets = new Map();
  for (const { namespace: own, options } of all) {
    const { name, namespace } = options?.encryption?.secret ?? {};
    const places = namespace === undefined ? [own, "default"] : [namespace];
    const isIt = (other) => other.kind === "secret" && other.name === name && places.includes(other.namespace);
    if (name === undefined || all.some(isIt)) continue;
    const binding = name.toUpperCase().replaceAll("-", "_");
    secrets.set(binding, { kind: "secret", name, namespace: namespace ?? "default", binding });
  }
  return secrets.values();
}

/** The error's own message and its cause, and where in the application it was thrown. */
function described(error) {
  if (!(error instanceof Error)) return `${inspect(error)} (no Error, so nothing says where)`;
  const stack = String(error.stack ?? "");
  const below = stack.startsWith(String(error)) ? stack.slice(String(error).length) : stack;
  const frames = below.split("\n").filter((line) => /^\s+at /.test(line) && !isOurs(line));
  const own = frames.filter((line) => !line.includes(`${sep}node_modules${sep}`));
  const where = (own.length > 0 ? own : frames).slice(0, 5).map(shortened);
  return [words(error), ...(error.cause instanceof Error ? [`cause: ${error.cause}`] : []), ...where].join("\n");
}

/** I/O at the top level fails here for other reasons than in a Worker, where it is not allowed at all. */
function words(error) {
  const why = "a Worker can do no I/O at its top level; make this call in a handler";
  if (error.code === "storage_binding_missing") return `${error.name}: ${error.detail?.where ?? "a call"}: ${why}`;
  return failedRequests.has(error) ? `${error}: ${why}` : String(error);
}

/** Whether a frame belongs to Node, to this program or to the package, whose source maps name files of js/. */
function isOurs(line) {
  return /[( ](node:|wasm:)/.test(line) || ["cli", "dist", "js"].some((name) => line.includes(ROOT + name + sep));
}

/** A frame with its path from the current folder. */
function shortened(frame) {
  const near = (path) => relative(process.cwd(), path.startsWith("file:") ? fileURLToPath(path) : path);
  return `  ${frame.trim().replace(/(file:\/\/)?\/[^():]+/, near)}`;
}
