/**
 * Bindings that are wrong in one small thing each.
 *
 * A comparison that passes may be comparing nothing. Each of these has to be found out by the sequences that
 * judge the real bindings.
 * @module
 */

import type { Variant } from "./options";

export interface Lie {
  lie: string;
  variant: Variant;
  /** The binding, wrong. */
  told: (binding: R2Bucket & KVNamespace) => object;
}

type Any = (...args: never[]) => unknown;

/** An object with other members here and there. */
function altered<T extends object>(object: T, members: (original: T) => Record<string, unknown>): T {
  return new Proxy(object, {
    get(target, name) {
      const own = members(target);
      if (typeof name === "string" && Object.hasOwn(own, name)) return own[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value as Any).bind(target) : value;
    },
  });
}

/** A lie about every R2Object that a call answers. */
function about(calls: ("put" | "get" | "head")[], members: (object: R2Object) => Record<string, unknown>) {
  return (bucket: R2Bucket) =>
    altered(bucket, () =>
      Object.fromEntries(
        calls.map((call) => [
          call,
          async (...args: unknown[]) => {
            const answer = await (bucket[call] as (...args: unknown[]) => Promise<R2Object | null>)(...args);
            return answer === null ? null : altered(answer, members);
          },
        ]),
      ),
    );
}

const lastLost = <T>(list: T[]): T[] => (list.length > 1 ? list.slice(0, -1) : list);

const ABOUT_BUCKETS: Omit<Lie, "variant">[] = [
  {
    lie: "puts in spite of its condition",
    told: (bucket) =>
      altered(bucket, () => ({
        put: (key: string, value: string, { onlyIf: _, ...options }: R2PutOptions = {}) =>
          bucket.put(key, value, options),
      })),
  },
  {
    lie: "gives every version an etag of its own",
    told: about(["put", "get", "head"], ({ version }) => ({ etag: version })),
  },
  {
    lie: "gives all contents one etag",
    told: about(["put", "get", "head"], () => ({ etag: "d41d8cd98f00b204e9800998ecf8427e" })),
  },
  {
    lie: "invents a content type",
    told: about(["get", "head"], ({ httpMetadata }) => ({
      httpMetadata: { ...httpMetadata, contentType: httpMetadata?.contentType ?? "application/octet-stream" },
    })),
  },
  { lie: "forgets metadata on get", told: about(["get"], () => ({ customMetadata: {} })) },
  {
    lie: "has another date on get than on put",
    told: about(["get"], ({ uploaded }) => ({ uploaded: new Date(uploaded.getTime() - 1) })),
  },
  {
    lie: "is a byte short",
    told: about(["get"], (object) => ({
      arrayBuffer: async () => (await (object as R2ObjectBody).arrayBuffer()).slice(0, -1),
    })),
  },
  {
    lie: "ignores ranges",
    told: (bucket) =>
      altered(bucket, () => ({
        get: (key: string, { range: _, ...options }: R2GetOptions = {}) => bucket.get(key, options),
      })),
  },
  {
    lie: "ignores what the reader has",
    told: (bucket) =>
      altered(bucket, () => ({
        get: (key: string, { onlyIf: _, ...options }: R2GetOptions = {}) => bucket.get(key, options),
      })),
  },
  {
    lie: "deletes the first of many only",
    told: (bucket) => altered(bucket, () => ({ delete: (keys: string[]) => bucket.delete(keys.slice(0, 1)) })),
  },
  {
    lie: "folds the case of keys",
    told: (bucket) =>
      altered(bucket, () => ({
        put: (key: string, value: string, options: R2PutOptions) => bucket.put(key.toUpperCase(), value, options),
      })),
  },
  {
    lie: "loses the last key of a page",
    told: (bucket) =>
      altered(bucket, () => ({
        list: async (options: R2ListOptions) =>
          altered(await bucket.list(options), ({ objects }) => ({ objects: lastLost(objects) })),
      })),
  },
  {
    lie: "does not fold",
    told: (bucket) =>
      altered(bucket, () => ({ list: ({ delimiter: _, ...options }: R2ListOptions) => bucket.list(options) })),
  },
  {
    lie: "starts at startAfter, not after it",
    told: (bucket) =>
      altered(bucket, () => ({
        list: ({ startAfter, ...options }: R2ListOptions) =>
          bucket.list(startAfter === undefined ? options : { ...options, startAfter: startAfter.slice(0, -1) }),
      })),
  },
];

const ABOUT_NAMESPACES: Omit<Lie, "variant">[] = [
  {
    lie: "trims values",
    told: (kv) =>
      altered(kv, () => ({
        put: (key: string, value: Uint8Array<ArrayBuffer>, options: KVNamespacePutOptions) =>
          kv.put(key, value.subarray(0, 1023), options),
      })),
  },
  {
    lie: "loses metadata",
    told: (kv) =>
      altered(kv, () => ({
        put: (key: string, value: Uint8Array<ArrayBuffer>, { metadata: _, ...options }: KVNamespacePutOptions) =>
          kv.put(key, value, options),
      })),
  },
  {
    lie: "normalises keys",
    told: (kv) =>
      altered(kv, () => ({
        put: (key: string, value: string, options: KVNamespacePutOptions) =>
          kv.put(key.normalize("NFC"), value, options),
      })),
  },
  { lie: "deletes nothing", told: (kv) => altered(kv, () => ({ delete: async () => {} })) },
  {
    lie: "loses the last key of a page",
    told: (kv) =>
      altered(kv, () => ({
        list: async (options: KVNamespaceListOptions) => {
          const page = await kv.list(options);
          return { ...page, keys: lastLost(page.keys) };
        },
      })),
  },
  {
    lie: "ignores prefixes",
    told: (kv) =>
      altered(kv, () => ({ list: ({ prefix: _, ...options }: KVNamespaceListOptions) => kv.list(options) })),
  },
];

export const LIES: Lie[] = [
  ...ABOUT_BUCKETS.map((lie): Lie => ({ variant: "bucket", ...lie })),
  ...ABOUT_NAMESPACES.map((lie): Lie => ({ variant: "kv", ...lie })),
];
