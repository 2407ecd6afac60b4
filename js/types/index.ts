/**
 * Objects and keys for edge workers: one API over Cloudflare R2, Workers KV and an in-memory store that
 * behaves like them.
 *
 * @example
 * ```ts
 * import { storage } from "layeron-storage";
 *
 * const assets = storage.bucket({ name: "user-assets" });
 * const configs = storage.kv({ name: "app-configs", ttlSeconds: 86_400 });
 *
 * await assets.put("hello.txt", "Hello", { contentType: "text/plain" });
 * const handle = await assets.get("hello.txt");
 * console.log(await handle?.text());
 * ```
 *
 * @module
 */

// Optional members are written `?: T | undefined`, so that callers under exactOptionalPropertyTypes may
// pass undefined.

// ───────────────────────────── declarations ─────────────────────────────

/**
 * What `storage.bucket()` and `storage.kv()` have in common. An unknown option is refused, never ignored.
 *
 * Options are plain objects everywhere in this package, and so are the objects in them: an instance of a class is refused
 * with `storage_invalid_options`.
 *
 * @example
 * ```ts
 * const invoices = storage.bucket({
 *   name: "invoices",
 *   namespace: "billing",
 *   binding: "INVOICE_FILES", // else BILLING_INVOICES
 *   access: "private",
 *   metadata: { team: "billing" },
 *   shared: {},
 *   placement: { region: "eu" },
 *   observability: { trace: true },
 * });
 * ```
 */
export interface StorageCommonOptions {
  /**
   * Names the instance inside the application: 1 to 63 characters of `a-z`, `0-9` and `-`, starting with a
   * letter. Together with the namespace it identifies the instance, so keep it stable.
   *
   * Anything else throws `storage_invalid_name`.
   */
  name: string;
  /**
   * Groups instances: the identity of an instance is `namespace/name`. Takes the same characters as `name`.
   * `"layeron"` is reserved and throws `storage_invalid_name`.
   *
   * @defaultValue `"default"`
   */
  namespace?: string | undefined;
  /**
   * Names the host binding that holds the data. Two instances never share one: that throws
   * `storage_invalid_options`.
   *
   * @defaultValue `name` in upper snake case: `"user-assets"` becomes `USER_ASSETS`; in a namespace other
   * than `"default"`, `NAMESPACE_NAME`.
   */
  binding?: string | undefined;
  /**
   * Says who may read through {@link serveStorage} without a signed URL: nobody, or with `"public"` everybody who knows
   * a key. Buckets only; on a KV namespace it changes nothing.
   *
   * @defaultValue `"private"`
   */
  access?: "private" | "public" | undefined;
  /**
   * Seals every value before it reaches the store, and opens it on read: AES-256-GCM in Google Tink's streaming format.
   * Ranges, streams, listings and signed URLs work as without. Keys, sizes, content types and metadata stay in clear.
   *
   * @example
   * ```ts
   * const vault = storage.bucket({ name: "vault", encryption: { secret: secret.static({ name: "vault-key" }) } });
   * ```
   *
   * @defaultValue Values are stored as they are.
   */
  encryption?: StorageEncryptionOptions | undefined;
  /**
   * Carried in the declaration as it is, for other tools to read; changes nothing here.
   *
   * @defaultValue None.
   */
  metadata?: Record<string, unknown> | undefined;
  /**
   * Carried in the declaration as it is, for other tools to read; changes nothing here.
   *
   * @defaultValue None.
   */
  shared?: Record<string, unknown> | undefined;
  /**
   * Carried in the declaration as it is, for other tools to read; changes nothing here.
   *
   * @defaultValue None.
   */
  placement?: Record<string, unknown> | undefined;
  /**
   * Carried in the declaration as it is, for other tools to read; changes nothing here.
   *
   * @defaultValue None.
   */
  observability?: Record<string, unknown> | undefined;
}

/**
 * How an instance seals its values.
 *
 * @example
 * ```ts
 * const vaultKey = secret.static({ name: "vault-key" });
 * const vault = storage.bucket({
 *   name: "vault",
 *   encryption: { mode: "managed", algorithm: "aes-gcm-256", secret: vaultKey, context: "default/safe" },
 * });
 * ```
 */
export interface StorageEncryptionOptions {
  /**
   * Says whether values are sealed. `"managed"` needs a secret, and `"none"` goes with none; anything else throws
   * `storage_invalid_options`.
   *
   * @defaultValue `"managed"`
   */
  mode?: "managed" | "none" | undefined;
  /**
   * The cipher, of which there is one.
   *
   * @defaultValue `"aes-gcm-256"`
   */
  algorithm?: "aes-gcm-256" | undefined;
  /**
   * The secret that keys are derived from: 32 to 1,024 bytes. By its name, or as {@link secret} returns it. One that is
   * declared nowhere is what the host has under its name in upper snake case.
   *
   * @defaultValue None; with `mode: "managed"` it has to be given.
   */
  secret?: SecretRef | SecretModule | undefined;
  /**
   * What sealed values are bound to: they open in no instance with another one. Keep the old value when an instance is
   * renamed. Any text without control characters; an empty one throws `storage_invalid_options`.
   *
   * @defaultValue `"namespace/name"`
   */
  context?: string | undefined;
}

/**
 * A secret by its name: the one that is declared in the instance's namespace, else in `"default"`.
 *
 * @example
 * ```ts
 * const key: SecretRef = { kind: "secret_ref", name: "vault-key", namespace: "default" };
 * const vault = storage.bucket({ name: "vault", encryption: { secret: key } });
 * ```
 */
export interface SecretRef {
  /** What it is. */
  kind: "secret_ref";
  /** The secret's name. */
  name: string;
  /** The namespace that it is declared in, if that is neither the instance's nor `"default"`. */
  namespace?: string | undefined;
}

/**
 * The options of `storage.bucket()`.
 *
 * @example
 * ```ts
 * const exports = storage.bucket({ name: "exports", lifecycle: { deleteAfterDays: 30 } });
 * ```
 */
export interface StorageBucketOptions extends StorageCommonOptions {
  /**
   * Says when objects disappear by themselves. The memory store carries it out. On R2 the bucket's own
   * lifecycle rule does, usually within a day of the deadline; until then the object exists.
   *
   * @defaultValue Objects stay.
   */
  lifecycle?:
    | {
        /**
         * The age in whole days, 1 to 36,500, counted from `storedAt`: an overwrite starts the count again.
         * Anything else throws `storage_invalid_options`.
         */
        deleteAfterDays?: number | undefined;
      }
    | undefined;
}

/**
 * The options of `storage.kv()`.
 *
 * @example
 * ```ts
 * const sessions = storage.kv({ name: "sessions", ttlSeconds: 3600 });
 * ```
 */
