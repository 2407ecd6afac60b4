/**
 * What becomes of sealed values, and of their hosts' streams, when something fails on the way.
 * @module
 */

import {
  connect,
  rewrap,
  type StorageReadHandle,
  secret,
  serveStorage,
  storage,
  storageSignedUrl,
} from "layeron-storage";
import { afterEach, expect, test, vi } from "vitest";
import { failureOf } from "../hosts/failure";
import { fakeKv } from "../hosts/fakes/kv";
import { fakeR2 } from "../hosts/fakes/r2";
import { hex, versions } from "./vault";

const encryption = { secret: { kind: "secret_ref", name: "faults-key" } } as const;
const bucket = storage.bucket({ name: "faulty-bucket", binding: "R2", encryption });
const kv = storage.kv({ name: "faulty-kv", binding: "KV", encryption });
const SEGMENT = 65_536;
const CHUNK = 16_000;
const BOTH = { v1: { value: hex(1) }, v2: { value: hex(2) } };

afterEach(() => vi.restoreAllMocks());

/** A body that nobody reads, and what became of it. */
function unread(cancel: () => unknown) {
  const answer = { isCancelled: false, body: undefined as unknown };
  answer.body = new ReadableStream(
    {
      cancel() {
        answer.isCancelled = true;
        return cancel() as Promise<void>;
      },
    },
    { highWaterMark: 0 },
  );
  return answer;
}

/** R2 with one object; its body, for all gets from now on, is this one. */
async function withBody(body: unknown, put: () => Promise<unknown>, r2 = fakeR2()) {
  connect({ R2: r2.bucket, FAULTS_KEY: hex(1) });
  await put();
  const { get } = r2.bucket;
  r2.bucket.get = async (...args: never[]) => ({ ...((await get(...args)) as object), body });
  return r2;
}

