/**
 * Where a declared instance finds its store.
 *
 * 1. What `connect` said last. 2. Inside workerd the Worker's own bindings, read at each call.
 * 3. Anywhere else memory, except in production: a server that forgot to connect must not keep its
 * users' data in a process.
 * @module
 */

import { endpointOf, originsOf } from "./endpoint.js";
import { given } from "./given.js";
import { bound } from "./host/binding.js";
import { freshMemory, memoryStore } from "./host/memory/store.js";
import { checkConnect, refusal } from "./questions.js";
import { registry } from "./registry.js";

/** The Worker's own bindings; set by the entry for workerd. */
let workerEnv;

export const provideEnv = (env) => {
  workerEnv = env;
};

export function connect(host, options) {
  const { frame, members } = given("connect", options);
  checkConnect(frame);
  const { clock, endpoint, cors } = members;
  const connection = { host, clock, endpoint: endpointOf(endpoint), origins: originsOf(cors) };
  if (host === "memory") freshMemory();
  else if (host !== undefined && (typeof host !== "object" || host === null)) {
    throw refusal("storage_invalid_options", 'connect: the host must be "memory", an object of bindings or undefined');
  }
  registry.connection = connection;
}

/** With that flag workerd gives bindings to handlers only, and an import finds none. */
const worker = () =>
  Object.keys(workerEnv).length > 0
    ? "this Worker"
    : "this Worker, whose `env` is empty (with the flag disallow_importable_env, call connect(env) in the handler),";

/** The store of a declared instance, for one call. */
export function storeOf(declared) {
  const bindings = bindingsOf(declared);
  return bindings === undefined ? memoryStore : bound(declared, bindings.all, bindings.where);
}

/** An instance as it is connected now: store and secret of a call belong together, whatever `connect` says meanwhile. */
export const pinned = (declared) => ({ ...declared, pin: { bindings: bindingsOf(declared) } });

/** The bindings behind a declared instance, and whose they are; undefined when it is kept in memory. */
export function bindingsOf({ declaration, pin }) {
  if (pin) return pin.bindings;
  const { host } = registry.connection;
  if (host === "memory") return undefined;
  if (host !== undefined) return { all: host, where: "the object given to connect()" };
  if (workerEnv !== undefined) return { all: workerEnv, where: worker() };
  // Only workerd has both. Without its entry there is no env, and memory would lose what is stored.
  if (typeof WebSocketPair === "function" && typeof caches === "object") {
    throw refusal(
      "storage_binding_missing",
      "the package was bundled without the export condition `workerd`, so it cannot find this Worker's bindings; " +
        "bundle with that condition (wrangler does), or call connect(env)",
    );
  }
  if (globalThis.process?.env?.NODE_ENV === "production") {
    throw refusal(
      "storage_binding_missing",
      "no store is connected, and with NODE_ENV=production none is kept in memory; " +
        `call connect({ ${declaration.binding}: … }) or connect("memory")`,
    );
  }
  return undefined;
}
