/**
 * Where a declared instance finds its store.
 *
 * 1. What `connect` said last. 2. Inside workerd the Worker's own bindings, read at each call.
 * 3. Anywhere else memory, except in production: a server that forgot to connect must not keep its
 * users' data in a process.
 * @module
 */

import { core } from "./core.js";
import { kvStore } from "./host/kv.js";
import { freshMemory, memoryStore } from "./host/memory.js";
import { r2Store } from "./host/r2.js";
import { registry } from "./registry.js";

/** The Worker's own bindings; set by the entry for workerd. */
let workerEnv;

export const provideEnv = (env) => {
  workerEnv = env;
};

export function connect(host, options) {
  const clock = core.connectOptions(options);
  if (host === "memory") freshMemory();
  else if (host !== undefined && (typeof host !== "object" || host === null)) {
    throw core.invalidOptions(`connect: the host must be "memory", an object of bindings or undefined`);
  }
  registry.connection = { host, clock };
}

export const now = () => (registry.connection.clock ?? Date.now)();

/** The store of a declared instance, for one call. */
export function storeOf(declared) {
  const { host } = registry.connection;
  if (host === "memory") return memoryStore;
  if (host !== undefined) return bound(declared, host, "the bindings given to connect()");
  if (workerEnv !== undefined) return bound(declared, workerEnv, "this Worker");
  // Only workerd has both. Without its entry there is no env, and memory would lose what is stored.
  if (typeof WebSocketPair === "function" && typeof caches === "object") {
    throw core.bindingMissing(
      declared,
      "the package was bundled without the export condition `workerd`, so it cannot find this Worker's bindings; " +
        "bundle with that condition (wrangler does), or call connect(env)",
    );
  }
  if (globalThis.process?.env?.NODE_ENV === "production") {
    throw core.bindingMissing(
      declared,
      `no store is connected, and with NODE_ENV=production it is not kept in memory; ` +
        `call connect({ ${declared.declaration.binding}: … }), or connect("memory") if that is what you want`,
    );
  }
  return memoryStore;
}

const METHODS = {
  bucket: ["head", "get", "put", "delete", "list"],
  kv: ["getWithMetadata", "put", "delete", "list"],
};

function bound(declared, bindings, where) {
  const { binding, name } = declared.declaration;
  const found = bindings[binding];
  const kind = declared.isBucket ? "an R2 bucket" : "a KV namespace";
  if (found === undefined || found === null) {
    throw core.bindingMissing(declared, `${where} has no binding "${binding}"; ${lines(declared, binding, name)}`);
  }
  const other = declared.isBucket ? found.getWithMetadata : found.createMultipartUpload;
  if (typeof found !== "object" || typeof other === "function") {
    throw core.bindingMissing(
      declared,
      `binding "${binding}" of ${where} is not ${kind}; ${lines(declared, binding, name)}`,
    );
  }
  return declared.isBucket ? r2Store(found) : kvStore(found);
}

/** A method of a binding, checked when it is first needed. */
export function method(declared, binding, name) {
  if (typeof binding[name] === "function") return;
  const wanted = declared.isBucket ? METHODS.bucket : METHODS.kv;
  const { binding: bindingName, name: instanceName } = declared.declaration;
  throw core.bindingMissing(
    declared,
    `binding "${bindingName}" has no method ${name}(), it needs ${wanted.join(", ")}; ` +
      lines(declared, bindingName, instanceName),
  );
}

function lines(declared, binding, name) {
  const config = declared.isBucket
    ? { r2_buckets: [{ binding, bucket_name: name }] }
    : { kv_namespaces: [{ binding, id: "<id from: npx wrangler kv namespace create " + name + ">" }] };
  return `wrangler.jsonc needs ${JSON.stringify(config).slice(1, -1)}`;
}
