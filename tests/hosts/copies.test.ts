/**
 * Two copies of the package in one program.
 *
 * Bundlers and dependencies bring a second copy in without anybody noticing. Both must agree on what is
 * declared and on where it is stored, and recognise each other's errors.
 * @module
 */

import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as first from "layeron-storage";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { failureOf } from "./failure";
import { fakeR2 } from "./fakes/r2";

type Package = typeof first;

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

let folder: string;
let second: Package;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "layeron-storage-copy-"));
  await cp(DIST, join(folder, "dist"), { recursive: true });
  second = await import(/* @vite-ignore */ pathToFileURL(join(folder, "dist/entry/inline.js")).href);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => first.connect("memory"));

/** The copies in both orders. */
const ORDERS: { order: string; pair: () => { one: Package; other: Package } }[] = [
  { order: "the first to the second", pair: () => ({ one: first, other: second }) },
  { order: "the second to the first", pair: () => ({ one: second, other: first }) },
];

test("The second copy is a copy: it shares no class and no function with the first.", () => {
  expect(second.StorageError).not.toBe(first.StorageError);
  expect(second.storage.bucket).not.toBe(first.storage.bucket);
});

describe.each(ORDERS)("From $order,", ({ pair }) => {
  test("a declaration is known.", () => {
    const { one, other } = pair();
    const name = one === first ? "declared-by-first" : "declared-by-second";
    one.storage.bucket({ name, metadata: { team: "web" } });
    const known = other.declarations().find((declaration) => declaration.name === name);
    expect(known).toMatchObject({ kind: "storage", variant: "bucket", options: { metadata: { team: "web" } } });
    expect(other.declarations()).toEqual(one.declarations());
  });

  test("a declaration that contradicts is refused, and so is a second owner of a binding.", async () => {
    const { one, other } = pair();
    const name = one === first ? "disputed-by-first" : "disputed-by-second";
    one.storage.kv({ name, ttlSeconds: 60 });
    for (const declare of [
      () => other.storage.kv({ name, ttlSeconds: 61 }),
      () => other.storage.bucket({ name }),
      () => other.storage.kv({ name: `${name}-too`, binding: name.toUpperCase().replaceAll("-", "_") }),
    ]) {
      const error = await failureOf(declare);
      expect(error.code).toBe("storage_invalid_options");
      expect(error.message).toContain(`default/${name}`);
    }
    expect(() => other.storage.kv({ name, ttlSeconds: 60 })).not.toThrow();
  });

  test("what is stored in memory is there.", async () => {
    const { one, other } = pair();
    one.connect("memory");
    for (const variant of ["bucket", "kv"] as const) {
      const name = `shared-${variant}`;
      await one.storage[variant]({ name }).put("k", "from one", { metadata: { by: "one" } });
      const handle = await other.storage[variant]({ name }).get("k");
      expect([await handle?.text(), handle?.metadata]).toEqual(["from one", { by: "one" }]);
      expect((await other.storage[variant]({ name }).list()).items.map(({ key }) => key)).toEqual(["k"]);
      await other.storage[variant]({ name }).delete("k");
      expect(await one.storage[variant]({ name }).get("k")).toBeNull();
    }
  });

  test("connect() says where everything is stored, by whose clock, and empties memory.", async () => {
    const { one, other } = pair();
    const bucket = other.storage.bucket({ name: "connected" });
    one.connect("memory", { clock: () => 1.6e12 });
    expect((await bucket.put("k", "v")).storedAt).toBe("2020-09-13T12:26:40.000Z");
    const { bucket: raw, objects } = fakeR2();
    one.connect({ CONNECTED: raw });
    await bucket.put("k", "on R2");
    expect([...objects.keys()]).toEqual(["k"]);
    one.connect("memory");
    expect(await bucket.get("k")).toBeNull();
  });

  test("errors are recognised, and nothing else is.", async () => {
    const { one, other } = pair();
    const error = await failureOf(() => one.storage.bucket({ name: "No name" }));
    expect(other.StorageError.is(error)).toBe(true);
    expect(one.StorageError.is(error)).toBe(true);
    expect(error instanceof one.StorageError).toBe(true);
    expect(error instanceof other.StorageError).toBe(false);
    for (const no of [undefined, null, "storage_internal", {}, new Error("x"), { code: "storage_internal" }, () => 0]) {
      expect(other.StorageError.is(no)).toBe(false);
    }
    expect((await error.toResponse().json()).error.code).toBe("storage_invalid_name");
  });

  test("an error of a host that the other copy raised stays what it is.", async () => {
    const { one, other } = pair();
    const raised = await failureOf(() => other.storage.bucket({ name: "refusing" }).put("", "v"));
    one.connect({ REFUSING: fakeR2({ get: () => Promise.reject(raised) }).bucket });
    expect(await failureOf(() => one.storage.bucket({ name: "refusing" }).get("k"))).toBe(raised);
  });

  test("memory that nobody connected is one memory too.", async () => {
    const { one, other } = pair();
    one.connect(undefined);
    await one.storage.kv({ name: "unconnected" }).put(one === first ? "a" : "b", "v");
    expect(await other.storage.kv({ name: "unconnected" }).head(one === first ? "a" : "b")).not.toBeNull();
  });
});

test("A backend() of one copy takes the other's modules, and answers with its errors.", async () => {
  const { backend } = await import(/* @vite-ignore */ pathToFileURL(join(folder, "dist/entry/core/inline.js")).href);
  const bucket = first.storage.bucket({ name: "routed" });
  const app = backend().use(bucket);
  app.get("/create", async () => Response.json(await bucket.put("k", "v", { ifNotExists: true })));
  const answers = [];
  for (const _ of [1, 2]) answers.push((await app.fetch(new Request("http://localhost/create"))).status);
  expect(answers).toEqual([200, 409]);
});

test("Objects of one copy's memory are read through the other's handles, whole and in part.", async () => {
  const bytes = new Uint8Array(100_000).map((_, n) => n % 251);
  await first.storage.bucket({ name: "ranged" }).put("k", bytes);
  const handle = await second.storage.bucket({ name: "ranged" }).get("k", { range: { offset: 500, length: 1000 } });
  expect(await handle?.bytes()).toEqual(bytes.slice(500, 1500));
  expect(handle?.range).toEqual({ offset: 500, length: 1000 });
  const response =
    handle === null ? undefined : (await second.storage.bucket({ name: "ranged" }).get("k"))?.toResponse();
  expect(new Uint8Array((await response?.arrayBuffer()) ?? [])).toEqual(bytes);
});
