/**
 * What becomes of sealed values, and of their hosts' streams, when something fails on the way.
 * @module
 */

import { connect, rewrap, storage } from "layeron-storage";
import { afterEach, expect, test, vi } from "vitest";
import { failureOf } from "../hosts/failure";
import { fakeKv } from "../hosts/fakes/kv";
import { fakeR2 } from "../hosts/fakes/r2";
import { hex, versions } from "./vault";

const encryption = { secret: { kind: "secret_ref", name: "faults-key" } } as const;
const bucket = storage.bucket({ name: "faulty-bucket", binding: "R2", encryption });
const kv = storage.kv({ name: "faulty-kv", binding: "KV", encryption });
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
