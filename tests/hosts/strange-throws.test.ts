/**
 * Hosts that throw what is no error.
 *
 * JavaScript can throw anything, and a host behind a proxy or an adapter does. Looking at such a thing must
 * not itself throw: the caller still gets a StorageError, with the thing as its cause.
 * @module
 */

import { connect, storage } from "layeron-storage";
import { beforeEach, describe, expect, test } from "vitest";
import { branches, failureOf } from "./failure";
import { fakeKv } from "./fakes/kv";
import { fakeR2 } from "./fakes/r2";

const bucket = storage.bucket({ name: "assets" });
const kv = storage.kv({ name: "config" });

function throwing(): never {
  throw new RangeError("looking at what was thrown");
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

const HOSTILE: ProxyHandler<object> = {
  get: throwing,
  has: throwing,
  getPrototypeOf: throwing,
  getOwnPropertyDescriptor: throwing,
  ownKeys: throwing,
};

const STRANGE: { what: string; thrown: unknown }[] = [
  { what: "undefined", thrown: undefined },
  { what: "null", thrown: null },
  { what: "false", thrown: false },
  { what: "a number", thrown: 10058 },
  { what: "a bigint", thrown: 7n },
  { what: "a symbol", thrown: Symbol("thrown") },
  { what: "an empty string", thrown: "" },
  { what: "a string", thrown: "something went wrong" },
  { what: "a function", thrown: () => "thrown" },
  { what: "an empty object", thrown: {} },
  { what: "an object without a prototype", thrown: Object.create(null) },
  { what: "an array", thrown: [new Error("inner")] },
  { what: "a Response", thrown: new Response("no", { status: 500 }) },
  { what: "an object whose message is a number", thrown: { message: 10058 } },
  { what: "an object whose message getter throws", thrown: Object.defineProperty({}, "message", { get: throwing }) },
  { what: "an object whose toString throws", thrown: { toString: throwing } },
  { what: "an object whose toString returns an object", thrown: { toString: () => ({}), valueOf: () => ({}) } },
  {
    what: "an object whose toStringTag getter throws",
    thrown: {
      get [Symbol.toStringTag]() {
        return throwing();
      },
    },
  },
  { what: "an error whose message is undefined", thrown: Object.assign(new Error("x"), { message: undefined }) },
  { what: "an error whose message is a number", thrown: Object.assign(new Error("x"), { message: 10058 }) },
  { what: "an error whose message is a symbol", thrown: Object.assign(new Error("x"), { message: Symbol("text") }) },
  { what: "an error whose message is an object", thrown: Object.assign(new Error("x"), { message: {} }) },
  {
    what: "an error whose message getter throws",
    thrown: Object.defineProperty(new Error("x"), "message", { get: throwing }),
  },
  { what: "an error whose message has lone surrogates", thrown: new Error("a\ud83d \ude00b") },
  { what: "an error with a message of a million characters", thrown: new Error("x".repeat(1_000_000)) },
  { what: "a Proxy of an error", thrown: new Proxy(new Error("behind a proxy"), {}) },
  { what: "a Proxy of which every trap throws", thrown: new Proxy({}, HOSTILE) },
  { what: "a Proxy of an error of which every trap throws", thrown: new Proxy(new Error("x"), HOSTILE) },
  { what: "a revoked Proxy", thrown: revoked() },
];

const OPERATIONS = ["put", "get", "head", "delete", "list"] as const;

function connectFailing(thrown: unknown) {
  const fail = () => Promise.reject(thrown);
  connect({
    ASSETS: fakeR2({ put: fail, get: fail, head: fail, delete: fail, list: fail }).bucket,
    CONFIG: fakeKv({ put: fail, getWithMetadata: fail, delete: fail, list: fail }).namespace,
  });
}

const call = (module: typeof bucket | typeof kv, operation: (typeof OPERATIONS)[number]) => {
  if (operation === "put") return module.put("k", "value");
  return operation === "list" ? module.list() : module[operation]("k");
};

describe.each([
  { host: "R2", module: bucket },
  { host: "KV", module: kv },
])("When $host throws", ({ module }) => {
  beforeEach(() => connect(undefined));

  test.each(STRANGE)("$what, every call fails with storage_host_error and that as its cause.", async ({ thrown }) => {
    connectFailing(thrown);
    for (const operation of OPERATIONS) {
      const error = await failureOf(() => call(module, operation));
      expect([operation, branches(error)]).toEqual([
        operation,
        { code: "storage_host_error", status: 502, retryable: false },
      ]);
      expect(Object.is(error.cause, thrown), `the cause of ${operation}`).toBe(true);
      expect(typeof error.message).toBe("string");
      expect(error.message.length).toBeLessThan(1000);
    }
  });

  test("a plain object with the text of a known failure, it is read like an error.", async () => {
    const text = module === bucket ? "put: Too many requests (10058)" : "KV PUT failed: 429 Too Many Requests";
    for (const thrown of [text, { message: text }]) {
      connectFailing(thrown);
      const error = await failureOf(() => call(module, "put"));
      expect(error.code).toBe("storage_rate_limited");
      expect(error.cause).toBe(thrown);
    }
  });

  test("a look-alike of a StorageError with a code of its own, it does not reach the caller as one.", async () => {
    const thrown = Object.assign(new Error("put: made up"), { code: "storage_made_up", status: 200 });
    connectFailing(thrown);
    const error = await failureOf(() => call(module, "put"));
    expect(branches(error)).toEqual({ code: "storage_host_error", status: 502, retryable: false });
    expect(error.cause).toBe(thrown);
  });
});

test("What is in memory outlives a host that throws strange things.", async () => {
  const copies = storage.bucket({ name: "kept-aside" });
  connect("memory");
  const stored = await copies.put("k", "still here");
  const handle = await copies.get("k");
  for (const { thrown } of STRANGE) {
    connectFailing(thrown);
    await failureOf(() => bucket.put("k", "v"));
  }
  expect(await handle?.text()).toBe("still here");
  expect(handle?.etag).toBe(stored.etag);
});
