// Types of "layeron-storage" that hold on every platform. Compiled, never run.
import { expectTypeOf } from "expect-type";
import {
  attachment,
  type Bytes,
  type ConnectOptions,
  connect,
  declarations,
  type HostBindings,
  rewrap,
  type SecretModule,
  type SecretRef,
  type StorageBucketListOptions,
  type StorageBucketModule,
  type StorageBucketOptions,
  type StorageDeclaration,
  StorageError,
  type StorageErrorCode,
  type StorageGetOptions,
  type StorageHttpMetadata,
  type StorageKvGetOptions,
  type StorageKvModule,
  type StorageKvOptions,
  type StorageKvPutOptions,
  type StorageListOptions,
  type StorageListResult,
  type StorageObject,
  type StoragePutOptions,
  type StorageReadHandle,
  type StorageSignedUrlOptions,
  type StorageValue,
  secret,
  serveStorage,
  storage,
  storagePublicUrl,
  storageSignedUrl,
} from "layeron-storage";

const bucket = storage.bucket({ name: "user-assets" });
const kv = storage.kv({ name: "app-configs" });

export function declaring() {
  expectTypeOf(bucket).toEqualTypeOf<StorageBucketModule>();
  expectTypeOf(kv).toEqualTypeOf<StorageKvModule>();
  expectTypeOf(bucket.kind).toEqualTypeOf<"storage">();
  expectTypeOf(bucket.variant).toEqualTypeOf<"bucket">();
  expectTypeOf(kv.variant).toEqualTypeOf<"kv">();

  storage.bucket({ name: "a", lifecycle: { deleteAfterDays: 30 }, access: "public", metadata: { team: 1 } });
  storage.kv({ name: "a", namespace: "media", binding: "CONFIGS", ttlSeconds: 60 });

  // @ts-expect-error: a declaration needs options
  storage.bucket();
  // @ts-expect-error: and a name
  storage.bucket({});
  // @ts-expect-error: a name is a string
  storage.bucket({ name: 1 });
  // @ts-expect-error: only KV has a time to live
  storage.bucket({ name: "a", ttlSeconds: 60 });
  // @ts-expect-error: only buckets have a lifecycle
  storage.kv({ name: "a", lifecycle: { deleteAfterDays: 1 } });
  // @ts-expect-error: seconds are a number
  storage.kv({ name: "a", ttlSeconds: "60" });
  // @ts-expect-error: access is private or public
  storage.bucket({ name: "a", access: "shared" });
  // @ts-expect-error: a secret is named by an object
  storage.bucket({ name: "a", encryption: { secret: "key" } });
  // @ts-expect-error: a module's name cannot be changed
  bucket.name = "other";
}

/** Buckets and KV namespaces are told apart by their variant, and take the same basic calls. */
export async function either(module: StorageBucketModule | StorageKvModule) {
  if (module.variant === "bucket") expectTypeOf(module).toEqualTypeOf<StorageBucketModule>();
  else expectTypeOf(module).toEqualTypeOf<StorageKvModule>();

  expectTypeOf(await module.put("key", "value")).toEqualTypeOf<StorageObject>();
  expectTypeOf(await module.get("key")).toEqualTypeOf<StorageReadHandle | null>();
  expectTypeOf(await module.head("key")).toEqualTypeOf<StorageObject | null>();
  expectTypeOf(await module.delete("key")).toEqualTypeOf<void>();
  expectTypeOf(await module.delete(["a", "b"])).toEqualTypeOf<void>();
  expectTypeOf(await module.list()).toEqualTypeOf<StorageListResult>();
  for await (const object of module.entries({ prefix: "a/" })) expectTypeOf(object).toEqualTypeOf<StorageObject>();
}