export interface StorageKvOptions extends StorageCommonOptions {
  /**
   * Sets the time to live of every key, in whole seconds from its put: 60 or more, up to the year 2038,
   * where KV's 32-bit expiry ends. Anything else throws `storage_invalid_options`. A put overrides it with
   * its own `ttlSeconds`.
   *
   * @defaultValue Keys do not expire.
   */
  ttlSeconds?: number | undefined;
}

// ──────────────────────────────── values ────────────────────────────────

/**
 * What `put` stores. A string becomes UTF-8, and its lone surrogates U+FFFD. Of a view only its window is
 * stored. Anything else, `null` and `undefined` included, rejects with `storage_invalid_value`.
 *
 * Leave a buffer unchanged until `put` settles; afterwards it is yours again.
 *
 * @example
 * ```ts
 * await assets.put("text", "Hello");
 * await assets.put("bytes", new Uint8Array([1, 2, 3]));
 * await assets.put("upload", request.body ?? "");
 * ```
 */
export type StorageValue = string | Uint8Array | ArrayBuffer | Blob | ArrayBufferView | ReadableStream<Uint8Array>;

/**
 * A `Uint8Array` over an `ArrayBuffer` (never a `SharedArrayBuffer`), in every version of TypeScript:
 * `new Response(bytes)` compiles.
 *
 * @example
 * ```ts
 * const bytes: Bytes = await handle.bytes();
 * ```
 */
export type Bytes = ReturnType<Uint8ArrayConstructor["of"]>;

/**
 * The HTTP fields that are stored with a value, and that `toResponse()` answers with. Each has up to 1,024
 * printable ASCII characters; anything else rejects with `storage_invalid_options`. An empty one counts as absent.
 *
 * @example
 * ```ts
 * await assets.put("app.js.gz", bytes, {
 *   contentType: "text/javascript",
 *   cacheControl: "public, max-age=3600",
 *   contentDisposition: "inline",
 *   contentEncoding: "gzip",
 *   contentLanguage: "en",
 *   expires: new Date("2030-01-01"),
 * });
 * const expires = (await assets.head("app.js.gz"))?.expires; // "2030-01-01T00:00:00.000Z"
 * ```
 */
export interface StorageHttpMetadata {
  /**
   * The `content-type`. When a put gives none, a Blob's own type counts, if it has one: without its parameters where no
   * header can carry these.
   *
   * @defaultValue None.
   */
  contentType?: string | undefined;
  /**
   * The `cache-control`.
   *
   * @defaultValue None.
   */
  cacheControl?: string | undefined;
  /**
   * The `content-disposition`. {@link attachment} makes one for a file name in any script.
   *
   * @defaultValue None.
   */
  contentDisposition?: string | undefined;
  /**
   * The `content-encoding` that the bytes already have. Nothing is compressed or expanded here.
   *
   * @defaultValue None.
   */
  contentEncoding?: string | undefined;
  /**
   * The `content-language`.
   *
   * @defaultValue None.
   */
  contentLanguage?: string | undefined;
  /**
   * The `expires`, until when caches may keep the value: ISO 8601 in UTC with milliseconds, from 1970 to 2189. It removes
   * nothing; `expiresAt` of a KV key does.
   *
   * @defaultValue None.
   */
  expires?: string | undefined;
}

/**
 * The options of `bucket.put()`. An unknown option rejects with `storage_invalid_options`: a misspelt
 * `ifNotExists` must not overwrite.
 *
 * @example
 * ```ts
 * const length = request.headers.get("content-length");
 * const first = await assets.put("report.csv", request.body ?? "", {
 *   contentType: "text/csv",
 *   size: length === null ? undefined : Number(length),
 *   metadata: { author: "ada" },
 *   checksum: "sha256:abc123",
 *   ifNotExists: true,
 * });
 * await assets.put("report.csv", bytes, { ifMatch: first.etag });
 * ```
 */
export interface StoragePutOptions extends Omit<StorageHttpMetadata, "expires"> {
  /**
   * The `expires`, until when caches may keep the value: a Date from 1970 to 2189, or its text as `toISOString()` writes it
   * and as objects show it. Anything else rejects with `storage_invalid_options`. It removes nothing; `ttlSeconds` of a KV
   * key does.
   *
   * @example
   * ```ts
   * await assets.put("menu.json", bytes, { expires: new Date("2030-01-31T12:00:00Z") });
   * ```
   *
   * @defaultValue None.
   */
  expires?: string | Date | undefined;
  /**
   * The caller's own entries, string to string, stored beside the value. An overwrite replaces them as a
   * whole. A key has 1 to 128 bytes of UTF-8; `__proto__` and keys that start with `layeron-` are refused
   * with `storage_invalid_metadata`, and so are values that are no strings.
   *
   * In a bucket, keys, values and checksum have at most 7,680 bytes together. In KV, these and the HTTP
   * fields have at most 600 bytes, as JSON in UTF-8. More rejects with `storage_metadata_too_large`.
   *
   * @defaultValue No entries.
   */
  metadata?: Record<string, string> | undefined;
  /**
   * A checksum of the caller's, 1 to 256 printable ASCII characters, in any notation. It is stored as
   * given, shown as `metadata.checksum` in place of an entry of that name, and never compared with the
   * bytes.
   *
   * @defaultValue None.
   */
  checksum?: string | undefined;
  /**
   * Creates only: an existing key stays as it is and the call rejects with `storage_key_already_exists`.
   * Atomic in a bucket. KV has no conditions: there the call looks first and then writes, so of two calls
   * at the same time both may succeed.
   *
   * @defaultValue `false`
   */
  ifNotExists?: boolean | undefined;
  /**
   * Replaces only content with this etag, atomically. Other content and a missing key reject with
   * `storage_precondition_failed`. Does not go together with `ifNotExists`. Buckets only.
   *
   * @defaultValue No condition.
   */
  ifMatch?: string | undefined;
  /**
   * The value's length in bytes. Worth giving for a ReadableStream: up to 5 GiB − 5 MiB then go to R2 in
   * one request, as conditions need it. A stream of another length rejects with `storage_body_failed`, any
   * other value with `storage_invalid_options`.
   *
   * @defaultValue The value's own length; a stream's is found out while reading.
   */
  size?: number | undefined;
}

/**
 * The options of `kv.put()`: those of a bucket without `ifMatch`, and a time to live.
 *
 * @example
 * ```ts
 * await configs.put("maintenance", "on", { ttlSeconds: 600 });
 * await configs.put("motto", "slow and steady", { ttlSeconds: null });
 * ```
 */
export interface StorageKvPutOptions extends Omit<StoragePutOptions, "ifMatch"> {
  /**
   * The time to live of this key, in whole seconds: 60 or more, up to the year 2038. `null` stores it
   * without expiry. Anything else rejects with `storage_invalid_options`.
   *
   * @defaultValue The instance's `ttlSeconds`.
   */
  ttlSeconds?: number | null | undefined;
}