/** A sealed object of 20 segments, given chunk by chunk; a byte of the second is another one if it is damaged. */
async function segments(isDamaged = false) {
  const r2 = fakeR2();
  connect({ R2: r2.bucket, FAULTS_KEY: hex(1) });
  await bucket.put("k", new Uint8Array(20 * SEGMENT));
  const bytes = r2.objects.get("k")?.bytes.slice() ?? new Uint8Array();
  if (isDamaged) bytes[SEGMENT + 5] = 255 - (bytes[SEGMENT + 5] as number);
  const source = { given: 0, isCancelled: false };
  const { get } = r2.bucket;
  r2.bucket.get = async (...args: never[]) => {
    const body = new ReadableStream(
      {
        pull(controller) {
          const end = source.given + CHUNK;
          controller.enqueue(bytes.slice(source.given, end));
          source.given = end;
          if (end >= bytes.byteLength) controller.close();
        },
        cancel() {
          source.isCancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    return { ...((await get(...args)) as object), body };
  };
  return source;
}

test("reading a sealed stream holds four segments at most, however slow the reader is", async () => {
  const source = await segments();
  let read = 0;
  for await (const chunk of (await bucket.get("k"))?.stream() ?? []) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(source.given - read).toBeLessThanOrEqual(4 * SEGMENT);
    read += chunk.byteLength;
  }
  expect(read).toBe(20 * SEGMENT);
});

const READERS: [how: string, read: (handle: StorageReadHandle) => Promise<unknown>][] = [
  ["bytes()", (handle) => handle.bytes()],
  ["stream()", (handle) => Array.fromAsync(handle.stream() as AsyncIterable<Uint8Array>)],
  ["toResponse()", (handle) => handle.toResponse().arrayBuffer()],
];

test.each(READERS)("%s of what is damaged cancels the host's body", async (_, read) => {
  const source = await segments(true);
  const handle = await bucket.get("k");
  const wanted = { code: "storage_decryption_failed", key: "k", message: expect.stringMatching(/^get "k" in bucket /) };
  await expect(read(handle as StorageReadHandle)).rejects.toMatchObject(wanted);
  expect(source.isCancelled).toBe(true);
  expect(source.given).toBeLessThanOrEqual(4 * SEGMENT);
});

const LEAVERS: [how: string, leave: (handle: StorageReadHandle) => Promise<unknown>][] = [
  ["cancel()", (handle) => handle.cancel()],
  ["stream().cancel()", (handle) => handle.stream().cancel()],
  ["the Response's body", (handle) => handle.toResponse().body?.cancel() ?? Promise.reject()],
];

test.each(LEAVERS)("%s cancels the host's body", async (_, leave) => {
  const source = await segments();
  await leave((await bucket.get("k")) as StorageReadHandle);
  expect(source).toEqual({ given: 0, isCancelled: true });
});

test("cancel() fails where the host's body cannot be cancelled", async () => {
  const lost = new Error("Network connection lost.");
  await withBody(unread(() => Promise.reject(lost)).body, () => bucket.put("k", "v"));
  const handle = (await bucket.get("k")) as StorageReadHandle;
  const error = await failureOf(() => handle.cancel());
  expect(error).toMatchObject({ code: "storage_unavailable", status: 503, key: "k", cause: lost });
});

test("the record of a KV value says how many bytes are stored, and callers how many were sealed", async () => {
  const { namespace, values } = fakeKv();
  connect({ KV: namespace, FAULTS_KEY: hex(1) });
  await kv.put("k", "Dear Ada");
  const { bytes, metadata } = values.get("k") ?? {};
  expect(metadata).toMatchObject({ layeron: 1, size: bytes?.byteLength, sealed: expect.stringMatching(/^1 /) });
  expect(bytes?.byteLength).toBe(8 + 40 + 16);
  expect(await kv.head("k")).toMatchObject({ size: 8, encrypted: true });
});

test("a get that is refused cancels the host's body", async () => {
  const answer = unread(() => undefined);
  const { bucket: R2 } = await withBody(answer.body, () => bucket.put("k", "v"));
  connect({ R2, FAULTS_KEY: versions("v1", BOTH) });
  expect(await failureOf(() => bucket.get("k"))).toMatchObject({ code: "storage_secret_missing" });
  expect(answer.isCancelled).toBe(true);
});

test.each([bucket, kv])(
  "bytes that are taken away while they are sealed replace nothing ($variant)",
  async (module) => {
    connect({ R2: fakeR2().bucket, KV: fakeKv().namespace, FAULTS_KEY: hex(1) });
    await module.put("k", "older");
    const own = new Uint8Array(3 * SEGMENT);
    const { encrypt } = crypto.subtle;
    let sealed = 0;
    vi.spyOn(crypto.subtle, "encrypt").mockImplementation(function (this: SubtleCrypto, ...args) {
      if (++sealed === 2) structuredClone(own.buffer, { transfer: [own.buffer] });
      return encrypt.apply(crypto.subtle, args);
    });
    expect(await failureOf(() => module.put("k", own))).toMatchObject({ code: "storage_invalid_value", key: "k" });
    expect(sealed).toBe(2);
    expect(await (await module.get("k"))?.text()).toBe("older");
  },
);

test("a KV value that is too large once it is sealed is refused before it is read, with its own limit", async () => {
  connect({ KV: fakeKv().namespace, FAULTS_KEY: hex(1) });
  for (const size of [26_207_961, 30_000_000]) {
    const answer = unread(() => undefined);
    const error = await failureOf(() => kv.put("k", answer.body as ReadableStream, { size }));
    expect(error.code).toBe("storage_value_too_large");
    expect(error.message).toContain("26207960");
  }
});

test("a range behind the end is no refusal for who replaces the value meanwhile", async () => {
  const r2 = fakeR2();
  connect({ R2: r2.bucket, FAULTS_KEY: hex(1) });
  await bucket.put("k", new Uint8Array(200_000));
  const genuine = r2.objects.get("k");
  const bytes = genuine?.bytes.slice(0, 2 * SEGMENT) ?? new Uint8Array();
  const cut = { about: { ...genuine?.about, size: bytes.byteLength }, bytes } as typeof genuine;
  const { get } = r2.bucket;
  r2.bucket.get = async (...args: never[]) => {
    try {
      return await get(...args);
    } finally {
      r2.objects.set("k", genuine as NonNullable<typeof genuine>);
    }
  };
  const readBehind = (offset: number) => {
    r2.objects.set("k", cut as NonNullable<typeof cut>);
    return failureOf(() => bucket.get("k", { range: { offset } }));
  };
  expect(await readBehind(180_000)).toMatchObject({ code: "storage_unavailable", retryable: true });
  r2.bucket.get = get;
  expect(await readBehind(180_000)).toMatchObject({ code: "storage_decryption_failed" });
});

test("a range without a byte is refused whatever the value is", async () => {
  const r2 = fakeR2();
  connect({ R2: r2.bucket, FAULTS_KEY: hex(1) });
  await bucket.put("k", "v");
  connect({ R2: r2.bucket });
  for (const range of [{ suffix: 0 }, { offset: 0, length: 0 }]) {
    expect(await failureOf(() => bucket.get("k", { range }))).toMatchObject({ code: "storage_invalid_range" });
  }
  expect(await failureOf(() => bucket.get("k", { range: { offset: 1 } }))).toMatchObject({
    code: "storage_secret_missing",
  });
});

test("store and secret of a call belong together, whatever connect() says meanwhile", async () => {
  const [own, other] = [
    { KV: fakeKv().namespace, R2: fakeR2().bucket, FAULTS_KEY: hex(1) },
    { KV: fakeKv().namespace, R2: fakeR2().bucket, FAULTS_KEY: hex(2) },
  ] as const;
  for (const module of [kv, bucket]) {
    connect(own);
    const put = module.put("k", new Blob(["precious"]));
    connect(other);
    await put;
    connect(own);
    const get = module.get("k");
    connect(other);
    expect(await (await get)?.text()).toBe("precious");
    expect(await module.get("k")).toBeNull();
  }
});

test("a signed URL is answered by the store whose secret it was signed with", async () => {
  const [own, other] = [
    { R2: fakeR2().bucket, FAULTS_KEY: hex(1) },
    { R2: fakeR2().bucket, FAULTS_KEY: hex(2) },
  ] as const;
  connect(other);
  await bucket.put("k", "another's");
  connect(own);
  await bucket.put("k", "precious");
  const url = await storageSignedUrl(bucket, "k", { action: "read", expiresInSeconds: 60 });
  const answer = serveStorage(new Request(`https://x${url}`));
  connect(other);
  expect(await (await answer)?.text()).toBe("precious");
});

test("a secret that nobody declares shares its binding with nothing, in memory as elsewhere", async () => {
  const reference = (name: string) => ({ secret: { kind: "secret_ref", name } }) as const;
  storage.kv({ name: "other-store" });
  const own = storage.bucket({ name: "own-binding", encryption: reference("own-binding") });
  const others = storage.bucket({ name: "others-binding", encryption: reference("other-store") });
  secret.random({ name: "tax-key", binding: "TAX_VAULT_KEY" });
  const secrets = storage.bucket({ name: "secrets-binding", encryption: reference("tax-vault-key") });
  process.env.OWN_BINDING = hex(1);
  process.env.OTHER_STORE = hex(1);
  connect("memory");
  for (const [module, binding] of [
    [own, "OWN_BINDING"],
    [others, "OTHER_STORE"],
    [secrets, "TAX_VAULT_KEY"],
  ] as const) {
    const error = await failureOf(() => module.put("k", "v"));
    expect(error.code).toBe("storage_invalid_options");
    expect(error.message).toContain(binding);
  }
});

test("a place without Web Crypto says so", async () => {
  connect("memory");
  process.env.FAULTS_KEY = hex(1);
  vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array) => bytes });
  const error = await failureOf(() => bucket.put("k", "v")).finally(() => vi.unstubAllGlobals());
  expect([error.code, (error.cause as Error).name]).toEqual(["storage_host_error", "TypeError"]);
  expect(error.message).toContain("Web Crypto");
});

