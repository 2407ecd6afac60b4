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

interface Kept {
  key: string;
  bytes: Uint8Array<ArrayBuffer>;
  entry: string | undefined;
}

/** What the memory host keeps, looked at from within. */
function keptOf(key: string): Kept {
  const registry = (globalThis as Record<symbol, unknown>)[Symbol.for("layeron-storage/registry/1")];
  const { kept } = (registry as { memory: { kept: Map<number, Kept> } }).memory;
  const found = [...kept.values()].findLast((value) => value.key === key);
  if (found === undefined) throw new Error(`nothing is kept under ${key}`);
  return found;
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
        const { bytes, entry } = keptOf(key);
        return { bytes: bytes.slice(), entry };
      },
      async write(key, { bytes, entry }) {
        // The table has to know the key, and how long the plain value is.
        const known = (await module.head(key)) !== null ? keptOf(key) : undefined;
        if (known?.bytes.byteLength !== bytes.byteLength) {
          const plain = bytes.byteLength - 40 - 16 * Math.ceil(bytes.byteLength / 65_536);
          await module.put(key, new Uint8Array(Math.max(plain, 0)));
        }
        Object.assign(keptOf(key), { bytes, entry });
      },
    };
  },
};

export const freshMemory = () => connect("memory");
