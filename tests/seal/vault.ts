/**
 * A sealed bucket and a sealed KV namespace, and what only attacks need: the stored bytes, to be read and changed.
 *
 * The attacks are written once and know a host by this seam alone.
 * @module
 */

import { connect, type StorageBucketModule, type StorageKvModule, storage } from "layeron-storage";

/** What a store holds of a sealed value. */
export interface Stored {
  bytes: Uint8Array<ArrayBuffer>;
  /** What stands beside the bytes; undefined for a value in clear. */
  entry: string | undefined;
}

/** A sealed instance whose store can be written to as by another program. */
export interface Vault {
  readonly variant: "bucket" | "kv";
  readonly module: StorageBucketModule | StorageKvModule;
  stored(key: string): Promise<Stored>;
  /** Writes beside the package, under any key. */
  write(key: string, stored: Stored): Promise<void>;
}

/** Where vaults are. */
export interface Host {
  readonly title: string;
  /** How many bits are flipped: one of so many. Real bindings take a millisecond a flip. */
  readonly every: number;
  /** Connects, with this text as the secret `ATTACKED_KEY`. */
  connect(secret: string | undefined): void;
  vault(variant: "bucket" | "kv", options?: { name?: string; namespace?: string; context?: string }): Vault;
}

export const hex = (byte: number, length = 32) => `hex:${byte.toString(16).padStart(2, "0").repeat(length)}`;
export const versions = (current: string, all: Record<string, unknown>) => JSON.stringify({ current, versions: all });

let declared = 0;

export function declare(variant: "bucket" | "kv", options: { name?: string; namespace?: string; context?: string }) {
  const { name = `vault-${variant}-${++declared}`, namespace, context } = options;
  const encryption = { secret: { kind: "secret_ref", name: "attacked-key" }, context } as const;
  return storage[variant]({ name, namespace, encryption });
}

/** A record of the memory host (js/host/memory/answer.ts), which an attack may change. */
interface KeptRecord {
  readonly options: object;
  bytes: Uint8Array<ArrayBuffer>;
  size: number;
  beside: string | undefined;
}

/** What copies of the package share (js/registry.ts). */
interface Registry {
  memory(): { table(identity: string): { get(key: string, now: number): KeptRecord | undefined } };
}

/** The record that the memory host keeps under a key; undefined where it keeps none. */
export function recordOf({ namespace, name }: { namespace: string; name: string }, key: string) {
  const registry = (globalThis as Record<symbol, unknown>)[Symbol.for("layeron-storage/registry/2")] as Registry;
  return registry.memory().table(`${namespace}/${name}`).get(key, Date.now());
}

/** Changes the secret in place of the operator; the memory host reads it where it would be. */
export const memory: Host = {
  title: "memory",
  every: 1,
  connect(secret) {
    if (secret === undefined) delete process.env.ATTACKED_KEY;
    else process.env.ATTACKED_KEY = secret;
  },
  vault(variant, options = {}) {
    const module = declare(variant, options);
    return {
      variant,
      module,
      async stored(key) {
        const record = recordOf(module, key);
        if (record === undefined) throw new Error(`nothing is kept under ${key}`);
        return { bytes: record.bytes.slice(), entry: record.beside };
      },
      async write(key, { bytes, entry }) {
        if (recordOf(module, key) === undefined) await module.put(key, "");
        Object.assign(recordOf(module, key) as KeptRecord, { bytes, size: bytes.byteLength, beside: entry });
      },
    };
  },
};

export const freshMemory = () => connect("memory");