test("a part of a segment brings nothing of the rest along", async () => {
  connect({ R2: fakeR2().bucket, FAULTS_KEY: hex(1) });
  await bucket.put("k", new Uint8Array(2 * SEGMENT));
  const handle = await bucket.get("k", { range: { offset: 70_000, length: 100 } });
  const chunks = await Array.fromAsync((handle?.stream() ?? []) as AsyncIterable<Uint8Array>);
  expect(chunks.map(({ byteLength, buffer }) => [byteLength, buffer.byteLength])).toEqual([[100, 100]]);
});

test("keys are derived from random salts, and nobody can read them out", async () => {
  connect({ R2: fakeR2().bucket, FAULTS_KEY: hex(1) });
  const { subtle } = crypto;
  const drawn = vi.spyOn(crypto, "getRandomValues");
  const imported = vi.spyOn(subtle, "importKey");
  const derived = vi.spyOn(subtle, "deriveKey");
  await bucket.put("k", "v");
  await (await bucket.get("k"))?.text();
  expect(drawn.mock.calls.map(([bytes]) => (bytes as Uint8Array).byteLength)).toEqual([39]);
  expect(imported.mock.calls.map(([, , , isExtractable]) => isExtractable)).toEqual([false, false]);
  expect(derived.mock.calls.map(([, , , isExtractable]) => isExtractable)).toEqual([false, false]);
});