/**
 * The options of `bucket.get()`.
 *
 * @example
 * ```ts
 * const start = await assets.get("film.mp4", { range: { offset: 0, length: 65_536 } });
 * const end = await assets.get("film.mp4", { range: { suffix: 1024 } });
 * const newer = await assets.get("film.mp4", { ifNoneMatch: handle.etag });
 * const asked = await assets.get("film.mp4", { headers: request.headers });
 * ```
 */
export interface StorageGetOptions {
  /**
   * Asks for a part of the object: `length` bytes from `offset` on, all bytes from `offset` on, or the last
   * `suffix` bytes. Whole numbers of bytes, 0 or more; anything else rejects with
   * `storage_invalid_options`. What goes beyond the end is cut off; when no byte is left, the call rejects
   * with `storage_invalid_range`.
   *
   * @defaultValue The whole object.
   */
  range?:
    | {
        /** The first byte, counted from 0. */
        offset: number;
        /**
         * How many bytes at most.
         *
         * @defaultValue All up to the end.
         */
        length?: number | undefined;
      }
    | {
        /** How many bytes, counted from the end, at most. */
        suffix: number;
      }
    | undefined;
  /**
   * An etag that the caller has already. When it is still the object's, the handle has no body and says
   * `notModified`.
   *
   * @defaultValue No condition.
   */
  ifNoneMatch?: string | undefined;
  /**
   * Takes `Range`, `If-None-Match` and `If-Range` from a request's headers, as RFC 9110 means them: of
   * several ranges, or another unit than bytes, the whole is read. Does not go together with `range` or
   * `ifNoneMatch`.
   *
   * @defaultValue No headers.
   */
  headers?: Headers | undefined;
}

/**
 * The options of `kv.get()`.
 *
 * @example
 * ```ts
 * const flags = await configs.get("flags", { cacheTtlSeconds: 300 });
 * ```
 */
export interface StorageKvGetOptions {
  /**
   * How long the edge may answer from its cache, in whole seconds, 30 or more. Anything else rejects with
   * `storage_invalid_options`. The memory store has no cache.
   *
   * @defaultValue KV's own, 60 seconds.
   */
  cacheTtlSeconds?: number | undefined;
}

/**
 * What `put` and `head` return and `list` lists: everything about a value but its bytes.
 *
 * @example
 * ```ts
 * const { key, size, etag, storedAt, metadata, contentType } = await assets.put("a.txt", "Hello");
 * const expiresAt = (await configs.head("session"))?.expiresAt; // "2030-01-01T01:00:00.000Z"
 * ```
 */
export interface StorageObject extends StorageHttpMetadata {
  /** The key. A bucket's keys are in Unicode's canonical composition (NFC), as R2 compares them. */
  readonly key: string;
  /** The size of the whole value in bytes. */
  readonly size: number;
  /**
   * Names the content: opaque, not empty, without quotes, and the same for the same bytes whatever their
   * metadata; of a sealed value it is that of the sealed bytes, of which no two are alike. R2's own etags differ from those of memory and KV, and R2 gives an object that went up in
   * parts another one than the same bytes in one request.
   */
  readonly etag: string;
  /**
   * When the value was stored: ISO 8601 in UTC with milliseconds. 1970 for a KV value that another program
   * wrote.
   */
  readonly storedAt: string;
  /** The caller's entries, and `checksum` when the put gave one. */
  readonly metadata: Record<string, string>;
  /** When the key expires: ISO 8601 in UTC with milliseconds. KV only; absent when it does not. */
  readonly expiresAt?: string | undefined;
  /**
   * Whether the value is sealed; only on instances with `encryption`. What is stored in clear there shows its stored
   * size, and does not open. `head` and `list` authenticate nothing.
   *
   * @example
   * ```ts
   * const isSealed = (await assets.head("contract.pdf"))?.encrypted ?? false;
   * ```
   */
  readonly encrypted?: boolean | undefined;
}

/**
 * What `get` returns: a value's properties and its body.
 *
 * `bytes`, `text`, `json` and `blob` keep the bytes, so any mix of them may follow one another. `stream` and
 * `toResponse` hand the body over without keeping it: once, neither after nor before another read, else they
 * fail with a `TypeError`. Read the body or `cancel()` it, as an unread R2 body holds a connection.
 *
 * The body is of the version that `get` saw, or reading it rejects. A failure of the host while it is read
 * into memory rejects with the codes that every call may reject with (see {@link StorageErrorCode}).
 *
 * @example
 * ```ts
 * const part = await assets.get("film.mp4", { headers: request.headers });
 * if (part?.notModified) return new Response(null, { status: 304 });
 * if (part?.range) console.log(`${part.range.length} bytes from ${part.range.offset} on`);
 * return part?.toResponse() ?? notFound();
 * ```
 */
export interface StorageReadHandle extends StorageObject {
  /**
   * Reads the bytes into memory. Every call gives the same array; it is the caller's, no store aliases it.
   * Rejects with `TypeError` when the body is gone.
   *
   * @example
   * ```ts
   * return new Response(await handle.bytes());
   * ```
   */
  bytes(): Promise<Bytes>;
  /**
   * Reads the body as UTF-8, as `Response.text()` does: bytes that are not UTF-8 become U+FFFD, and a byte order
   * mark is dropped. Rejects with `TypeError` when the body is gone.
   */
  text(): Promise<string>;
  /**
   * Reads the body as JSON. Rejects with `SyntaxError` when it is not JSON, and with `TypeError` when the body is
   * gone. `T` is the caller's word; nothing checks it.
   *
   * @example
   * ```ts
   * const flags = await handle.json<{ beta: boolean }>();
   * ```
   */
  json<T = unknown>(): Promise<T>;
  /**
   * Reads the body into a Blob of type `contentType`. Rejects with `TypeError` when the body is gone.
   *
   * @example
   * ```ts
   * const form = new FormData();
   * form.set("file", await handle.blob());
   * ```
   */
  blob(): Promise<Blob>;
  /**
   * Hands the body over as a stream, unbuffered. Throws `TypeError` when the body has been read, handed over
   * or cancelled.
   *
   * @example
   * ```ts
   * for await (const chunk of handle.stream()) console.log(chunk.byteLength);
   * ```
   */
  stream(): ReadableStream<Uint8Array>;
  /**
   * Makes a Response of the body, unbuffered, with its headers: content-type, content-length, etag,
   * last-modified, accept-ranges, cache-control, expires, content-disposition, content-encoding, content-language and
   * content-range, as they apply. Status 200, 206 for a range, 304 without a body when not modified. Throws `TypeError` when
   * the body has been read, handed over or cancelled.
   *
   * @param init - Overrides the status; its headers are added to the others and win over them.
   *
   * @example
   * ```ts
   * const handle = await assets.get("logo.png", { headers: request.headers });
   * return handle?.toResponse({ headers: { "x-content-type-options": "nosniff" } }) ?? notFound();
   * ```
   */
  toResponse(init?: ResponseInit): Response;
  /**
   * Lets the host drop a body that nobody will read. Resolves, too, when there is nothing to drop.
   *
   * @example
   * ```ts
   * if (handle.size > 1_000_000) await handle.cancel();
   * ```
   */
  cancel(): Promise<void>;
  /** The part that the body holds, in bytes. Absent when the body is the whole value. */
  readonly range?:
    | {
        /** The first byte, counted from 0. */
        offset: number;
        /** How many bytes. */
        length: number;
      }
    | undefined;
  /** True when the caller has this version already; reading the body then fails with `TypeError`. */
  readonly notModified?: boolean | undefined;
}

