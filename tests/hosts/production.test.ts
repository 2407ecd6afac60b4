/**
 * A server in production that has not said where its data goes.
 *
 * Memory is a fine default on a developer's machine and a way to lose users' data on a server. NODE_ENV is
 * read by the process as it runs, so each case is a process of its own.
 * @module
 */

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What a program prints, as JSON, when it runs with this NODE_ENV. */
async function run(environment: string | undefined, program: string): Promise<unknown> {
  const source = `
    import { connect, storage, StorageError } from "layeron-storage";
    const bucket = storage.bucket({ name: "user-assets" });
    const kv = storage.kv({ name: "app-config" });
    const outcome = (call) => call.then(
      (value) => ({ value }),
      (error) => ({ is: StorageError.is(error), code: error.code, status: error.status, message: error.message }),
    );
    ${program}`;
  const { NODE_ENV: _, ...inherited } = process.env;
  const env = environment === undefined ? inherited : { ...inherited, NODE_ENV: environment };
  const args = ["--input-type=module", "--eval", source];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env, timeout: 20_000 });
  return JSON.parse(stdout);
}

test("With NODE_ENV=production and no connect(), every call is refused and says what to do.", async () => {
  const outcomes = (await run(
    "production",
    `const calls = (module) => [
       module.put("k", "v"), module.get("k"), module.head("k"), module.delete("k"), module.list(), module.entries().next(),
     ];
     console.log(JSON.stringify({
       bucket: await Promise.all(calls(bucket).map(outcome)),
       kv: await Promise.all(calls(kv).map(outcome)),
     }));`,
  )) as Record<"bucket" | "kv", unknown[]>;
  const refused = (binding: string) => ({
    is: true,
    code: "storage_binding_missing",
    status: 500,
    message: expect.stringMatching(new RegExp(`connect\\(\\{ ${binding}: .*connect\\("memory"\\)`)),
  });
  expect(outcomes.bucket).toEqual(Array(6).fill(refused("USER_ASSETS")));
  expect(outcomes.kv).toEqual(Array(6).fill(refused("APP_CONFIG")));
});

test("Declaring at the top of a module does no harm in production.", async () => {
  expect(await run("production", `console.log(JSON.stringify([bucket.kind, kv.variant]));`)).toEqual(["storage", "kv"]);
});

test('With NODE_ENV=production, connect("memory") is taken at its word.', async () => {
  const program = `
    connect("memory");
    await bucket.put("k", "v");
    console.log(JSON.stringify(await (await bucket.get("k")).text()));`;
  expect(await run("production", program)).toBe("v");
});

test("With NODE_ENV=production, bindings are used, and connect(undefined) is refused again.", async () => {
  const program = `
    const keys = [];
    connect({ APP_CONFIG: { put: async (key) => { keys.push(key); }, getWithMetadata: async () => ({ value: null }) } });
    await kv.put("k", "v");
    connect(undefined);
    console.log(JSON.stringify([keys, await outcome(kv.put("k", "v"))]));`;
  const refused = expect.objectContaining({ is: true, code: "storage_binding_missing" });
  expect(await run("production", program)).toEqual([["k"], refused]);
});

test.each([undefined, "", "development", "test", "Production"])(
  "With NODE_ENV=%s it is memory.",
  async (environment) => {
    const program = `
    await kv.put("k", "v");
    console.log(JSON.stringify(await (await kv.get("k")).text()));`;
    expect(await run(environment, program)).toBe("v");
  },
);

test("NODE_ENV is read at each call, as frameworks set it late.", async () => {
  const program = `
    await kv.put("k", "v");
    process.env.NODE_ENV = "production";
    const late = await outcome(kv.get("k"));
    process.env.NODE_ENV = "test";
    console.log(JSON.stringify([late.code, await (await kv.get("k")).text()]));`;
  expect(await run(undefined, program)).toEqual(["storage_binding_missing", "v"]);
});