export async function values(stream: ReadableStream<Uint8Array>, request: Request, response: Response) {
  for (const module of [bucket, kv] as const) {
    await module.put("key", "text");
    await module.put("key", new Uint8Array(1));
    await module.put("key", new Uint8Array(1).subarray(1));
    await module.put("key", new ArrayBuffer(1));
    await module.put("key", new DataView(new ArrayBuffer(1)));
    await module.put("key", new Float64Array(1));
    await module.put("key", new Blob(["text"]));
    await module.put("key", stream, { size: 1 });
    await module.put("key", await request.arrayBuffer());
    await module.put("key", await request.blob());
    await module.put("key", await request.text());
    if (request.body !== null) await module.put("key", request.body);
    if (response.body !== null) await module.put("key", response.body);

    // @ts-expect-error: a number is no value
    await module.put("key", 1);
    // @ts-expect-error: an object is none: JSON is the caller's to write
    await module.put("key", { a: 1 });
    // @ts-expect-error: neither is an array of numbers
    await module.put("key", [1, 2]);
    // @ts-expect-error: nor null
    await module.put("key", null);
    // @ts-expect-error: nor undefined
    await module.put("key", undefined);
    // @ts-expect-error: nor memory that other threads may write into, unless as a view
    await module.put("key", new SharedArrayBuffer(1));
    // @ts-expect-error: nor a promise that was not awaited
    await module.put("key", request.text());
    // @ts-expect-error: a put needs a value
    await module.put("key");
    // @ts-expect-error: a key is a string
    await module.put(7, "text");
  }
  expectTypeOf(bucket.put).parameter(1).toEqualTypeOf<StorageValue>();
  expectTypeOf(kv.put).parameter(1).toEqualTypeOf<StorageValue>();
}

export async function putting() {
  await bucket.put("key", "text", { contentType: "text/plain", metadata: { by: "me" }, checksum: "sha256:abc" });
  await bucket.put("key", "text", { ifMatch: "etag" });
  await kv.put("key", "text", { ifNotExists: true, ttlSeconds: 60 });
  await kv.put("key", "text", { ttlSeconds: null });

  // @ts-expect-error: KV has no conditions on etags
  await kv.put("key", "text", { ifMatch: "etag" });
  // @ts-expect-error: objects have no time to live of their own
  await bucket.put("key", "text", { ttlSeconds: 60 });
  // @ts-expect-error: a misspelt option
  await bucket.put("key", "text", { ifNotExist: true });
  // @ts-expect-error: metadata are strings
  await bucket.put("key", "text", { metadata: { count: 1 } });
  // @ts-expect-error: null is not the same as absent
  await bucket.put("key", "text", { contentType: null });

  expectTypeOf<StorageKvPutOptions>().toHaveProperty("ttlSeconds").toEqualTypeOf<number | null | undefined>();
  expectTypeOf<StorageKvPutOptions>().not.toHaveProperty("ifMatch");
}

export async function getting(request: Request) {
  await bucket.get("key", { range: { offset: 1 } });
  await bucket.get("key", { range: { offset: 1, length: 2 } });
  await bucket.get("key", { range: { suffix: 2 }, ifNoneMatch: "etag" });
  await bucket.get("key", { headers: request.headers });
  await bucket.get("key", { headers: new Headers() });
  await kv.get("key", { cacheTtlSeconds: 30 });

  // @ts-expect-error: a length needs an offset
  await bucket.get("key", { range: { length: 2 } });
  // @ts-expect-error: headers are a Headers
  await bucket.get("key", { headers: { range: "bytes=0-1" } });
  // @ts-expect-error: only KV has an edge cache
  await bucket.get("key", { cacheTtlSeconds: 30 });
  // @ts-expect-error: KV has no ranges
  await kv.get("key", { range: { offset: 1 } });
  // @ts-expect-error: no conditions
  await kv.get("key", { ifNoneMatch: "etag" });
  // @ts-expect-error: and takes no headers
  await kv.get("key", { headers: request.headers });
  // @ts-expect-error: one key at a time
  await bucket.get(["a", "b"]);

  const handle = await bucket.get("key");
  // @ts-expect-error: a missing key is null
  handle.text();
  const head = await bucket.head("key");
  // @ts-expect-error: a missing key is null
  head.size;
  expectTypeOf(head?.size).toEqualTypeOf<number | undefined>();
}

export async function reading(handle: StorageReadHandle) {
  expectTypeOf(handle).toExtend<StorageObject>();
  expectTypeOf(await handle.bytes()).toEqualTypeOf<Bytes>();
  expectTypeOf<Bytes>().toEqualTypeOf<Uint8Array<ArrayBuffer>>();
  expectTypeOf(await handle.text()).toEqualTypeOf<string>();
  expectTypeOf(await handle.blob()).toEqualTypeOf<Blob>();
  expectTypeOf(handle.stream()).toEqualTypeOf<ReadableStream<Uint8Array>>();
  expectTypeOf(handle.toResponse()).toEqualTypeOf<Response>();
  expectTypeOf(await handle.cancel()).toEqualTypeOf<void>();
  expectTypeOf(handle.range).toEqualTypeOf<{ offset: number; length: number } | undefined>();
  expectTypeOf(handle.notModified).toEqualTypeOf<boolean | undefined>();

  expectTypeOf(await handle.json()).toEqualTypeOf<unknown>();
  expectTypeOf(await handle.json<{ beta: boolean }>()).toEqualTypeOf<{ beta: boolean }>();
  // @ts-expect-error: what was not asked for is unknown
  (await handle.json()).beta;

  // What a handle gives goes into a Response, and back into a put.
  const headers = { "content-type": handle.contentType ?? "application/octet-stream" };
  expectTypeOf(new Response(await handle.bytes(), { headers })).toEqualTypeOf<Response>();
  expectTypeOf(new Response(await handle.blob())).toEqualTypeOf<Response>();
  expectTypeOf(new Response(handle.stream())).toEqualTypeOf<Response>();
  handle.toResponse({ status: 200, headers });
  handle.toResponse({ headers: new Headers() });
  await bucket.put("copy", await handle.bytes(), { metadata: handle.metadata });
  await kv.put("copy", handle.stream(), { size: handle.size });
}