/**
 * The options of `kv.list()`, and those that `bucket.list()` shares.
 *
 * @example
 * ```ts
 * const first = await configs.list({ prefix: "flags/", limit: 100 });
 * const second = first.cursor && (await configs.list({ prefix: "flags/", limit: 100, cursor: first.cursor }));
 * ```
 */
export interface StorageListOptions {
  /**
   * Lists only keys that start with this.
   *
   * @defaultValue `""`, all keys.
   */
  prefix?: string | undefined;
  /**
   * How many entries a page has at most: a whole number from 1 to 1,000, else the call rejects with
   * `storage_invalid_options`.
   *
   * @defaultValue 1,000
   */
  limit?: number | undefined;
  /**
   * Goes on where the page that gave this cursor ended. It works only with the same instance, store, prefix
   * and delimiter; with others, or altered, it rejects with `storage_invalid_cursor`.
   *
   * @defaultValue The first page.
   */
  cursor?: string | undefined;
}

/**
 * The options of `bucket.list()`.
 *
 * @example
 * ```ts
 * const folders = (await assets.list({ prefix: "photos/", delimiter: "/" })).prefixes;
 * const later = await assets.list({ prefix: "logs/", startAfter: "logs/2030-01-31" });
 * ```
 */
export interface StorageBucketListOptions extends StorageListOptions {
  /**
   * Folds keys that have this string after the prefix: all that agree up to and with it become one entry of
   * `prefixes`, which counts toward `limit`.
   *
   * @defaultValue Nothing is folded.
   */
  delimiter?: string | undefined;
  /**
   * Lists only keys after this one. Does not go together with `cursor`.
   *
   * @defaultValue From the first key on.
   */
  startAfter?: string | undefined;
}

/**
 * One page of a listing, ordered by the keys' UTF-8 bytes.
 *
 * @example
 * ```ts
 * const { items, prefixes, cursor } = await assets.list({ delimiter: "/" });
 * ```
 */
export interface StorageListResult {
  /** The objects, with their metadata and all the rest. */
  items: StorageObject[];
  /** Opaque: the next call's `cursor`. Absent when nothing is left; on KV a last page may be empty. */
  cursor?: string | undefined;
  /** The folded prefixes of this page. Only with `delimiter`. */
  prefixes?: string[] | undefined;
}

// ─────────────────────────────── modules ───────────────────────────────

/**
 * A bucket: what `storage.bucket()` returns, a plain object that any framework can register.
 *
 * A key has 1 to 1,024 bytes of UTF-8, counted in canonical composition (NFC). `.`, `..`, lone surrogates,
 * U+0000 and the prefix `!layeron/` reject with `storage_invalid_key`. Otherwise keys are verbatim.
 *
 * Each method rejects with `storage_invalid_key` and `storage_invalid_options` for its own arguments, with
 * the codes that it names, and with those that every call may reject with (see {@link StorageErrorCode}).
 *
 * @example
 * ```ts
 * const { kind, variant, namespace, name } = assets; // "storage", "bucket", "default", "user-assets"
 * ```
 */
export interface StorageBucketModule {
  /** Tells a framework what kind of module this is. */
  readonly kind: "storage";
  /** Tells buckets from KV namespaces. */
  readonly variant: "bucket";
  /** The instance's name. */
  readonly name: string;
  /** The instance's namespace. */
  readonly namespace: string;
  /**
   * Stores a value and returns what is stored. Replaces an existing value and its metadata, unless a
   * condition says otherwise; when the call rejects, the older value stays.
   *
   * R2 takes up to 5 GiB − 5 MiB in one request. A larger stream, or one of unknown length, goes up in parts
   * of 8 MiB or more, without conditions: at most 5 TiB − 5 GiB with `size`, 10,000 parts of 8 MiB without.
   * The memory store takes 128 MiB.
   *
   * Rejects with `storage_key_already_exists` (`ifNotExists`), `storage_precondition_failed` (`ifMatch`),
   * `storage_invalid_value`, `storage_invalid_metadata`, `storage_metadata_too_large`,
   * `storage_value_too_large`, `storage_body_failed` (a stream that fails or has another length), and
   * `storage_rate_limited` (R2 takes about one write a second to one key).
   *
   * @example
   * ```ts
   * const stored = await assets.put("avatars/1.png", await request.arrayBuffer(), {
   *   contentType: "image/png",
   *   metadata: { uploadedBy: "user-1" },
   *   ifNotExists: true,
   * });
   * console.log(stored.size, stored.etag);
   * ```
   */
  put(key: string, value: StorageValue, options?: StoragePutOptions): Promise<StorageObject>;
  /**
   * Opens a value for reading; `null` when the key does not exist.
   *
   * Rejects with `storage_invalid_range` when no byte lies in the range that is asked for.
   *
   * @example
   * ```ts
   * const handle = await assets.get("avatars/1.png");
   * if (handle === null) return new Response("Not found", { status: 404 });
   * return handle.toResponse();
   * ```
   */
  get(key: string, options?: StorageGetOptions): Promise<StorageReadHandle | null>;
  /**
   * Returns everything about a value but its bytes; `null` when the key does not exist.
   *
   * @example
   * ```ts
   * const size = (await assets.head("avatars/1.png"))?.size;
   * ```
   */
  head(key: string): Promise<StorageObject | null>;
  /**
   * Deletes a key, or any number of them; keys that do not exist are no error. All keys are checked before
   * the first is deleted. When the host fails, deleting stops there and the error's `key` says where; the
   * same call may be repeated.
   *
   * @example
   * ```ts
   * await assets.delete(["avatars/1.png", "avatars/2.png"]);
   * ```
   */
  delete(key: string | readonly string[]): Promise<void>;
  /**
   * Lists one page of objects, ordered by the keys' UTF-8 bytes. A page is full unless nothing is left.
   *
   * Rejects with `storage_invalid_cursor`.
   *
   * @example
   * ```ts
   * const { items, prefixes, cursor } = await assets.list({ prefix: "avatars/", delimiter: "/", limit: 50 });
   * ```
   */
  list(options?: StorageBucketListOptions): Promise<StorageListResult>;
  /**
   * Lists every object under a prefix, in order, fetching page after page as the loop needs them. It rejects
   * as `list` does, at the step that fails.
   *
   * @param options - `prefix`: only keys that start with it. Default `""`, all keys.
   *
   * @example
   * ```ts
   * for await (const { key, size } of assets.entries({ prefix: "avatars/" })) console.log(key, size);
   * ```
   */
  entries(options?: {
    /**
     * Lists only keys that start with this.
     *
     * @defaultValue `""`, all keys.
     */
    prefix?: string | undefined;
  }): AsyncIterableIterator<StorageObject>;
}

