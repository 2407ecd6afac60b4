/**
 * An R2 bucket that does what it is told, and can be told to fail.
 *
 * Miniflare never fails, so what happens to a caller when R2 does can only be seen with a stand-in: its
 * methods are plain members, which a test replaces by a faulty one.
 * @module
 */

import { byUtf8, type Call, page } from "./listing";

export interface Stored {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly uploaded: Date;
  readonly httpMetadata: Record<string, string>;
  readonly customMetadata: Record<string, string>;
  readonly storageClass: string;
}

interface PutOptions {
  httpMetadata?: Record<string, string>;
  customMetadata?: Record<string, string>;
  storageClass?: string;
  onlyIf?: { etagMatches?: string; etagDoesNotMatch?: string };
}

export interface ListOptions {
  prefix?: string;
  delimiter?: string;
  cursor?: string;
  startAfter?: string;
  limit?: number;
}

interface Range {
  offset?: number;
  length?: number;
  suffix?: number;
}

/** The part that a range has of an object. R2 refuses one without a byte. */
function resolved(range: Range | undefined, size: number): { offset: number; length: number } {
  if (range === undefined) return { offset: 0, length: size };
  const { suffix, offset = suffix === undefined ? 0 : Math.max(size - suffix, 0) } = range;
  const length = Math.min(range.length ?? size, size - offset);
  if (length <= 0) throw new Error("get: The requested range is not satisfiable (10039)");
  return { offset, length };
}

type Method = (...args: never[]) => unknown;

export interface FakeR2 {
  put: Method;
  get: Method;
  head: Method;
  delete: Method;
  list: Method;
  createMultipartUpload: Method;
  [other: string]: unknown;
}

/** A bucket and what can be seen of it from outside. */
export interface R2 {
  readonly bucket: FakeR2;
  /** Every call, in order. */
  readonly calls: Call[];
  readonly objects: Map<string, { about: Stored; bytes: Uint8Array }>;
  /** What became of each multipart upload. */
  readonly uploads: Upload[];
}

export interface Upload {
  readonly key: string;
  readonly parts: Uint8Array[];
  state: "open" | "completed" | "aborted";
}

export interface R2Faults {
  /** The most entries that one page holds, whatever is asked for. */
  pageEntries?: number;
  /** Replaces methods of a multipart upload. */
  upload?: Partial<Record<"uploadPart" | "complete" | "abort", (...args: never[]) => unknown>>;
}

/** What R2 takes. */
const isValue = (value: unknown) =>
  value === null ||
  typeof value === "string" ||
  value instanceof ArrayBuffer ||
  ArrayBuffer.isView(value) ||
  value instanceof Blob ||
  value instanceof ReadableStream;

/** @param replaced members that take the place of the bucket's own, or undefined to leave one out */
export function fakeR2(replaced: Record<string, unknown> = {}, faults: R2Faults = {}): R2 {
  const calls: Call[] = [];
  const objects: R2["objects"] = new Map();
  const uploads: Upload[] = [];

  const store = (key: string, bytes: Uint8Array, options: PutOptions = {}): Stored => {
    const { httpMetadata = {}, customMetadata = {}, storageClass = "Standard" } = options;
    const etag = `etag${bytes.reduce((sum, byte) => (sum * 31 + byte) >>> 0, bytes.byteLength).toString(16)}`;
    const beside = { httpMetadata, customMetadata, storageClass };
    const about = { key, size: bytes.byteLength, etag, uploaded: new Date(1.7e12), ...beside };
    objects.set(key, { about, bytes });
    return about;
  };

  const own: FakeR2 = {
    async put(key: string, value: unknown, options: PutOptions = {}) {
      const holds = () => {
        const { etagMatches, etagDoesNotMatch } = options.onlyIf ?? {};
        const etag = objects.get(key)?.about.etag;
        if (etagDoesNotMatch === "*" && etag !== undefined) return false;
        return etagMatches === undefined || etagMatches === etag;
      };
      if (!holds()) return null;
      if (!isValue(value)) throw new TypeError("Incorrect type for the 'value' field on 'PutOptions'.");
      const bytes =
        value instanceof Uint8Array
          ? // As a host does that looks at memory itself, and not at what a view says of it.
            Uint8Array.prototype.slice.call(value)
          : new Uint8Array(await new Response(value as BodyInit).arrayBuffer());
      // What was stored meanwhile counts: R2's conditions are atomic.
      return holds() ? store(key, bytes, options) : null;
    },
    async get(key: string, options: { range?: Range } = {}) {
      const found = objects.get(key);
      if (found === undefined) return null;
      const { offset, length } = resolved(options.range, found.bytes.byteLength);
      const response = new Response(found.bytes.slice(offset, offset + length));
      return {
        ...found.about,
        range: { offset, length },
        body: response.body,
        arrayBuffer: () => response.arrayBuffer(),
      };
    },
    head: async (key: string) => objects.get(key)?.about ?? null,
    async delete(keys: string | string[]) {
      for (const key of [keys].flat()) objects.delete(key);
    },
    async list(options: ListOptions = {}) {
      const names = [...objects.keys()].sort(byUtf8);
      const { entries, cursor } = page(names, options, faults.pageEntries);
      const listed = entries.filter(({ folded }) => !folded).map(({ name }) => objects.get(name)?.about);
      const delimitedPrefixes = entries.filter(({ folded }) => folded).map(({ name }) => name);
      const rest = cursor === undefined ? { truncated: false } : { truncated: true, cursor };
      return { objects: listed, delimitedPrefixes, ...rest };
    },
    async createMultipartUpload(key: string, options: PutOptions = {}) {
      const upload: Upload = { key, parts: [], state: "open" };
      uploads.push(upload);
      return {
        async uploadPart(number: number, bytes: Uint8Array) {
          upload.parts[number - 1] = bytes.slice();
          return { partNumber: number, etag: `part${number}` };
        },
        async complete(parts: { partNumber: number }[]) {
          const chosen = parts.map(({ partNumber }) => upload.parts[partNumber - 1] ?? new Uint8Array());
          upload.state = "completed";
          return store(key, new Uint8Array(await new Blob(chosen as BlobPart[]).arrayBuffer()), options);
        },
        async abort() {
          upload.state = "aborted";
        },
        ...faults.upload,
      };
    },
  };
  const bucket = { ...own, ...replaced } as FakeR2;
  for (const [method, run] of Object.entries(bucket)) {
    if (typeof run !== "function") continue;
    bucket[method] = (...args: unknown[]) => {
      calls.push({ method, args });
      return (run as (...args: unknown[]) => unknown)(...args);
    };
  }
  return { bucket, calls, objects, uploads };
}
