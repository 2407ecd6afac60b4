/** What docs/encryption.md says: its programs run, its format is the package's, its figures are those of the format. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect, storage } from "layeron-storage";
import { beforeEach, describe, expect, test } from "vitest";
import { recordOf } from "../seal/vault.ts";
import { run } from "./commands.ts";
import { type Block, blocksOf, read, root, tableAfter } from "./markdown.ts";
import { compilerOn, expectSaid, programFolder } from "./program.ts";

const PAGE = read("docs/encryption.md");
const blocks = blocksOf(PAGE);
const folder = programFolder("encryption");
const programs = blocks.filter(({ kind }) => kind === "ts");
for (const { line, text } of programs) writeFileSync(join(folder, `line-${line}.ts`), text);

/** The first block of a kind. */
function blockOf(wanted: string): string {
  const found = blocks.find(({ kind }) => kind === wanted);
  if (found === undefined) throw new Error(`docs/encryption.md has no block of kind "${wanted}"`);
  return found.text;
}

const HEX = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/** As the page declares it. */
const LETTERS = { name: "letters", encryption: { secret: { kind: "secret_ref", name: "vault-key" } } } as const;

beforeEach(() => {
  process.env.VAULT_KEY = `hex:${HEX}`;
  connect("memory");
});

describe("the programs", () => {
  test("compile under strict options", { timeout: 60_000 }, async () => {
    expect(await compilerOn(folder)).toBe("");
  });

  const isWorker = ({ text }: Block) => text.includes("export default");
  test.each(programs.filter((block) => !isWorker(block)))("the one in line $line prints what it says", (block) =>
    expectSaid(folder, join(folder, `line-${block.line}.ts`), block.text),
  );

  const theWorker = async () => (await import(join(folder, `line-${programs.find(isWorker)?.line}.ts`))).default;

  test("the Worker's keys are decoded paths, and a method that it does not have is refused", async () => {
    const worker = await theWorker();
    const path = "https://x/My%20r%C3%A9sum%C3%A9.txt";
    await worker.fetch(new Request(path, { method: "PUT", body: "Dear Ada" }));
    const { items } = await storage.bucket(LETTERS).list();
    expect(items.map(({ key }) => key)).toEqual(["My résumé.txt"]);
    expect(await (await worker.fetch(new Request(path))).text()).toBe("Dear Ada");
    expect((await worker.fetch(new Request("https://x/%E0%A4%A"))).status).toBe(400);
    const deleted = await worker.fetch(new Request(path, { method: "DELETE" }));
    expect([deleted.status, deleted.headers.get("allow")]).toEqual([405, "GET, HEAD, PUT"]);
  });

  test("the Worker seals what is put, and serves it", async () => {
    const worker = await theWorker();
    const put = await worker.fetch(new Request("https://x/a.txt", { method: "PUT", body: "Dear Ada" }));
    expect(await put.json()).toEqual({ size: 8, encrypted: true });
    const got = await worker.fetch(new Request("https://x/a.txt", { headers: { range: "bytes=5-" } }));
    expect([got.status, await got.text()]).toEqual([206, "Ada"]);
  });
});

test("the secret of the page that rotates is one", async () => {
  let byte = 0;
  const secret = JSON.parse(blockOf("json"), (name, value) =>
    name === "value" ? Buffer.alloc(32, ++byte).toString("base64") : value,
  );
  process.env.VAULT_KEY = JSON.stringify(secret);
  const encryption = { secret: { kind: "secret_ref", name: "vault-key" } } as const;
  const stored = await storage.bucket({ name: "rotated", encryption }).put("k", "v");
  expect(stored.encrypted).toBe(true);
});