test("a put that the host refuses cancels the caller's stream", async () => {
  const { bucket: R2 } = fakeR2({ createMultipartUpload: () => Promise.reject(new Error("put: nothing (10001)")) });
  connect({ R2, FAULTS_KEY: hex(1) });
  const source = { isCancelled: false };
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(1 << 20)),
    cancel() {
      source.isCancelled = true;
    },
  });
  expect(await failureOf(() => bucket.put("k", endless))).toMatchObject({ status: 503 });
  expect(source.isCancelled).toBe(true);
});

const ENDINGS: [what: string, replaced: Record<string, unknown>, code: string][] = [
  [
    "a body that breaks",
    {
      body: () =>
        new ReadableStream({ pull: (controller) => controller.error(new Error("get: network lost (10001)")) }),
    },
    "storage_unavailable",
  ],
  [
    "too many writes",
    { put: () => Promise.reject(new Error("put: Reduce your request rate (10058)")) },
    "storage_rate_limited",
  ],
];

test("a body in clear that breaks ends rewrap, too", async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error("network lost")) });
  const r2 = fakeR2();
  await withBody(body, async () => r2.bucket.put(...(["k", "v"] as never[])), r2);
  expect(await failureOf(() => rewrap(bucket, { sealPlain: true }))).toMatchObject({ code: "storage_body_failed" });
});

test.each(ENDINGS)("%s ends rewrap at once, and is not counted as skipped", async (_, { body, ...replaced }, code) => {
  const r2 = fakeR2();
  connect({ R2: r2.bucket, FAULTS_KEY: versions("v1", BOTH) });
  await bucket.put("k", "v");
  const { get } = r2.bucket;
  const broken = async (...args: never[]) => ({ ...((await get(...args)) as object), body: (body as () => unknown)() });
  const R2 = { ...r2.bucket, ...(body === undefined ? {} : { get: broken }), ...replaced };
  connect({ R2, FAULTS_KEY: versions("v2", BOTH) });
  const onProgress = vi.fn();
  expect(await failureOf(() => rewrap(bucket, { onProgress }))).toMatchObject({ code, key: "k" });
  expect(onProgress).not.toHaveBeenCalled();
});