/**
 * A KV namespace: what `storage.kv()` returns, a plain object that any framework can register.
 *
 * A key has 1 to 512 bytes of UTF-8. `.`, `..`, lone surrogates, U+0000 and the prefix `!layeron/` reject
 * with `storage_invalid_key`. Otherwise keys are verbatim. What one place writes, others may see only after
 * 60 seconds or so, a miss included.
 *
 * Each method rejects with `storage_invalid_key` and `storage_invalid_options` for its own arguments, with
 * the codes that it names, and with those that every call may reject with (see {@link StorageErrorCode}).
 *
 * @example
 * ```ts
 * const { kind, variant, namespace, name } = configs; // "storage", "kv", "default", "app-configs"
 * ```
 */
export interface StorageKvModule {
  /** Tells a framework what kind of module this is. */
  readonly kind: "storage";
  /** Tells KV namespaces from buckets. */
  readonly variant: "kv";
  /** The instance's name. */
  readonly name: string;
  /** The instance's namespace. */
  readonly namespace: string;
  /**
   * Stores a value of at most 25 MiB and returns what is stored. Replaces an existing value and its metadata,
   * unless `ifNotExists` says otherwise. A stream is read to its end before anything is stored; when it
   * fails, the older value stays.
   *
   * Rejects with `storage_key_already_exists` (`ifNotExists`), `storage_invalid_value`,
   * `storage_invalid_metadata`, `storage_metadata_too_large`, `storage_value_too_large`,
   * `storage_body_failed` (a stream that fails or has another length), and `storage_rate_limited` (KV takes
   * one write a second to one key).
   *
   * @example
   * ```ts
   * await configs.put("theme", JSON.stringify({ dark: true }), {
   *   contentType: "application/json",
   *   ttlSeconds: 3600,
   * });
   * ```
   */
  put(key: string, value: StorageValue, options?: StorageKvPutOptions): Promise<StorageObject>;
  /**
   * Opens a value for reading; `null` when the key does not exist or has expired.
   *
   * @example
   * ```ts
   * const handle = await configs.get("theme");
   * const theme = await handle?.json<{ dark: boolean }>();
   * ```
   */
  get(key: string, options?: StorageKvGetOptions): Promise<StorageReadHandle | null>;
  /**
   * Returns everything about a value but its bytes; `null` when the key does not exist or has expired.
   *
   * @example
   * ```ts
   * const expiresAt = (await configs.head("theme"))?.expiresAt;
   * ```
   */
  head(key: string): Promise<StorageObject | null>;
  /**
   * Deletes a key, or any number of them; keys that do not exist are no error. All keys are checked before
   * the first is deleted. When the host fails, deleting stops there and the error's `key` says where; the
   * same call may be repeated.
   *
   * @example
   * ```ts
   * await configs.delete("theme");
   * ```
   */
  delete(key: string | readonly string[]): Promise<void>;
  /**
   * Lists one page of keys, ordered by their UTF-8 bytes. A page is full unless nothing is left, and expired
   * keys are not in it.
   *
   * Rejects with `storage_invalid_cursor`.
   *
   * @example
   * ```ts
   * const { items, cursor } = await configs.list({ prefix: "flags/", limit: 50 });
   * ```
   */
  list(options?: StorageListOptions): Promise<StorageListResult>;
  /**
   * Lists every key under a prefix, in order, fetching page after page as the loop needs them. It rejects as
   * `list` does, at the step that fails.
   *
   * @param options - `prefix`: only keys that start with it. Default `""`, all keys.
   *
   * @example
   * ```ts
   * for await (const { key } of configs.entries({ prefix: "flags/" })) console.log(key);
   * ```
   */
  entries(options?: {
    /**
     * Lists only keys that start with this.
     *
     * @defaultValue `""`, all keys.
     */
    prefix?: string | undefined;
  }): AsyncIterableIterator<StorageObject>;
}

/** Declares instances. Works at a module's top level, before any request: it does no I/O. */
export declare const storage: {
  /**
   * Declares a bucket and returns its module. Declaring the same instance again, with the same options, gives
   * the same store.
   *
   * Throws a {@link StorageError} at once: `storage_invalid_name`, or `storage_invalid_options` for a wrong or
   * unknown option, a second declaration that differs, or a binding that another instance has.
   *
   * @example
   * ```ts
   * const assets = storage.bucket({ name: "user-assets", lifecycle: { deleteAfterDays: 30 } });
   * ```
   */
  bucket(options: StorageBucketOptions): StorageBucketModule;
  /**
   * Declares a KV namespace and returns its module. Declaring the same instance again, with the same options,
   * gives the same store.
   *
   * Throws a {@link StorageError} at once: `storage_invalid_name`, or `storage_invalid_options` for a wrong or
   * unknown option, a second declaration that differs, or a binding that another instance has.
   *
   * @example
   * ```ts
   * const configs = storage.kv({ name: "app-configs", ttlSeconds: 86_400 });
   * ```
   */
  kv(options: StorageKvOptions): StorageKvModule;
};

// ─────────────────────────────── the host ───────────────────────────────

/**
 * Says where declared modules find their store, from the next call on.
 *
 * Without it, modules in workerd use the Worker's own bindings, and everywhere else memory; with
 * `NODE_ENV=production` memory is refused and calls reject with `storage_binding_missing`.
 *
 * Throws `storage_invalid_options` for any other host and for a wrong or unknown option. What a binding can
 * do is checked when it is first needed.
 *
 * @param host - `"memory"`: a fresh, empty store in memory, at each call. A Worker's `env`, or any other object
 * that maps binding names to R2 buckets and KV namespaces (an interface counts, it needs no index signature):
 * these. `undefined`: back to what holds without `connect`, with these options.
 *
 * @example
 * ```ts
 * beforeEach(() => connect("memory"));
 * ```
 */
export declare function connect(host: "memory" | HostBindings | object | undefined, options?: ConnectOptions): void;

/**
 * A Worker's `env`, or any object that maps binding names to R2Bucket and KVNamespace values.
 *
 * @example
 * ```ts
 * const bindings: HostBindings = { USER_ASSETS: undefined };
 * connect(bindings);
 * ```
 */
export type HostBindings = Record<string, unknown>;

/**
 * The options of {@link connect}. Each call sets all of them anew.
 *
 * @example
 * ```ts
 * let now = Date.parse("2030-01-01T00:00:00Z");
 * connect("memory", { clock: () => now });
 * now += 3_600_000;
 * ```
 */