describe("the worked example", () => {
  const shown = blockOf("text").trim();
  const told = new Map(shown.split("\n").map((line) => [line.split(" ")[0], line.slice(line.indexOf(" ") + 1)]));

  test("prints what the page shows", async () => {
    const path = join(folder, "example.mjs");
    writeFileSync(path, blockOf("js"));
    expect((await run(process.execPath, [path])).stdout.trim()).toBe(shown);
  });

  test("is opened by this package", async () => {
    process.env.VAULT_KEY = JSON.stringify({ current: "v2", versions: { v2: { value: `hex:${HEX}` } } });
    const encryption = { secret: { kind: "secret_ref", name: "vault-key" } } as const;
    const files = storage.bucket({ name: "files", encryption });
    await files.put("a/b ü.txt", "");
    const bytes = new Uint8Array(Buffer.from(told.get("sealed") as string, "hex"));
    const record = recordOf(files, "a/b ü.txt");
    Object.assign(record as object, { bytes, size: bytes.byteLength, beside: told.get("entry") });
    expect(await (await files.get("a/b ü.txt"))?.text()).toBe("Hello");
  });
});

describe("the figures", () => {
  const SEGMENT = 65_536;
  const plain = (sealed: number) => sealed - 40 - 16 * Math.ceil(sealed / SEGMENT);
  const figure = (row: string) => Number((row.match(/^[\d,]+/)?.[0] ?? "").replaceAll(",", ""));
  const MIB = 2 ** 20;
  const GIB = 1024 * MIB;

  test("of the limits are those of what is stored, less header and tags", () => {
    const [format, largest, single, parts, part, kv, memory] = tableAfter(PAGE, "## Limits").map(([, row = ""]) =>
      figure(row),
    );
    expect(format).toBe(plain(2 ** 32 * SEGMENT));
    expect(largest).toBe(plain(5 * 1024 * GIB - 5 * GIB));
    expect(single).toBe(plain(5 * GIB - 5 * MIB));
    expect(parts).toBe(plain(10_000 * 8 * MIB));
    expect(part).toBe(plain(8 * MIB));
    expect(kv).toBe(plain(25 * MIB));
    expect(memory).toBe(128 * MIB);
  });

  test("of KV and of memory are where a value is refused", { timeout: 60_000 }, async () => {
    const encryption = { secret: { kind: "secret_ref", name: "vault-key" } } as const;
    const stores = [storage.kv({ name: "figures-kv", encryption }), storage.bucket({ name: "figures", encryption })];
    const limits = tableAfter(PAGE, "## Limits")
      .slice(5, 7)
      .map(([, row = ""]) => figure(row));
    for (const [n, store] of stores.entries()) {
      const limit = limits[n] as number;
      expect((await store.put("k", new Uint8Array(limit))).size).toBe(limit);
      await expect(store.put("k", new Uint8Array(limit + 1))).rejects.toThrow(`limit is ${limit}`);
    }
  });

  test("of a stream with a condition is where it is refused", async () => {
    const encryption = { secret: { kind: "secret_ref", name: "vault-key" } } as const;
    const store = storage.bucket({ name: "figures-stream", encryption });
    const stream = (size: number) => new Blob([new Uint8Array(size)]).stream();
    const limit = figure(tableAfter(PAGE, "## Limits")[4]?.[1] ?? "");
    expect((await store.put("a", stream(limit), { ifNotExists: true })).size).toBe(limit);
    await expect(store.put("b", stream(limit + 1), { ifNotExists: true })).rejects.toThrow("goes up in parts");
  });
});

test("the script has the options that the page shows", () => {
  const shown = blocks.filter(({ text }) => text.includes("open_with_tink.py")).map(({ text }) => text);
  const options = new Set(
    shown
      .join()
      .split("open_with_tink.py")[1]
      ?.match(/--[a-z]+/g),
  );
  const script = readFileSync(join(root, "examples/open-with-tink/open_with_tink.py"), "utf8");
  const known = [...script.matchAll(/add_argument\("(--[a-z]+)"/g)].map(([, option]) => option as string);
  expect([...options].sort()).toEqual(known.sort());
});
