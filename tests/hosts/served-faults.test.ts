/**
 * What `serveStorage` does when the host fails, or somebody only guesses.
 * @module
 */

import { connect, type StorageSignedUrlOptions, serveStorage, storage, storageSignedUrl } from "layeron-storage";
import { backend } from "layeron-storage/core";
import { expect, test } from "vitest";
import { failureOf } from "./failure";
import { fakeR2, type R2 } from "./fakes/r2";

const bucket = storage.bucket({ name: "served" });
const BUSY = new Error("put: We encountered an internal error. Please try again. (10001)");
const LIMITED = new Error("put: Please reduce your rate of simultaneous writes on the same object. (10058)");

function bind(replaced: Record<string, unknown> = {}): R2 {
  const r2 = fakeR2(replaced);
  connect({ SERVED: r2.bucket, STORAGE_SIGNING_SECRET: `hex:${"7f".repeat(32)}` });
  return r2;
}

const write: StorageSignedUrlOptions = { action: "write", expiresInSeconds: 60, oneTime: true };
const read: StorageSignedUrlOptions = { action: "read", expiresInSeconds: 60, oneTime: true };

const ask = (url: string, init: RequestInit = {}) => serveStorage(new Request(`https://x${url}`, init));
const put = async (url: string, body = "v") => (await ask(url, { method: "PUT", body }))?.status;

const isRecord = (key: unknown) => String(key).startsWith("!layeron/once/");
const recordsIn = (r2: R2) => [...r2.objects.keys()].filter(isRecord).length;

/** A put that fails for records, or for all else, as often as said. */
function failing(r2: R2, error: Error, records: boolean, times = Number.POSITIVE_INFINITY) {
  const real = r2.bucket.put as (...args: unknown[]) => unknown;
  let left = times;
  r2.bucket.put = ((...args: unknown[]) => {
    if (isRecord(args[0]) !== records || left-- <= 0) return real(...args);
    throw error;
  }) as never;
}

test("who only guesses never reaches the host", async () => {
  const r2 = bind();
  const url = await storageSignedUrl(bucket, "k", read);
  for (const guess of [url.replace(/.{9}$/, "AAAAAAAAA"), url.split("?")[0] as string, url.replace("/k?", "/l?")]) {
    expect((await ask(guess))?.status).toBe(403);
    expect(await put(guess)).toBe(403);
  }
  expect(r2.calls).toEqual([]);
});

test.each([
  ["a number", 7],
  ["null", null],
  ["an object", {}],
  ["a text with a lone surrogate", "text/html\ud800"],
  ["longer than any text that is read", "x".repeat(70_000)],
])("a stored field that is %s is left out of the answer, and nobody guesses the type", async (_, field) => {
  const r2 = bind();
  await bucket.put("k", "v");
  const { get } = r2.bucket;
  const httpMetadata = { contentType: field, cacheControl: field, contentDisposition: field };
  r2.bucket.get = async (...args: never[]) => ({ ...((await get(...args)) as object), httpMetadata });
  const answer = await ask(await storageSignedUrl(bucket, "k", { ...read, oneTime: false }));
  expect([answer?.status, await answer?.text()]).toEqual([200, "v"]);
  expect(answer?.headers.get("content-type")).toBe("application/octet-stream");
  expect(answer?.headers.get("cache-control")).toBe("private, no-cache");
  expect(answer?.headers.get("content-disposition")).toBe("attachment");
});

test("the record cannot be made: 503, and the URL is not used up", async () => {
  const r2 = bind();
  const url = await storageSignedUrl(bucket, "k", write);
  failing(r2, BUSY, true, 1);
  expect([await put(url), r2.objects.has("k")]).toEqual([503, false]);
  expect([await put(url), await put(url)]).toEqual([200, 403]);
});

test("R2 limits the writes of the record: 429 if nobody was first, and the common refusal if somebody was", async () => {
  const r2 = bind();
  const url = await storageSignedUrl(bucket, "k", write);
  failing(r2, LIMITED, true, 1);
  expect([await put(url), recordsIn(r2)]).toEqual([429, 0]);
  // Somebody else's record is there before the limit is hit.
  const real = r2.bucket.put as (...args: unknown[]) => unknown;
  r2.bucket.put = (async (...args: unknown[]) => {
    const answer = await real(...args);
    if (isRecord(args[0])) throw LIMITED;
    return answer;
  }) as never;
  expect([await put(url), r2.objects.has("k")]).toEqual([403, false]);
});

test("R2 limits the writes of the object: nothing was stored, so the URL may be used again", async () => {
  const r2 = bind();
  const url = await storageSignedUrl(bucket, "k", write);
  failing(r2, LIMITED, false, 1);
  expect([await put(url), recordsIn(r2)]).toEqual([429, 0]);
  expect([await put(url), await put(url)]).toEqual([200, 403]);
});

test("R2 fails after the record was made: it may have stored the object, so the URL stays used up", async () => {
  const r2 = bind();
  const url = await storageSignedUrl(bucket, "k", write);
  failing(r2, BUSY, false, 1);
  expect([await put(url), recordsIn(r2)]).toEqual([503, 1]);
  expect(await put(url)).toBe(403);
});

