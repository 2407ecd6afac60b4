/**
 * Where declared instances find their store, and the time by which they go.
 *
 * 1. What the last `connect` said. 2. Inside workerd the Worker's own bindings, read at each call. 3. Anywhere else
 * memory, except in production: a server that forgot to connect must not keep its users' data in a process.
 * @module
 */

import { endpointOf, originsOf } from "./endpoint.ts";
import { core } from "./engine.ts";
import { freshMemory } from "./host/index.ts";
import { copied } from "./options.ts";
import { type Connection, registry } from "./registry.ts";
import type { ConnectOptions, StorageDeclaration } from "./types/index.ts";

/** The bindings of a host, and how messages name the object that holds them. */
export interface Bindings {
  readonly all: Readonly<Record<string, unknown>>;
  readonly where: string;
}

/** The Worker's own bindings; set by the entry for workerd. */
let workerEnv: Bindings["all"] | undefined;

export function provideEnv(env: object | undefined): void {
  workerEnv = env as Bindings["all"] | undefined;
}

export function connect(host: unknown, options?: unknown): void {
  const snapshot = copied(options);
  core.checkConnect(snapshot);
  const { clock, endpoint, cors } = (snapshot ?? {}) as ConnectOptions;
  const connection = { host: hostOf(host), clock, endpoint: endpointOf(endpoint), origins: originsOf(cors?.origins) };
  if (host === "memory") freshMemory();
  registry.connect(connection);
}

function hostOf(host: unknown): Connection["host"] {
  if (host === "memory" || host === undefined || (typeof host === "object" && host !== null)) return host;
  throw core.refusal(
    "storage_invalid_options",
    'connect: the host must be "memory", an object of bindings or undefined',
  );
}

/** The bindings behind a declared instance; undefined where memory holds its values. */
export function bindingsOf({ host }: Connection, { binding }: StorageDeclaration): Bindings | undefined {
  if (host === "memory") return undefined;
  if (host !== undefined) return { all: host as Bindings["all"], where: "the object given to connect()" };
  if (workerEnv !== undefined) return { all: workerEnv, where: nameOfWorker(workerEnv) };
  // Only workerd has both. Without its entry there are no bindings, and memory would lose what is stored.
  if (typeof WebSocketPair === "function" && typeof caches === "object") {
    throw core.refusal(
      "storage_binding_missing",
      "the package was bundled without the export condition `workerd`, so it cannot find this Worker's bindings; " +
        "bundle with that condition (wrangler does), or call connect(env)",
    );
  }
  if (globalThis.process?.env?.NODE_ENV === "production") {
    throw core.refusal(
      "storage_binding_missing",
      "no store is connected, and with NODE_ENV=production none is kept in memory; " +
        `call connect({ ${binding}: … }) or connect("memory")`,
    );
  }
  return undefined;
}

/** With the flag disallow_importable_env workerd gives bindings to handlers only, and an import finds none. */
const nameOfWorker = (env: object) =>
  Object.keys(env).length > 0
    ? "this Worker"
    : "this Worker, whose `env` is empty (with the flag disallow_importable_env, call connect(env) in the handler),";

/**
 * The clock of a connection, in whole milliseconds since the epoch: the system's, or for tests of expiry the one that
 * `connect` was given. An answer other than a time becomes NaN, which the core refuses.
 */
export function clockOf({ clock }: Connection): () => number {
  if (clock === undefined) return systemTime;
  return () => {
    try {
      const time: unknown = clock();
      return typeof time === "number" ? Math.trunc(time) : Number.NaN;
    } catch {
      return Number.NaN;
    }
  };
}

const systemTime = () => Date.now();