export interface ConnectOptions {
  /**
   * What signed and public URLs start with: an http or https URL, with a path if {@link serveStorage} answers below one,
   * without credentials, query or fragment. Without it URLs are relative to the origin and begin with `/_storage/`; the
   * `Host` of a request is never trusted.
   *
   * @defaultValue None: URLs are relative to the origin.
   * @example
   * ```ts
   * connect(undefined, { endpoint: "https://files.example.com" });
   * ```
   */
  endpoint?: string | undefined;
  /**
   * The origins whose pages may use signed and public URLs from scripts, as browsers send them, such as
   * `"https://app.example.com"`; `"*"` is every origin. {@link serveStorage} answers their preflight requests.
   *
   * @defaultValue None: no page of another origin.
   * @example
   * ```ts
   * connect(undefined, { cors: { origins: ["https://app.example.com"] } });
   * ```
   */
  cors?:
    | {
        /**
         * The origins.
         *
         * @defaultValue None.
         */
        origins: readonly string[];
      }
    | undefined;
  /**
   * Returns the time in milliseconds since 1970, for tests of expiry. It decides `storedAt` and expiry in
   * memory, and what this package records in KV. R2 has a clock of its own.
   *
   * @defaultValue `Date.now`
   */
  clock?: (() => number) | undefined;
}

/**
 * Returns what has been declared so far, normalised, in order: for tools and tests.
 *
 * @example
 * ```ts
 * for (const { variant, binding } of declarations()) console.log(variant, binding);
 * ```
 */
export declare function declarations(): readonly StorageDeclaration[];

/**
 * A declared instance, with every default filled in. It is frozen.
 *
 * @example
 * ```ts
 * for (const { kind, variant, namespace, name, binding, options } of declarations()) {
 *   console.log(kind, variant, `${namespace}/${name}`, binding, options);
 * }
 * ```
 */
export interface StorageDeclaration {
  /** What is declared. */
  kind: "storage" | "secret";
  /** Whether it is a bucket or a KV namespace; absent for a secret. */
  variant?: "bucket" | "kv" | undefined;
  /** The instance's name. */
  name: string;
  /** The instance's namespace; `"default"` when the declaration gave none. */
  namespace: string;
  /** The name of the host binding. */
  binding: string;
  /** Everything else: `access`, `encryption`, `ttlSeconds`, `lifecycle`, `bytes`, and what the declaration carries. */
  options: Readonly<Record<string, unknown>>;
}

// ────────────────────────────── signed URLs ──────────────────────────────

/**
 * What a signed URL allows: to read a key, or to write it.
 *
 * @example
 * ```ts
 * const options: StorageSignedUrlOptions = { action: "read", expiresInSeconds: 3600 };
 * const url = await storageSignedUrl(assets, "report.pdf", options);
 * ```
 */
export type StorageSignedUrlOptions = StorageSignedRead | StorageSignedWrite;

/**
 * What both kinds of signed URL have.
 *
 * @example
 * ```ts
 * const options: StorageSignedUrlOptions = { action: "read", expiresInSeconds: 60, oneTime: true };
 * ```
 */
interface StorageSignedCommon {
  /**
   * For how long the URL is valid, in whole seconds from now: 1 to 604,800, which is seven days.
   *
   * @example
   * ```ts
   * await storageSignedUrl(assets, "report.pdf", { action: "read", expiresInSeconds: 3600 });
   * ```
   */
  expiresInSeconds: number;
  /**
   * Whether exactly one request succeeds, also when many arrive at once. What is refused, HEAD, 304, 404 and 416 do not
   * count. In a bucket with a lifecycle the URL must not be valid for longer than `deleteAfterDays`.
   *
   * @defaultValue `false`
   * @example
   * ```ts
   * await storageSignedUrl(assets, "report.pdf", { action: "read", expiresInSeconds: 60, oneTime: true });
   * ```
   */
  oneTime?: boolean | undefined;
}

/**
 * A URL that answers GET and HEAD.
 *
 * @example
 * ```ts
 * const options: StorageSignedRead = {
 *   action: "read",
 *   expiresInSeconds: 3600,
 *   disposition: "attachment",
 *   filename: "Annual report.pdf",
 * };
 * ```
 */
export interface StorageSignedRead extends StorageSignedCommon {
  /** Reads. */
  action: "read";
  /**
   * Whether a browser saves the object or shows it. What is shown has no origin and runs no scripts.
   *
   * @defaultValue `"attachment"`
   */
  disposition?: "attachment" | "inline" | undefined;
  /**
   * The name under which a browser saves it: 1 to 255 bytes of UTF-8, without control characters.
   *
   * @defaultValue None: browsers take the last part of the URL.
   */
  filename?: string | undefined;
}

/**
 * A URL that answers PUT. The request's body is stored; the answer is the StorageObject as JSON.
 *
 * @example
 * ```ts
 * const options: StorageSignedWrite = {
 *   action: "write",
 *   expiresInSeconds: 300,
 *   contentType: "image/png",
 *   maxSizeBytes: 5_000_000,
 *   metadata: { uploadedBy: "ada" },
 *   ifNotExists: true,
 * };
 * ```
 */
export interface StorageSignedWrite extends StorageSignedCommon {
  /** Writes. */
  action: "write";
  /**
   * The content type that the request must have, whatever its case; any other is answered with 415.
   *
   * @defaultValue Any; that of the request is stored.
   */
  contentType?: string | undefined;
  /**
   * The most bytes that the body may have. It is cut off where it passes them, answered with 413, and nothing is stored.
   *
   * @defaultValue What the bucket takes.
   */
  maxSizeBytes?: number | undefined;
  /**
   * Stored with the object, as `put` would store it.
   *
   * @defaultValue None.
   */
  metadata?: Record<string, string> | undefined;
  /**
   * Whether the key must not exist; else the answer is 409.
   *
   * @defaultValue `false`
   */
  ifNotExists?: boolean | undefined;
}

/**
 * A declared secret, as {@link secret} returns it.
 *
 * @example
 * ```ts
 * const vaultKey: SecretModule = secret.static({ name: "vault-key" });
 * const { kind, name, namespace } = vaultKey; // "secret", "vault-key", "default"
 * ```
 */
export interface SecretModule {
  /** What it is. */
  readonly kind: "secret";
  /** The secret's name. */
  readonly name: string;
  /** The secret's namespace; `"default"` when the declaration gave none. */
  readonly namespace: string;
}

/**
 * The options of `secret.static()`.
 *
 * @example
 * ```ts
 * const options: SecretStaticOptions = { name: "vault-key", namespace: "media", binding: "MEDIA_KEY" };
 * const vaultKey = secret.static(options);
 * ```
 */