test("the record of a read cannot be made: the body that was asked for is given back", async () => {
  const r2 = bind();
  await bucket.put("k", "v");
  const url = await storageSignedUrl(bucket, "k", read);
  let cancelled = 0;
  const get = r2.bucket.get as (...args: unknown[]) => Promise<{ body: ReadableStream }>;
  r2.bucket.get = (async (...args: unknown[]) => {
    const object = await get(...args);
    const body = Object.assign(object.body, { cancel: async () => void cancelled++ });
    return Object.defineProperty(object, "body", { value: body });
  }) as never;
  failing(r2, BUSY, true, 1);
  expect([(await ask(url))?.status, cancelled]).toEqual([503, 1]);
});

test("the record cannot be removed either: the first failure is told", async () => {
  const r2 = bind({ delete: () => Promise.reject(BUSY) });
  const url = await storageSignedUrl(bucket, "k", write);
  failing(r2, LIMITED, false, 1);
  expect(await put(url)).toBe(429);
});

test("a read that loses the race gives its body back", async () => {
  let cancelled = 0;
  const r2 = bind();
  r2.objects.clear();
  await bucket.put("k", "v");
  const url = await storageSignedUrl(bucket, "k", read);
  // All of them see that the URL has not been used yet.
  const all = Promise.withResolvers<null>();
  let looking = 0;
  r2.bucket.head = (() => {
    if (++looking === 5) all.resolve(null);
    return all.promise;
  }) as never;
  const get = r2.bucket.get as (...args: unknown[]) => Promise<{ body: ReadableStream }>;
  r2.bucket.get = (async (...args: unknown[]) => {
    const object = await get(...args);
    const { body } = object;
    body.cancel = async () => {
      cancelled++;
    };
    return Object.defineProperty(object, "body", { value: body });
  }) as never;
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask(url)));
  expect(answers.map((answer) => answer?.status).sort()).toEqual([200, 403, 403, 403, 403]);
  expect(cancelled).toBe(4);
});

test("cleaning up fails: nobody is the worse for it", async () => {
  bind({ list: () => Promise.reject(BUSY) });
  const url = await storageSignedUrl(bucket, "k", write);
  expect([await put(url), await put(url)]).toEqual([200, 403]);
});

test("what only the operator can mend is thrown, what may pass is answered", async () => {
  bind({ get: () => Promise.reject(new Error("get: what nobody knows")) });
  const url = await storageSignedUrl(bucket, "k", { action: "read", expiresInSeconds: 60 });
  const error = await failureOf(() => ask(url));
  expect([error.code, error.key, error.message]).toEqual([
    "storage_host_error",
    "k",
    expect.stringContaining('serveStorage "k" in bucket "default/served": '),
  ]);
  bind({ get: () => Promise.reject(BUSY) });
  const busy = await ask(url);
  expect([busy?.status, busy?.headers.get("cache-control")]).toEqual([503, "no-store"]);
  connect({ STORAGE_SIGNING_SECRET: `hex:${"7f".repeat(32)}` });
  expect((await failureOf(() => ask(url))).code).toBe("storage_binding_missing");
  bind({ list: undefined });
  const once = await storageSignedUrl(bucket, "k", read);
  expect((await failureOf(() => ask(once))).message).toContain("it has no list()");
});

test.each(["text", 7, { byteLength: 1 }, null])(
  "an upload of a stream that holds %j is its server's affair",
  async (chunk) => {
    bind();
    for (const maxSizeBytes of [undefined, 100]) {
      const url = await storageSignedUrl(bucket, "k", { action: "write", expiresInSeconds: 60, maxSizeBytes });
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(chunk);
          controller.close();
        },
      });
      // A body as another part of the program made it: Request takes any stream, and reads none.
      const request = new Request(`https://x${url}`, { method: "PUT", body, duplex: "half" } as RequestInit);
      expect(await failureOf(() => serveStorage(request))).toMatchObject({ code: "storage_invalid_value" });
    }
  },
);

test("a backend() answers signed URLs before its routes, and what serveStorage throws", async () => {
  const r2 = bind();
  const app = backend().get("/*", () => ({ routed: true }));
  const url = await storageSignedUrl(bucket, "k", { action: "write", expiresInSeconds: 60 });
  const stored = await app.fetch(new Request(`https://x${url}`, { method: "PUT", body: "v" }));
  expect([stored.status, r2.objects.has("k")]).toEqual([200, true]);
  expect((await app.fetch(new Request("https://x/_storage/default/served/k"))).status).toBe(403);
  expect(await (await app.fetch(new Request("https://x/other"))).json()).toEqual({ routed: true });
  connect({});
  const failed = await app.fetch(new Request(`https://x${url}`, { method: "PUT", body: "v" }));
  expect([failed.status, ((await failed.json()) as { error: { code: string } }).error.code]).toEqual([
    500,
    "storage_secret_missing",
  ]);
});