export function objects(object: StorageObject) {
  expectTypeOf(object).toExtend<StorageHttpMetadata>();
  expectTypeOf(object.key).toEqualTypeOf<string>();
  expectTypeOf(object.size).toEqualTypeOf<number>();
  expectTypeOf(object.etag).toEqualTypeOf<string>();
  expectTypeOf(object.storedAt).toEqualTypeOf<string>();
  expectTypeOf(object.expiresAt).toEqualTypeOf<string | undefined>();
  expectTypeOf(object.contentType).toEqualTypeOf<string | undefined>();
  expectTypeOf(object.metadata.checksum).toEqualTypeOf<string | undefined>();
  // @ts-expect-error: what is stored changes by a put only
  object.etag = "other";
  expectTypeOf(object.encrypted).toEqualTypeOf<boolean | undefined>();
}

export async function listing() {
  const page = await bucket.list({ prefix: "a/", delimiter: "/", limit: 10, startAfter: "a/b" });
  expectTypeOf(page.items).toEqualTypeOf<StorageObject[]>();
  expectTypeOf(page.cursor).toEqualTypeOf<string | undefined>();
  expectTypeOf(page.prefixes).toEqualTypeOf<string[] | undefined>();
  await bucket.list({ cursor: page.cursor });
  await kv.list({ cursor: page.cursor });

  // @ts-expect-error: KV does not fold
  await kv.list({ delimiter: "/" });
  // @ts-expect-error: nor start anywhere
  await kv.list({ startAfter: "a" });
  // @ts-expect-error: entries have no pages
  bucket.entries({ limit: 10 });
}

/** `undefined` stands for an absent member everywhere, also under exactOptionalPropertyTypes. */
export async function undefinedMembers() {
  const common = {
    namespace: undefined,
    binding: undefined,
    access: undefined,
    metadata: undefined,
    shared: undefined,
    placement: undefined,
    observability: undefined,
  };
  storage.bucket({ name: "a", ...common, lifecycle: undefined });
  storage.bucket({ name: "a", lifecycle: { deleteAfterDays: undefined } });
  storage.kv({ name: "a", ...common, ttlSeconds: undefined });

  const put = {
    contentType: undefined,
    cacheControl: undefined,
    contentDisposition: undefined,
    contentEncoding: undefined,
    contentLanguage: undefined,
    expires: undefined,
    metadata: undefined,
    checksum: undefined,
    ifNotExists: undefined,
    size: undefined,
  };
  await bucket.put("key", "text", { ...put, ifMatch: undefined });
  await kv.put("key", "text", { ...put, ttlSeconds: undefined });
  await bucket.put("key", "text", undefined);
  const expires = (await bucket.put("key", "text", { expires: new Date() })).expires;
  expectTypeOf(expires).toEqualTypeOf<string | undefined>();
  await kv.put("key", "text", { expires });
  expectTypeOf(attachment("a.txt")).toEqualTypeOf<string>();

  await bucket.get("key", { range: undefined, ifNoneMatch: undefined, headers: undefined });
  await bucket.get("key", { range: { offset: 1, length: undefined } });
  await bucket.get("key", undefined);
  await kv.get("key", { cacheTtlSeconds: undefined });
  await kv.get("key", undefined);

  const list = { prefix: undefined, limit: undefined, cursor: undefined };
  await bucket.list({ ...list, delimiter: undefined, startAfter: undefined });
  await kv.list(list);
  bucket.entries({ prefix: undefined });
  bucket.entries(undefined);
  kv.entries({ prefix: undefined });
  connect("memory", { clock: undefined });
  connect("memory", undefined);

  // No optional member was forgotten above: each of them takes undefined.
  expectTypeOf<OptionalWithoutUndefined<StorageBucketOptions>>().toEqualTypeOf<never>();
  expectTypeOf<OptionalWithoutUndefined<NonNullable<StorageBucketOptions["lifecycle"]>>>().toEqualTypeOf<never>();
  expectTypeOf<OptionalWithoutUndefined<StorageKvOptions>>().toEqualTypeOf<never>();
  expectTypeOf<OptionalWithoutUndefined<StoragePutOptions>>().toEqualTypeOf<never>();
  expectTypeOf<OptionalWithoutUndefined<StorageKvPutOptions>>().toEqualTypeOf<never>();
  expectTypeOf<OptionalWithoutUndefined<StorageGetOptions>>().toEqualTypeOf<never>();
  expectTypeOf<OptionalWithoutUndefined<StorageKvGetOptions>>().toEqualTypeOf<never>();
  expectTypeOf<OptionalWithoutUndefined<StorageListOptions>>().toEqualTypeOf<never>();
  expectTypeOf<OptionalWithoutUndefined<StorageBucketListOptions>>().toEqualTypeOf<never>();
  expectTypeOf<OptionalWithoutUndefined<StorageListResult>>().toEqualTypeOf<never>();
  expectTypeOf<OptionalWithoutUndefined<StorageObject>>().toEqualTypeOf<never>();
  expectTypeOf<OptionalWithoutUndefined<StorageReadHandle>>().toEqualTypeOf<never>();
  expectTypeOf<OptionalWithoutUndefined<ConnectOptions>>().toEqualTypeOf<never>();
  expectTypeOf<OptionalWithoutUndefined<StorageDeclaration>>().toEqualTypeOf<never>();
  // The check itself finds what it looks for.
  expectTypeOf<OptionalWithoutUndefined<{ a: 1; b?: 2; c?: 3 | undefined }>>().toEqualTypeOf<"b">();
}