export interface SecretStaticOptions {
  /** 1 to 63 characters of a-z, 0-9 and `-`, starting with a letter. Anything else throws `storage_invalid_name`. */
  name: string;
  /**
   * The namespace, in the characters of a name; `"layeron"` is reserved.
   *
   * @defaultValue `"default"`
   */
  namespace?: string | undefined;
  /**
   * Under what the host has the secret: a string, or a binding of the Secrets Store. Two declarations never share one:
   * that throws `storage_invalid_options`.
   *
   * @defaultValue `name` in upper snake case, whatever the namespace: `"vault-key"` is `VAULT_KEY`.
   */
  binding?: string | undefined;
}

/**
 * The options of `secret.random()`.
 *
 * @example
 * ```ts
 * const options: SecretRandomOptions = { name: "vault-key", bytes: 64 };
 * const vaultKey = secret.random(options);
 * ```
 */
export interface SecretRandomOptions extends SecretStaticOptions {
  /**
   * How many bytes, 16 to 1,024; anything else throws `storage_invalid_options`. Encryption needs 32 or more.
   *
   * @defaultValue `32`
   */
  bytes?: number | undefined;
}

/**
 * Declares secrets. Their values are the host's: 32 to 1,024 bytes as base64, base64url or `hex:` and hexadecimal
 * digits, or versions of such in JSON.
 *
 * @example
 * ```ts
 * const vaultKey = secret.static({ name: "vault-key" });
 * const cardKey = secret.random({ name: "card-key", bytes: 32 });
 * const notes = storage.kv({ name: "notes", encryption: { secret: vaultKey } });
 * ```
 */
export declare const secret: {
  /**
   * A secret that somebody made. The memory host looks for it in `process.env`.
   *
   * Throws `storage_invalid_name` and `storage_invalid_options`.
   */
  static(options: SecretStaticOptions): SecretModule;
  /**
   * A secret for which any random bytes will do. The memory host makes it at its first use; it ends with the process.
   * Any other host has to have it.
   *
   * Throws `storage_invalid_name` and `storage_invalid_options`.
   */
  random(options: SecretRandomOptions): SecretModule;
};

/**
 * How far {@link rewrap} has come.
 *
 * @example
 * ```ts
 * const show = ({ done, resealed, skipped, cursor }: RewrapProgress) =>
 *   console.log(`${done} values: ${resealed} sealed again, ${skipped} left; go on at ${cursor}`);
 * ```
 */
export interface RewrapProgress {
  /** Values that were looked at. */
  done: number;
  /** Those of them that were sealed again. */
  resealed: number;
  /**
   * Those that were left as they were though they were not sealed with the current version: see {@link rewrap}. What
   * another run or a writer has sealed meanwhile is among them.
   */
  skipped: number;
  /** Where a run goes on that was interrupted after this; absent when all is done. */
  cursor?: string | undefined;
}

/**
 * The options of {@link rewrap}.
 *
 * @example
 * ```ts
 * const options: RewrapOptions = { prefix: "2026/", sealPlain: true, onProgress: ({ cursor }) => console.log(cursor) };
 * await rewrap(assets, { ...options, cursor: await (await configs.get("rewrapped up to"))?.text() });
 * ```
 */
export interface RewrapOptions {
  /**
   * Only keys that start so.
   *
   * @defaultValue `""`
   */
  prefix?: string | undefined;
  /**
   * Whether to seal values stored in clear, too. Without it the run leaves them alone and counts them as skipped.
   *
   * @defaultValue `false`
   */
  sealPlain?: boolean | undefined;
  /**
   * Where an interrupted run goes on: the cursor of the last progress, with the same prefix.
   *
   * @defaultValue The run starts at the first key.
   */
  cursor?: string | undefined;
  /**
   * The run calls it with its progress, after every 100 values and at the end, and awaits a promise that it returns.
   *
   * @defaultValue The run reports no progress.
   */
  onProgress?: ((progress: RewrapProgress) => unknown) | undefined;
}

/**
 * Seals the values of a bucket or a KV namespace again, with the current version of the secret. The run leaves values
 * alone that this version has sealed already. Metadata stays; `storedAt` and `etag` are new.
 *
 * In a bucket the run replaces a value only if it is still the one that was read: it loses no concurrent write, and
 * counts the value as skipped. It also skips an object of more than 5,362,156,760 bytes, which no conditional put takes,
 * and a value that another program stored beyond this package's limits. KV has no conditions: a write at the same time may be lost, and a key
 * that is deleted at the same time may come back. Expiries are kept; keys with less than 60 seconds left are skipped.
 *
 * A value that does not open is left as it is and counted as skipped; at its end the run rejects with the
 * `storage_decryption_failed` or `storage_secret_missing` of the first one, whose key is the error's.
 *
 * Rejects with `storage_invalid_options` for an instance without encryption, with `storage_secret_missing` and
 * `storage_invalid_secret`, and with the codes of `list`, `get` and `put`.
 *
 * @example
 * ```ts
 * const vault = storage.bucket({ name: "vault", encryption: { secret: secret.random({ name: "vault-key" }) } });
 * const { resealed } = await rewrap(vault, { onProgress: ({ done, cursor }) => console.log(done, cursor) });
 * ```
 */
export declare function rewrap(
  module: StorageBucketModule | StorageKvModule,
  options?: RewrapOptions,
): Promise<{ done: number; resealed: number; skipped: number }>;

/**
 * Makes a URL that {@link serveStorage} answers, without S3 keys. It is signed with a key that is derived from the
 * bucket's encryption secret, else from the host's secret `STORAGE_SIGNING_SECRET` (32 to 1,024 bytes as base64, base64url or `hex:` and hexadecimal digits; or in
 * versions); in memory with a random one, which ends with the process. Whoever has the URL may use it.
 *
 * What the URL says can be read by who has it, `metadata` and `contentType` included; it is signed, not encrypted. It has
 * at most 16,384 characters.
 *
 * Rejects with `storage_invalid_options`, `storage_invalid_key`, `storage_invalid_metadata`,
 * `storage_metadata_too_large`, `storage_secret_missing` and `storage_invalid_secret`.
 *
 * @example
 * ```ts
 * const upload = await storageSignedUrl(assets, "avatars/1.png", {
 *   action: "write",
 *   expiresInSeconds: 300,
 *   contentType: "image/png",
 *   maxSizeBytes: 5_000_000,
 * });
 * await fetch(upload, { method: "PUT", body: await handle.blob(), headers: { "content-type": "image/png" } });
 * ```
 */
export declare function storageSignedUrl(
  bucket: StorageBucketModule,
  key: string,
  options: StorageSignedUrlOptions,
): Promise<string>;

/**
 * Returns the URL of an object of a bucket with `access: "public"`, whether or not the object exists.
 *
 * Throws `storage_invalid_options` for a private bucket, and `storage_invalid_key`.
 *
 * @example
 * ```ts
 * const logos = storage.bucket({ name: "logos", access: "public" });
 * const url = storagePublicUrl(logos, "dark.svg"); // /_storage/default/logos/dark.svg
 * ```
 */