test("a put without a secret cancels the caller's stream", async () => {
  connect({ R2: fakeR2().bucket });
  const answer = unread(() => undefined);
  expect(await failureOf(() => bucket.put("k", answer.body as ReadableStream))).toMatchObject({
    code: "storage_secret_missing",
  });
  expect(answer.isCancelled).toBe(true);
});

test("a body that cannot be cancelled does not hide why get was refused", async () => {
  const { body } = unread(() => Promise.reject(new Error("network lost (10001)")));
  const { bucket: R2 } = await withBody(body, () => bucket.put("k", "v"));
  connect({ R2, FAULTS_KEY: versions("v1", BOTH) });
  expect(await failureOf(() => bucket.get("k"))).toMatchObject({ code: "storage_secret_missing" });
});

test("rewrap leaves no body open that it does not read", async () => {
  const answer = unread(() => undefined);
  const r2 = fakeR2();
  const customMetadata = { x: "y".repeat(8000) };
  await withBody(answer.body, async () => r2.bucket.put(...(["k", "v", { customMetadata }] as never[])), r2);
  expect(await rewrap(bucket, { sealPlain: true })).toEqual({ done: 1, resealed: 0, skipped: 1 });
  expect(answer.isCancelled).toBe(true);
});

test("rewrap does not read what was replaced since it was listed", async () => {
  const answer = unread(() => undefined);
  const r2 = await withBody(answer.body, () => bucket.put("k", "v"));
  const { list } = r2.bucket;
  r2.bucket.list = async (...args: never[]) => {
    const page = await list(...args);
    await bucket.put("k", "newer");
    return page;
  };
  connect({ R2: r2.bucket, FAULTS_KEY: versions("v2", { "": { value: hex(1) }, v2: { value: hex(2) } }) });
  expect(await rewrap(bucket)).toEqual({ done: 1, resealed: 0, skipped: 1 });
  expect(answer.isCancelled).toBe(true);
});

test("rewrap skips an object that one request cannot take", async () => {
  const answer = unread(() => undefined);
  const size = 5_362_156_761;
  const r2 = await withBody(answer.body, () => bucket.put("k", "v"));
  const { get, list } = r2.bucket;
  const about = async (answer: unknown) =>
    Object.assign((await answer) as object, { size: size + 40 + 16 * Math.ceil((size + 40) / 65_520) });
  r2.bucket.get = async (...args: never[]) => about(get(...args));
  r2.bucket.list = async (...args: never[]) => {
    const page = (await list(...args)) as { objects: object[] };
    return { ...page, objects: await Promise.all(page.objects.map((object) => about({ ...object }))) };
  };
  connect({ R2: r2.bucket, FAULTS_KEY: versions("v2", { "": { value: hex(1) }, v2: { value: hex(2) } }) });
  expect((await bucket.list()).items).toMatchObject([{ size }]);
  expect(await rewrap(bucket)).toEqual({ done: 1, resealed: 0, skipped: 1 });
  expect(answer.isCancelled).toBe(true);
});

test("a sealed value that has expired is gone for an instance that does not open it, too", async () => {
  let at = 1_700_000_000_000;
  const { namespace } = fakeKv();
  connect({ KV: namespace, UNSEALED: namespace, FAULTS_KEY: hex(1) }, { clock: () => at });
  const unsealed = storage.kv({ name: "unsealed" });
  await kv.put("k", "v", { ttlSeconds: 60 });
  const own = () => Promise.all([unsealed.head("k"), unsealed.get("k"), unsealed.list().then(({ items }) => items[0])]);
  // The bytes are another program's to it.
  expect(await own()).toMatchObject(Array(3).fill({ size: 57, metadata: {} }));
  at += 60_000;
  expect(await own()).toEqual([null, null, undefined]);
});

