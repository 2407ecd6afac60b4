/**
 * What the sentences of the contract are tried on: a store, and what only tests need of it.
 *
 * The sentences are written once, and know a store by this seam alone; a runner brings the stores.
 * @module
 */

import {
  type ConnectOptions,
  connect,
  type StorageBucketModule,
  type StorageBucketOptions,
  type StorageEncryptionOptions,
  type StorageKvModule,
  type StorageKvOptions,
  secret,
  storage,
} from "layeron-storage";

/** A store under test. */
export interface Store {
  /** As reports name it: `memory`, `R2 and KV`. */
  readonly title: string;
  /** Whether its instances seal what they store. */
  readonly isSealed: boolean;
  /** The host's own bindings, where there are any: to read and write as another program would. */
  readonly raw: { readonly bucket: R2Bucket; readonly kv: KVNamespace } | undefined;
  /** Empties the store and connects it; before each test. */
  fresh(options?: ConnectOptions): Promise<void>;
}

/** Milliseconds that the clock has been moved on by. */
let moved = 0;
const clock = () => Date.now() + moved;

export const memory: Store = {
  title: "memory",
  isSealed: false,
  raw: undefined,
  async fresh(options) {
    moved = 0;
    encryption = undefined;
    connect("memory", { clock, ...options });
  },
};

/** Moves the package's clock on, and so the memory store's. Real services have clocks of their own. */
export const pass = (milliseconds: number) => {
  moved += milliseconds;
};

/** What URLs are signed with on real bindings. In memory the package makes one up. */
const SIGNING_SECRET = `hex:${"0123456789abcdef".repeat(4)}`;

/** R2 and KV behind these bindings. Whatever name an instance's binding has, it is the one or the other. */
export function real(bucket: R2Bucket, kv: KVNamespace): Store {
  const get = (_: object, name: string | symbol) => {
    if (name === "STORAGE_SIGNING_SECRET" || name === SECRET_BINDING) return SIGNING_SECRET;
    return /(^|_)KV_/.test(String(name)) ? kv : bucket;
  };
  const bindings = new Proxy({}, { get });
  return {
    title: "R2 and KV",
    isSealed: false,
    raw: { bucket, kv },
    async fresh(options) {
      moved = 0;
      encryption = undefined;
      await Promise.all([emptyBucket(bucket), emptyKv(kv)]);
      connect(bindings, { clock, ...options });
    },
  };
}

const SECRET_BINDING = "CONFORMANCE_SECRET";

/** The option of the instances under test. */
let encryption: StorageEncryptionOptions | undefined;

/** The same store, with instances that seal what they store. */
export const sealed = (store: Store): Store => ({
  title: `${store.title}, sealed`,
  raw: store.raw,
  isSealed: true,
  async fresh(options) {
    await store.fresh(options);
    const { name } = secret.random({ name: "conformance-secret" });
    encryption = { secret: { kind: "secret_ref", name } };
  },
});

async function emptyBucket(bucket: R2Bucket) {
  for (;;) {
    const { objects } = await bucket.list();
    if (objects.length === 0) return;
    await bucket.delete(objects.map(({ key }) => key));
  }
}

async function emptyKv(kv: KVNamespace) {
  for (;;) {
    const { keys } = await kv.list();
    if (keys.length === 0) return;
    await Promise.all(keys.map(({ name }) => kv.delete(name)));
  }
}

let declared = 0;

/** A bucket that no other test has. On a real binding all buckets are one, empty at the start of each test. */
export const newBucket = (options: Partial<StorageBucketOptions> = {}): StorageBucketModule =>
  storage.bucket({ name: `bucket-${++declared}`, encryption, ...options });

/** A KV namespace that no other test has. */
export const newKv = (options: Partial<StorageKvOptions> = {}): StorageKvModule =>
  storage.kv({ name: `kv-${++declared}`, encryption, ...options });

/** The two variants, for sentences that hold for both. */
export const VARIANTS = [
  { variant: "a bucket", make: newBucket },
  { variant: "a KV namespace", make: newKv },
] as const;