export declare function storagePublicUrl(bucket: StorageBucketModule, key: string): string;

/**
 * Makes the `contentDisposition` that has browsers save a value under a name, in any script.
 *
 * A name has 1 to 255 bytes of UTF-8 and no control characters; anything else throws `storage_invalid_options`.
 *
 * @example
 * ```ts
 * await assets.put("cv.pdf", bytes, { contentDisposition: attachment("résumé.pdf") });
 * ```
 */
export declare function attachment(filename: string): string;

/**
 * Answers a request for a signed or a public URL; `null` when the URL is neither. `backend()` calls it by itself.
 *
 * Whatever is wrong with a token, its expiry and its method included, the answer is the same 403. Other refusals are
 * answered with their status and code. It rejects with what only the one who runs the server can mend, such as
 * `storage_binding_missing`, `storage_secret_missing`, `storage_invalid_secret` and `storage_host_error`.
 *
 * @example
 * ```ts
 * return (await serveStorage(request)) ?? notFound();
 * ```
 */
export declare function serveStorage(request: Request): Promise<Response | null>;

// ──────────────────────────────── errors ────────────────────────────────

/**
 * What went wrong, as programs see it. Behind each code: the HTTP status.
 *
 * Every call may reject with `storage_binding_missing`, `storage_rate_limited`, `storage_unavailable`,
 * `storage_host_error` and `storage_internal`. The others are listed with the methods and options that they
 * belong to.
 *
 * @example
 * ```ts
 * const code: StorageErrorCode | undefined = StorageError.is(error) ? error.code : undefined;
 * if (code === "storage_rate_limited") return new Response("Slow down", { status: 429 });
 * ```
 */
export type StorageErrorCode =
  /** 409: a create-only put meets an existing key. */
  | "storage_key_already_exists"
  /** 412: the stored value does not have the etag that `ifMatch` names. */
  | "storage_precondition_failed"
  /** 400: the name or namespace of a declaration is malformed or reserved. */
  | "storage_invalid_name"
  /** 400: an option is unknown, of a wrong type, out of bounds or at odds with another one. */
  | "storage_invalid_options"
  /** 400: a key is malformed, too long or reserved. */
  | "storage_invalid_key"
  /** 400: the value is of a type that cannot be stored. */
  | "storage_invalid_value"
  /** 400: a metadata key or value is malformed or reserved. */
  | "storage_invalid_metadata"
  /** 400: a cursor is malformed, altered or from another listing. */
  | "storage_invalid_cursor"
  /** 400: the caller's own stream fails or has another length than declared. */
  | "storage_body_failed"
  /** 416: no byte of the object lies in the range. */
  | "storage_invalid_range"
  /** 413: the metadata is over the limit. */
  | "storage_metadata_too_large"
  /** 413: the value is over the limit. */
  | "storage_value_too_large"
  /** 415: an upload has another content type than its URL was signed for. */
  | "storage_content_type_mismatch"
  /** 403: a signed URL is forged, altered, expired or used up, or the method is not its own. */
  | "storage_signed_url_invalid"
  /** 429, retryable: the host limits the rate. */
  | "storage_rate_limited"
  /** 500: the host has no binding of the name and kind that the declaration needs. */
  | "storage_binding_missing"
  /** 500: the host has no secret of the name that is needed. */
  | "storage_secret_missing"
  /** 500: a secret is in no form that is understood, or has too few bytes. */
  | "storage_invalid_secret"
  /** 500: the stored value does not open: it is not sealed, was altered, belongs elsewhere, or has another secret. */
  | "storage_decryption_failed"
  /** 500: a fault of this package. */
  | "storage_internal"
  /** 502: anything else that the host throws; see the error's `cause`. */
  | "storage_host_error"
  /** 503, retryable: the host fails for the moment. */
  | "storage_unavailable";

/**
 * The one error of this package: declarations throw it, and every call rejects with it. (The conventions of
 * bodies stay: `SyntaxError` from `json()`, `TypeError` for a body that is gone.)
 *
 * Callers do not make any. Recognise them with {@link StorageError.is} rather than `instanceof`, which fails
 * when a program has two copies of the package.
 *
 * @example
 * ```ts
 * try {
 *   await assets.put("avatars/1.png", bytes, { ifNotExists: true });
 * } catch (error) {
 *   if (!StorageError.is(error)) throw error;
 *   if (error.code === "storage_key_already_exists") return error.toResponse();
 *   console.error(error.name, error.status, error.retryable ? "try again" : "", error.key, error.message, error.cause);
 * }
 * ```
 */
export declare class StorageError extends Error {
  /** Always `"StorageError"`. */
  readonly name: "StorageError";
  /** What a program branches on. */
  readonly code: StorageErrorCode;
  /** The HTTP status that a route should answer with. */
  readonly status: number;
  /** True when the same call may succeed later. */
  readonly retryable: boolean;
  /** The key that the call was about, where it had one. */
  readonly key?: string | undefined;
  /** The host's own error, or that of the caller's stream, where there is one. */
  readonly cause?: unknown;
  /**
   * Facts behind a refusal, for programs that act on them. `toJSON` and `toResponse` do not show them.
   *
   * @example
   * ```ts
   * if (StorageError.is(error) && error.code === "storage_value_too_large") {
   *   const { size, limit, where } = error.detail ?? {};
   *   console.warn(`${where}: ${size} bytes, and ${limit} are allowed`);
   * }
   * ```
   */
  readonly detail?:
    | {
        /**
         * With `storage_invalid_range`, the size of the object, of which no byte lies in the range; with a value or
         * metadata that are too large, their size.
         */
        readonly size?: number | undefined;
        /** The largest size that is allowed. */
        readonly limit?: number | undefined;
        /** Call, key and instance, as the message names them. */
        readonly where?: string | undefined;
      }
    | undefined;
  /**
   * Makes a Response of `status` with `{ "error": { "code", "message" } }` as JSON; never the cause.
   *
   * @example
   * ```ts
   * if (StorageError.is(error)) return error.toResponse();
   * ```
   */
  toResponse(): Response;
  /**
   * Returns `{ error: { code, message } }`, also for `JSON.stringify`; never the cause.
   *
   * @example
   * ```ts
   * if (StorageError.is(error)) console.log(JSON.stringify(error)); // {"error":{"code":"…","message":"…"}}
   * ```
   */
  toJSON(): {
    /** What went wrong. */
    error: {
      /** The error's code. */
      code: StorageErrorCode;
      /** The error's message. */
      message: string;
    };
  };
  /**
   * Tells whether a value is an error of any copy of this package.
   *
   * @example
   * ```ts
   * const missing = StorageError.is(error) && error.code === "storage_binding_missing";
   * ```
   */
  static is(value: unknown): value is StorageError;
}