/** The names of members that may be absent and may not be undefined. */
type OptionalWithoutUndefined<T> = {
  [K in keyof T]-?: object extends Pick<T, K> ? ({ [P in K]: undefined } extends Pick<T, K> ? never : K) : never;
}[keyof T];

export function connecting() {
  interface Env {
    USER_ASSETS: { head(key: string): Promise<unknown> };
  }
  const env = {} as Env;
  connect(env);
  connect(env, { clock: () => 0 });
  connect("memory");
  connect(undefined);
  connect({});
  connect({ USER_ASSETS: env.USER_ASSETS });
  connect({} as HostBindings);
  connect("memory", { clock: Date.now });
  expectTypeOf<HostBindings>().toEqualTypeOf<Record<string, unknown>>();
  expectTypeOf(connect).returns.toEqualTypeOf<void>();

  // @ts-expect-error: the host is said, or said to be undefined
  connect();
  // @ts-expect-error: a host that does not exist
  connect("disk");
  // @ts-expect-error: null is no host
  connect(null);
  // @ts-expect-error: neither is a number
  connect(1);
  // @ts-expect-error: a clock is a function
  connect("memory", { clock: 0 });
  // @ts-expect-error: of numbers
  connect("memory", { clock: () => new Date() });
  connect(undefined, { endpoint: "https://example.com", cors: { origins: ["https://example.com"] } });
  connect(undefined, { endpoint: undefined, cors: undefined });
  // @ts-expect-error: origins are a list
  connect(undefined, { cors: { origins: "https://example.com" } });
}

export function urls(bucket: StorageBucketModule, kv: StorageKvModule, request: Request) {
  const read = { action: "read", expiresInSeconds: 60, oneTime: true, disposition: "inline", filename: "a" } as const;
  expectTypeOf(storageSignedUrl(bucket, "k", read)).toEqualTypeOf<Promise<string>>();
  const bounds = { contentType: "a/b", maxSizeBytes: 1, metadata: { a: "b" }, ifNotExists: true };
  storageSignedUrl(bucket, "k", { action: "write", expiresInSeconds: 60, ...bounds });
  storageSignedUrl(bucket, "k", { action: "write", expiresInSeconds: 60, oneTime: undefined, maxSizeBytes: undefined });
  // @ts-expect-error: it always expires
  storageSignedUrl(bucket, "k", { action: "read" });
  // @ts-expect-error: a cap belongs to what writes
  storageSignedUrl(bucket, "k", { action: "read", expiresInSeconds: 60, maxSizeBytes: 1 });
  // @ts-expect-error: a filename to what reads
  storageSignedUrl(bucket, "k", { action: "write", expiresInSeconds: 60, filename: "a" });
  // @ts-expect-error: buckets only
  storageSignedUrl(kv, "k", read);
  expectTypeOf(storagePublicUrl(bucket, "k")).toEqualTypeOf<string>();
  // @ts-expect-error: buckets only
  storagePublicUrl(kv, "k");
  expectTypeOf(serveStorage(request)).toEqualTypeOf<Promise<Response | null>>();
  // @ts-expect-error: an action that does not exist
  const _options: StorageSignedUrlOptions = { action: "delete", expiresInSeconds: 60 };
}