test("rewrap keeps an expiry when the clock goes on while a value is opened", async () => {
  let at = 1_700_000_000_100;
  const { namespace } = fakeKv();
  const connectTo = (current: string) =>
    connect({ KV: namespace, FAULTS_KEY: versions(current, BOTH) }, { clock: () => at });
  connectTo("v1");
  const { expiresAt } = await kv.put("k", "v", { ttlSeconds: 3600 });
  connectTo("v2");
  const { decrypt } = crypto.subtle;
  vi.spyOn(crypto.subtle, "decrypt").mockImplementation(function (this: SubtleCrypto, ...args) {
    at += 950;
    return decrypt.apply(crypto.subtle, args);
  });
  expect(await rewrap(kv)).toEqual({ done: 1, resealed: 1, skipped: 0 });
  expect(await kv.head("k")).toMatchObject({ expiresAt });
});

test.each(["KV", "memory"])("rewrap keeps an expiry however fast the clock goes on (%s)", async (host) => {
  const bindings: Record<string, unknown> = { KV: fakeKv().namespace };
  const secrets = host === "KV" ? bindings : process.env;
  let at = 1_700_000_000_500;
  let step = 0;
  connect(host === "KV" ? bindings : "memory", { clock: () => (at += step) });
  secrets.FAULTS_KEY = versions("v1", BOTH);
  const { expiresAt } = await kv.put("k", "v", { ttlSeconds: 3600 });
  secrets.FAULTS_KEY = versions("v2", BOTH);
  step = 700;
  expect(await rewrap(kv)).toEqual({ done: 1, resealed: 1, skipped: 0 });
  expect(await kv.head("k")).toMatchObject({ expiresAt });
});

test("rewrap reads the secret once: all values get the version that it goes by", async () => {
  const r2 = fakeR2();
  const texts = [versions("v1", BOTH), versions("v2", BOTH)];
  connect({ R2: r2.bucket, FAULTS_KEY: texts[0] });
  for (const key of ["a", "b"]) await bucket.put(key, "v");
  // A Secrets Store that is asked again gives an older text, then none.
  const get = vi.fn().mockResolvedValueOnce(texts[1]).mockResolvedValueOnce(texts[0]);
  get.mockRejectedValue(new Error("Secrets Store: network lost"));
  connect({ R2: r2.bucket, FAULTS_KEY: { get } });
  expect(await rewrap(bucket)).toEqual({ done: 2, resealed: 2, skipped: 0 });
  connect({ R2: r2.bucket, FAULTS_KEY: versions("v2", { v2: BOTH.v2 }) });
  for (const key of ["a", "b"]) expect(await (await bucket.get(key))?.text()).toBe("v");
});

test("rewrap goes on where it began when connect() names another host meanwhile", async () => {
  const r2 = fakeR2();
  connect({ R2: r2.bucket, FAULTS_KEY: versions("v1", BOTH) });
  for (let n = 0; n < 101; n++) await bucket.put(String(n).padStart(3, "0"), "v");
  connect({ R2: r2.bucket, FAULTS_KEY: versions("v2", BOTH) });
  const onProgress = () => connect({ R2: fakeR2().bucket, FAULTS_KEY: hex(3) });
  expect(await rewrap(bucket, { onProgress })).toEqual({ done: 101, resealed: 101, skipped: 0 });
});

test("rewrap waits for what onProgress returns", async () => {
  connect({ R2: fakeR2().bucket, FAULTS_KEY: hex(1) });
  const stop = new Error("enough");
  const onProgress = () => new Promise((_, reject) => setTimeout(() => reject(stop)));
  expect(await rewrap(bucket, { onProgress }).catch((error) => error)).toBe(stop);
});

test("without the time no version is valid, and no date is blamed that nobody gave", async () => {
  connect({ R2: fakeR2().bucket, FAULTS_KEY: versions("v1", BOTH) }, { clock: () => Number.NaN });
  const error = await failureOf(() => bucket.put("k", "v"));
  expect(error.code).toBe("storage_invalid_secret");
  expect(error.message).toContain('no valid version "v1"');
});
