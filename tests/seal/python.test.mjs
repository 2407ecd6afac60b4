/**
 * What is sealed here opens with Google Tink alone, by the script that the documentation names, and what Tink seals
 * opens here.
 */

import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { connect, storage } from "layeron-storage";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { pythonWithTink } from "./tink.mjs";
import { recordOf } from "./vault.ts";

const run = promisify(execFile);

const { python, why } = await pythonWithTink();

/** A test that says in its name why it was not run. */
const withTink = (title, ...rest) =>
  test.skipIf(python === undefined)(why === undefined ? title : `${title} (NOT RUN: ${why})`, ...rest);

const EXAMPLE = fileURLToPath(new URL("../../examples/open-with-tink", import.meta.url));
const SCRIPT = join(EXAMPLE, "open_with_tink.py");

const OLD = Buffer.alloc(32, 1);
const SECRETS = {
  "": `hex:${Buffer.alloc(32, 7).toString("hex")}`,
  v2: JSON.stringify({
    current: "v2",
    versions: { v1: { value: OLD.toString("base64") }, v2: { value: Buffer.alloc(64, 0xfb).toString("base64url") } },
  }),
};

const encryption = { secret: { kind: "secret_ref", name: "python-key" } };
const STORES = {
  "a bucket": storage.bucket({ name: "python", encryption }),
  "a KV namespace": storage.kv({ name: "python-kv", namespace: "media", encryption }),
  "a bucket with a context": storage.bucket({
    name: "python-renamed",
    encryption: { ...encryption, context: "the old name: ünïcödé 🗝" },
  }),
};
const CONTEXTS = {
  "a bucket": "default/python",
  "a KV namespace": "media/python-kv",
  "a bucket with a context": "the old name: ünïcödé 🗝",
};

const folder = mkdtempSync(join(tmpdir(), "layeron-storage-sealed-"));
const file = (name) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function use(version) {
  process.env.PYTHON_KEY = SECRETS[version];
  writeFileSync(file("secret.txt"), `${SECRETS[version]}\n`);
}

beforeEach(() => {
  connect("memory");
  rmSync(file("plain"), { force: true });
});

/** The record that memory keeps under a key. */
function keptOf(store, key) {
  const record = recordOf(store, key);
  if (record === undefined) throw new Error(`memory keeps nothing under ${key}`);
  return record;
}

const bytesOf = (size) => new Uint8Array(size).map((_, n) => (7 * n + (n >> 8)) % 251);

const FIRST = 65_480;
const SIZES = [0, 1, FIRST, FIRST + 1, FIRST + 65_520, 1 << 20];

async function open(options) {
  const asked = Object.entries({ secret: file("secret.txt"), out: file("plain"), ...options });
  await run(python, [SCRIPT, file("sealed"), ...asked.map(([name, value]) => `--${name}=${value}`)]);
  return readFileSync(file("plain"));
}

describe.each(Object.keys(STORES))("in %s", (which) => {
  const store = STORES[which];
  const context = CONTEXTS[which];

  describe.each(["", "v2"])('with version "%s" of the secret', (version) => {
    const key = "a/b ü 🗝.bin";

    withTink("Tink opens what was sealed here", { timeout: 120_000 }, async () => {
      use(version);
      for (const size of SIZES) {
        await store.put(key, bytesOf(size));
        const { bytes, beside } = keptOf(store, key);
        expect(beside.split(" ")).toEqual([
          "1",
          expect.stringMatching(/^[\w-]{52}$/),
          ...(version === "" ? [] : [version]),
        ]);
        writeFileSync(file("sealed"), bytes);
        const plain = await open({ context, key, version });
        expect(Buffer.compare(plain, bytesOf(size)), `${size} bytes`).toBe(0);
      }
    });

    withTink("what Tink sealed opens here", { timeout: 120_000 }, async () => {
      use(version);
      for (const size of SIZES) {
        writeFileSync(file("plain"), bytesOf(size));
        await run(python, [
          "-c",
          SEAL,
          EXAMPLE,
          file("secret.txt"),
          context,
          key,
          version,
          file("plain"),
          file("sealed"),
        ]);
        const sealed = new Uint8Array(readFileSync(file("sealed")));
        // A value of ours makes way for Tink's.
        await store.put(key, "");
        const beside = `1 ${Buffer.from(sealed.subarray(1, 40)).toString("base64url")}${version && ` ${version}`}`;
        Object.assign(keptOf(store, key), { bytes: sealed, size: sealed.byteLength, beside });
        const handle = await store.get(key);
        expect(handle.encrypted).toBe(true);
        expect(handle.size).toBe(size);
        expect(Buffer.compare(await handle.bytes(), bytesOf(size)), `${size} bytes`).toBe(0);
      }
    });
  });
});

/** Seals with Tink, by what the script has for opening. */
const SEAL = `
import pathlib, sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
from open_with_tink import associated, primitive, secret_bytes
_, _, secret, context, key, version, plain, sealed = [sys.argv[0], *sys.argv[1:]]
secret = secret_bytes(pathlib.Path(secret).read_text().strip(), version)
with open(sealed, "wb") as out:
    with primitive(secret).new_encrypting_stream(out, associated(context, key, version)) as stream:
        stream.write(pathlib.Path(plain).read_bytes())
`;

describe("the script", () => {
  const key = "k";

  withTink("opens nothing under another name, and leaves no file", { timeout: 120_000 }, async () => {
    use("v2");
    await STORES["a bucket"].put(key, bytesOf(200_000));
    writeFileSync(file("sealed"), keptOf(STORES["a bucket"], key).bytes);
    const right = { context: "default/python", key, version: "v2" };
    for (const wrong of [{ key: "l" }, { context: "default/other" }, { version: "v1" }]) {
      await expect(open({ ...right, ...wrong })).rejects.toThrow("does not open");
      expect(existsSync(file("plain")) || existsSync(file("plain.part"))).toBe(false);
    }
    expect((await open(right)).byteLength).toBe(200_000);
  });

  withTink("reads a secret as the package does, and names the versions there are", { timeout: 120_000 }, async () => {
    const spaced = JSON.stringify({ current: "v1", versions: { v1: { value: ` ${OLD.toString("base64")}\n` } } });
    process.env.PYTHON_KEY = spaced;
    writeFileSync(file("secret.txt"), `\uFEFF${spaced}\n`);
    await STORES["a bucket"].put(key, bytesOf(10));
    writeFileSync(file("sealed"), keptOf(STORES["a bucket"], key).bytes);
    expect((await open({ context: "default/python", key, version: "v1" })).byteLength).toBe(10);
    await expect(open({ context: "default/python", key })).rejects.toThrow('has no version ""; it has v1');
  });

  withTink("opens nothing that was altered in its last segment", { timeout: 120_000 }, async () => {
    use("");
    await STORES["a bucket"].put(key, bytesOf(200_000));
    const bytes = Uint8Array.from(keptOf(STORES["a bucket"], key).bytes);
    bytes[bytes.length - 20] ^= 1;
    writeFileSync(file("sealed"), bytes);
    await expect(open({ context: "default/python", key })).rejects.toThrow("does not open");
    expect(existsSync(file("plain")) || existsSync(file("plain.part"))).toBe(false);
  });
});