export function declared() {
  expectTypeOf(declarations()).toEqualTypeOf<readonly StorageDeclaration[]>();
  // @ts-expect-error: the list is for reading
  declarations().push();
  const [first] = declarations();
  expectTypeOf(first?.kind).toEqualTypeOf<"storage" | "secret" | undefined>();
  expectTypeOf(first?.variant).toEqualTypeOf<"bucket" | "kv" | undefined>();
  expectTypeOf(first?.options.ttlSeconds).toEqualTypeOf<unknown>();
}

export function errors(error: unknown) {
  // @ts-expect-error: nothing is known of it yet
  error.code;
  if (!StorageError.is(error)) return undefined;
  expectTypeOf(error).toEqualTypeOf<StorageError>();
  expectTypeOf(error).toExtend<Error>();
  expectTypeOf(error.name).toEqualTypeOf<"StorageError">();
  expectTypeOf(error.code).toEqualTypeOf<StorageErrorCode>();
  expectTypeOf(error.status).toEqualTypeOf<number>();
  expectTypeOf(error.retryable).toEqualTypeOf<boolean>();
  expectTypeOf(error.key).toEqualTypeOf<string | undefined>();
  expectTypeOf(error.cause).toEqualTypeOf<unknown>();
  expectTypeOf(error.message).toEqualTypeOf<string>();
  expectTypeOf(error.detail?.size).toEqualTypeOf<number | undefined>();
  expectTypeOf(error.detail?.limit).toEqualTypeOf<number | undefined>();
  expectTypeOf(error.detail?.where).toEqualTypeOf<string | undefined>();
  expectTypeOf(error.toResponse()).toEqualTypeOf<Response>();
  expectTypeOf(error.toJSON()).toEqualTypeOf<{ error: { code: StorageErrorCode; message: string } }>();
  // @ts-expect-error: a code that does not exist
  error.code === "storage_not_found";
  // Frameworks that test errors take the class itself.
  expectTypeOf(StorageError).toExtend<new (...args: never[]) => Error>();
  return statusOf(error.code);
}

/** A switch over all codes needs no default. */
function statusOf(code: StorageErrorCode): number {
  switch (code) {
    case "storage_invalid_name":
    case "storage_invalid_options":
    case "storage_invalid_key":
    case "storage_invalid_value":
    case "storage_invalid_metadata":
    case "storage_invalid_cursor":
    case "storage_body_failed":
      return 400;
    case "storage_key_already_exists":
      return 409;
    case "storage_precondition_failed":
      return 412;
    case "storage_metadata_too_large":
    case "storage_value_too_large":
      return 413;
    case "storage_content_type_mismatch":
      return 415;
    case "storage_invalid_range":
      return 416;
    case "storage_signed_url_invalid":
      return 403;
    case "storage_rate_limited":
      return 429;
    case "storage_binding_missing":
    case "storage_secret_missing":
    case "storage_invalid_secret":
    case "storage_decryption_failed":
    case "storage_internal":
      return 500;
    case "storage_host_error":
      return 502;
    case "storage_unavailable":
      return 503;
  }
}

export async function sealed(bucket: StorageBucketModule) {
  expectTypeOf(secret.static({ name: "a" })).toEqualTypeOf<SecretModule>();
  expectTypeOf(secret.random({ name: "a", bytes: undefined })).toEqualTypeOf<SecretModule>();
  const reference: SecretRef = { kind: "secret_ref", name: "a" };
  storage.bucket({ name: "a", encryption: { secret: reference, context: undefined } });
  storage.kv({ name: "a", encryption: { secret: secret.static({ name: "a" }), mode: "managed" } });
  // @ts-expect-error: somebody else made it, and knows its length
  secret.static({ name: "a", bytes: 32 });
  const result = await rewrap(bucket, { prefix: "a/", onProgress: async ({ done }) => done });
  expectTypeOf(result).toEqualTypeOf<{ done: number; resealed: number; skipped: number }>();
  // @ts-expect-error: no option of this name
  await rewrap(bucket, { sealPlan: true });
}
