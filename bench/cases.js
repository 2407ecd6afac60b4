/**
 * Calls on stub bindings, beside the calls of the binding that they end in.
 *
 * The stubs answer at once, through async functions, so that what a call takes longer than the stub is the package's
 * own. bench/worker.js times the cases; bench/growth.mjs runs each of them a hundred thousand times.
 */

import { connect, storage } from "layeron-storage";

const KEY = "user/1";
const LISTED = 100;

const bytes = new Uint8Array(1024);
const uploaded = new Date(0);
const httpMetadata = { contentType: "text/plain" };
const customMetadata = { by: "bench" };

const object = (key) => ({
  key,
  size: bytes.byteLength,
  etag: "0123456789abcdef0123456789abcdef",
  uploaded,
  httpMetadata,
  customMetadata,
});
const stored = object(KEY);
const whole = { ...stored, body: new ReadableStream(), arrayBuffer: async () => bytes.buffer };
const part = { ...whole, range: { offset: 0, length: 512 } };
const page = {
  objects: Array.from({ length: LISTED }, (_, n) => object(`user/${n}`)),
  delimitedPrefixes: [],
  truncated: false,
};

const r2 = {
  head: async () => stored,
  put: async () => stored,
  get: async (_key, options) => (options?.range === undefined ? whole : part),
  list: async () => page,
};

/** What the package keeps beside a value in KV. connectStubs has it from a put, so that no format stands here. */
let record;

const kv = {
  put: async () => {},
  getWithMetadata: async () => ({ value: bytes.buffer, metadata: record, cacheStatus: null }),
  list: async () => ({
    keys: page.objects.map(({ key }) => ({ name: key, metadata: record })),
    list_complete: true,
    cacheStatus: null,
  }),
};

const bucket = storage.bucket({ name: "stub-bucket" });
const names = storage.kv({ name: "stub-kv" });

/** The package's options of a call, and what a program without the package would give the binding. */
const TWO = { contentType: "text/plain", metadata: { by: "bench" } };
const FIVE = {
  ...TWO,
  cacheControl: "max-age=60",
  contentDisposition: "inline",
  checksum: "crc32:352441c2",
};
const R2_TWO = { httpMetadata, customMetadata };
const R2_SIX = {
  httpMetadata: { ...httpMetadata, cacheControl: "max-age=60", contentDisposition: "inline" },
  customMetadata: { ...customMetadata, checksum: "crc32:352441c2" },
  onlyIf: { etagDoesNotMatch: "*" },
};
const SEEN = "fedcba9876543210fedcba9876543210";
const RANGE = { offset: 0, length: 512 };
const headers = new Headers({ range: "bytes=0-511", "if-none-match": `"${SEEN}"` });

/**
 * @typedef {object} Case
 * @property {string} what
 * @property {() => Promise<unknown>} bare
 * @property {() => Promise<unknown>} ours
 * @property {number} [most] the target: microseconds that the package may add
 * @property {number} [calls] of a batch, where a call takes much longer than most do
 */

/** @type {Case[]} */
export const CASES = [
  {
    what: "put to R2",
    bare: () => r2.put(KEY, bytes),
    ours: () => bucket.put(KEY, bytes),
    most: 2,
  },
  {
    what: "put to R2, 2 options",
    bare: () => r2.put(KEY, bytes, R2_TWO),
    ours: () => bucket.put(KEY, bytes, TWO),
  },
  {
    what: "put to R2, 6 options",
    bare: () => r2.put(KEY, bytes, R2_SIX),
    ours: () => bucket.put(KEY, bytes, { ...FIVE, ifNotExists: true }),
    most: 6,
  },
  {
    what: "get from R2",
    bare: () => r2.get(KEY),
    ours: () => bucket.get(KEY),
    most: 2,
  },
  {
    what: "get from R2, then bytes()",
    bare: async () => (await r2.get(KEY)).arrayBuffer(),
    ours: async () => (await bucket.get(KEY)).bytes(),
  },
  {
    what: "get from R2, range and ifNoneMatch",
    bare: () => r2.get(KEY, { range: RANGE, onlyIf: { etagDoesNotMatch: SEEN } }),
    ours: () => bucket.get(KEY, { range: RANGE, ifNoneMatch: SEEN }),
    most: 7,
  },
  {
    what: "get from R2, a request's headers",
    bare: () => r2.get(KEY, { range: headers, onlyIf: headers }),
    ours: () => bucket.get(KEY, { headers }),
  },
  {
    what: "head in R2",
    bare: () => r2.head(KEY),
    ours: () => bucket.head(KEY),
  },
  {
    what: `list of ${LISTED} in R2`,
    bare: () => r2.list({ include: ["httpMetadata", "customMetadata"] }),
    ours: () => bucket.list(),
    calls: 500,
  },
  {
    what: "put to KV",
    bare: () => kv.put(KEY, bytes),
    ours: () => names.put(KEY, bytes),
    most: 2,
  },
  {
    what: "put to KV, 2 options",
    bare: () => kv.put(KEY, bytes, { metadata: TWO }),
    ours: () => names.put(KEY, bytes, TWO),
  },
  {
    what: "put to KV, 6 options",
    bare: () => kv.put(KEY, bytes, { metadata: FIVE, expirationTtl: 600 }),
    ours: () => names.put(KEY, bytes, { ...FIVE, ttlSeconds: 600 }),
    most: 6,
  },
  {
    what: "get from KV",
    bare: () => kv.getWithMetadata(KEY, { type: "arrayBuffer" }),
    ours: () => names.get(KEY),
    most: 2,
  },
  {
    what: "get from KV, then bytes()",
    bare: async () => (await kv.getWithMetadata(KEY, { type: "arrayBuffer" })).value,
    ours: async () => (await names.get(KEY)).bytes(),
  },
  {
    what: "get from KV, cacheTtlSeconds",
    bare: () => kv.getWithMetadata(KEY, { type: "arrayBuffer", cacheTtl: 300 }),
    ours: () => names.get(KEY, { cacheTtlSeconds: 300 }),
  },
  {
    what: `list of ${LISTED} in KV`,
    bare: () => kv.list(),
    ours: () => names.list(),
    calls: 100,
  },
];

/** Connects the stubs. What KV then answers is what a put with two options leaves there. */
export async function connectStubs() {
  const put = async (_key, _value, { metadata }) => {
    record = metadata;
  };
  connect({ STUB_BUCKET: r2, STUB_KV: { ...kv, put } });
  await names.put(KEY, bytes, TWO);
  connect({ STUB_BUCKET: r2, STUB_KV: kv });
}
