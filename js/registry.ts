/**
 * What all copies of the package in one program share: declarations, connection, and memory.
 *
 * A bundler may include the package twice (`.` and `./core`, or the copies of two dependencies). All copies must agree
 * on what is declared and on where it is stored, so the registry lives on globalThis, under a symbol that names the
 * version of its interface.
 * @module
 */

import type { MemoryHost } from "./host/memory/host.ts";
import type { StorageDeclaration } from "./types/index.ts";
import type { Fingerprint, Variant } from "./wasm/core.js";

/** How an instance seals its values. */
interface Encryption {
  /** The secret's name. */
  readonly secret: string;
  /** The namespace that the secret has to be declared in; undefined: the instance's own, then the default one. */
  readonly namespace: string | undefined;
  /** The binding of a secret that is declared nowhere. */
  readonly binding: string;
  readonly context: string;
}

/** A declared instance. */
export interface Declared {
  readonly identity: string;
  readonly variant: Variant;
  readonly declaration: StorageDeclaration;
  readonly fingerprint: Fingerprint;
  readonly ttlSeconds: number | undefined;
  readonly deleteAfterDays: number | undefined;
  readonly encryption: Encryption | undefined;
}

export interface DeclaredSecret {
  readonly identity: string;
  readonly declaration: StorageDeclaration;
  readonly fingerprint: Fingerprint;
  readonly bytes: number | undefined;
}

/** What the last call of `connect` said. */
export interface Connection {
  host: "memory" | object | undefined;
  clock: (() => number) | undefined;
  endpoint: { start: string; base: string };
  origins: readonly string[];
}

/** What the registry cannot judge itself. Each copy of the package passes its own functions. */
interface Checks {
  /** Throws where two declarations of one identity differ. */
  same(identity: string, first: Fingerprint, again: Fingerprint): void;
  /** The error of a binding that another declaration owns. */
  taken(binding: string, owner: string, identity: string): Error;
}

interface Registry {
  readonly version: 2;
  /** Adds a declaration, or returns the one of that identity. */
  add<T extends Declared | DeclaredSecret>(record: T, checks: Checks): T;
  instance(identity: string): Declared | undefined;
  secret(identity: string): DeclaredSecret | undefined;
  /** Which declaration owns a binding, as messages name it. */
  ownerOf(binding: string): string | undefined;
  /** All declarations, in order. */
  declarations(): StorageDeclaration[];
  connection(): Connection;
  connect(connection: Connection): void;
  /** The memory host, once there is one. */
  memory(): MemoryHost | undefined;
  keepMemory(host: MemoryHost): void;
  /** The bytes that memory uses in place of a host's secret; `make` makes them at their first use. */
  randomSecret(binding: string, make: () => Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
}

const SHARED = Symbol.for("layeron-storage/registry/2");

/** Instances and secrets may have the same identity, so a secret's is marked. */
const labelOf = ({ declaration, identity }: Declared | DeclaredSecret) =>
  declaration.kind === "secret" ? secretLabel(identity) : identity;

const secretLabel = (identity: string) => `secret ${identity}`;

function newRegistry(): Registry {
  const declared = new Map<string, Declared | DeclaredSecret>();
  const owners = new Map<string, string>();
  const random = new Map<string, Uint8Array<ArrayBuffer>>();
  let connection: Connection = { host: undefined, clock: undefined, endpoint: { start: "", base: "" }, origins: [] };
  let memory: MemoryHost | undefined;
  return {
    version: 2,
    add<T extends Declared | DeclaredSecret>(record: T, { same, taken }: Checks): T {
      const label = labelOf(record);
      const known = declared.get(label);
      if (known !== undefined) {
        same(label, known.fingerprint, record.fingerprint);
        return known as T;
      }
      const { binding, options } = record.declaration;
      const owner = owners.get(binding);
      if (owner !== undefined) throw taken(binding, owner, label);
      Object.freeze(options);
      Object.freeze(record.declaration);
      declared.set(label, record);
      owners.set(binding, label);
      return record;
    },
    instance: (identity) => declared.get(identity) as Declared | undefined,
    secret: (identity) => declared.get(secretLabel(identity)) as DeclaredSecret | undefined,
    ownerOf: (binding) => owners.get(binding),
    declarations: () => Array.from(declared.values(), ({ declaration }) => declaration),
    connection: () => connection,
    connect(next) {
      connection = next;
    },
    memory: () => memory,
    keepMemory(host) {
      memory = host;
    },
    randomSecret(binding, make) {
      const known = random.get(binding);
      if (known !== undefined) return known;
      const made = make();
      random.set(binding, made);
      return made;
    },
  };
}

const shared = globalThis as { [SHARED]?: Registry };

if (shared[SHARED] === undefined) {
  Object.defineProperty(shared, SHARED, { value: newRegistry(), enumerable: false });
}

export const registry = shared[SHARED] as Registry;
