/**
 * Arguments that are small to write and endless to read.
 *
 * An array of four billion empty places fits a few bytes. Whoever copies it before looking at its first
 * entry takes the whole process down, so each case runs in one of its own.
 * @module
 */

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The code that a call was refused with, and whether what was stored before it is still there. */
async function refusal(call: string): Promise<unknown> {
  const source = `
    import { connect, storage } from "layeron-storage";
    connect("memory");
    const bucket = storage.bucket({ name: "assets" });
    await bucket.put("k", "kept");
    const code = await ${call}.then(() => "none", (error) => error.code);
    console.log(JSON.stringify([code, await (await bucket.get("k")).text()]));`;
  const args = ["--max-old-space-size=512", "--input-type=module", "--eval", source];
  const run = promisify(execFile)(process.execPath, args, { cwd: ROOT, timeout: 20_000 });
  const { stdout } = await run.catch(({ signal }: { signal: string }) => expect.fail(`the process ended by ${signal}`));
  return JSON.parse(stdout);
}

test("An array of four billion empty places is refused at its first.", async () => {
  expect(await refusal("bucket.delete(new Array(4_294_967_295))")).toEqual(["storage_invalid_key", "kept"]);
});

test("An array that iterates for ever is refused at what is no key.", async () => {
  const endless = "Object.assign([7], { *[Symbol.iterator]() { for (;;) yield 7; } })";
  expect(await refusal(`bucket.delete(${endless})`)).toEqual(["storage_invalid_key", "kept"]);
});

test("A key of fifty million characters is refused for its length.", async () => {
  expect(await refusal('bucket.get("k".repeat(50_000_000))')).toEqual(["storage_invalid_key", "kept"]);
});

test("A prefix of fifty million characters is refused or finds nothing.", async () => {
  const [code, kept] = (await refusal('bucket.list({ prefix: "k".repeat(50_000_000) })')) as string[];
  expect(["none", "storage_invalid_options", "storage_invalid_key"]).toContain(code);
  expect(kept).toBe("kept");
});

test("An option of fifty million characters is refused for its length.", async () => {
  const call = 'bucket.put("k", "new", { contentType: "t".repeat(50_000_000) })';
  expect(await refusal(call)).toEqual(["storage_invalid_options", "kept"]);
});
