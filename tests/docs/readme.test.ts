/** What README.md says: every code block runs, every table shows what the code does. */

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { declarations } from "layeron-storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sizesOf } from "../../scripts/build/size.mjs";
import { checkCommand, run } from "./commands.ts";
import { type Block, bare, blocksOf, read, root, tableAfter, tableIn } from "./markdown.ts";
import { compilerOn, expectSaid, programFolder, READERS_ENV } from "./program.ts";
import { codes, constant, constants, declaredCodes } from "./source.ts";
import { curl, LazyWorker } from "./worker.ts";

const README = read("README.md");
const blocks = blocksOf(README);
const isTest = ({ text }: Block) => text.includes('from "vitest"');
const isWorker = ({ text }: Block) => text.includes("export default");

/** Where the blocks become files. */
const folder = programFolder("readme");
const fileOf = (block: Block) => {
  if (block.kind === "jsonc") return join(folder, "wrangler.jsonc");
  if (isWorker(block)) return join(folder, "worker.ts");
  return join(folder, isTest(block) ? `line-${block.line}.test.ts` : `line-${block.line}.ts`);
};

const worker = new LazyWorker("build/readme/wrangler.jsonc");

beforeAll(() => {
  for (const block of blocks) if (["ts", "jsonc"].includes(block.kind)) writeFileSync(fileOf(block), block.text);
});

afterAll(() => worker.stop());

describe("the code blocks", () => {
  const checks: Record<string, (block: Block) => Promise<void>> = {
    ts: runProgram,
    jsonc: checkBindings,
    sh: runShell,
  };

  test.each(blocks)("the block of $kind in line $line works", { timeout: 180_000 }, async (block) => {
    const check = checks[block.kind];
    if (check === undefined) throw new Error(`there is no check for blocks of kind "${block.kind}"`);
    await check(block);
  });

  test("the blocks of ts compile under strict options", { timeout: 60_000 }, async () => {
    expect(await compilerOn(folder)).toBe("");
  });

  test("there is one Worker, and one configuration for it", () => {
    expect(blocks.filter(isWorker)).toHaveLength(1);
    expect(blocks.filter(({ kind }) => kind === "jsonc")).toHaveLength(1);
  });
});

/** A test is run by vitest, a Worker by its requests (see runShell), and anything else prints what it says. */
async function runProgram(block: Block) {
  if (isWorker(block)) return;
  if (isTest(block)) {
    const vitest = join(root, "node_modules/.bin/vitest");
    await run(vitest, ["run", "--root", folder, fileOf(block)], { cwd: folder, env: READERS_ENV });
    return;
  }
  await expectSaid(folder, fileOf(block), block.text);
}

/** The configuration has the bindings that the Worker's declarations need, and no others. */
async function checkBindings({ text }: Block) {
  const config = JSON.parse(text);
  expect(existsSync(join(folder, config.main))).toBe(true);
  expect(config.compatibility_date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  await import(join(folder, config.main));
  const needed = (wanted: string) =>
    declarations()
      .filter(({ variant }) => variant === wanted)
      .map(({ binding }) => binding);
  const given = (list: { binding: string }[]) => list.map(({ binding }) => binding);
  expect(given(config.r2_buckets)).toEqual(needed("bucket"));
  expect(given(config.kv_namespaces)).toEqual(needed("kv"));
}

/** Commands are known and would run; requests are sent to the README's Worker in workerd. */
async function runShell({ text }: Block) {
  for (const line of text.trim().split("\n")) {
    const [, command = "", comment] = /^(.*?)(?:\s+# (.*))?$/.exec(line) ?? [];
    if (!command.startsWith("curl ")) {
      await checkCommand(command);
      continue;
    }
    const { path, init } = curl(command);
    const response = await worker.fetch(path, init);
    expect(response.ok, `${command} is answered with ${response.status}`).toBe(true);
    const answer = await response.text();
    if (comment !== undefined) expect(answer).toBe(comment);
  }
}

describe("the Worker", () => {
  test("takes the decoded path for the key", async () => {
    const path = "/My%20r%C3%A9sum%C3%A9.txt";
    const put = await worker.fetch(path, { method: "PUT", body: "x" });
    expect(await put.json()).toMatchObject({ key: "My résumé.txt", size: 1 });
    expect(await (await worker.fetch(path, { method: "GET" })).text()).toBe("x");
    expect((await worker.fetch("/%E0%A4%A", { method: "GET" })).status).toBe(400);
  });

  test("refuses a method that it does not have", async () => {
    const { status, headers } = await worker.fetch("/hello.txt", { method: "DELETE" });
    expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD, PUT"]);
  });
});

describe("the table of errors", () => {
  test("has every code of src/error.rs, in its order, with status and retryable", () => {
    const rows = tableAfter(README, "## Errors").map(([code = "", status, retryable]) => ({
      code: bare(code),
      status: Number(status),
      retryable: retryable === "yes",
    }));
    expect(rows).toEqual(codes());
  });

  test("is that of the declarations", () => {
    expect(declaredCodes()).toEqual(codes());
  });
});

/** The rows of the table of limits, with the constants of src/limits.rs that each of them shows. */
const LIMITS: Record<string, string[]> = {
  "name, namespace": ["NAME_CHARS"],
  "key in a bucket": ["BUCKET.key_bytes"],
  "key in KV": ["KV.key_bytes"],
  "metadata in a bucket": ["BUCKET.metadata_bytes"],
  "metadata in KV": ["KV.metadata_bytes"],
  "metadata key": ["METADATA_KEY_BYTES"],
  checksum: ["CHECKSUM_CHARS"],
  "contentType and the other HTTP fields": ["HTTP_FIELD_CHARS"],
  "value in a bucket, in memory": ["BUCKET.value_bytes"],
  "value in a bucket, one request": ["SINGLE_PUT_BYTES"],
  "stream into a bucket, `size` given": ["OBJECT_BYTES"],
  "stream into a bucket, `size` not given": ["PARTS", "PART_BYTES", "PARTS * PART_BYTES"],
  "value in KV": ["KV.value_bytes"],
  "sealed value in KV": ["SEALED_KV_BYTES"],
  secret: ["SECRET_MIN_BYTES", "SECRET_MAX_BYTES"],
  "`bytes` of `secret.random`": ["SECRET_MIN_RANDOM_BYTES", "SECRET_MAX_BYTES", "SECRET_DEFAULT_BYTES"],
  "`ttlSeconds`": ["TTL_MIN_SECONDS"],
  "end of a KV key's life": ["EXPIRY_MAX_SECONDS"],
  "`cacheTtlSeconds`": ["CACHE_TTL_MIN_SECONDS"],
  "`deleteAfterDays`": ["LIFECYCLE_MAX_DAYS"],
  "page of a listing": ["LIST_ENTRIES"],
  "keys in one `delete`": ["DELETE_KEYS"],
  "`expiresInSeconds` of a signed URL": ["SIGNED_URL_MAX_SECONDS"],
  "signed URL": ["SIGNED_URL_CHARS"],
  "`filename` of a signed URL and of `attachment`": ["FILENAME_BYTES"],
};

describe("the table of limits", () => {
  const rows = tableAfter(README, "## Limits");

  test("has a row for every constant, and a constant for every row", () => {
    expect(rows.map(([title]) => title)).toEqual(Object.keys(LIMITS));
    const shown = new Set(Object.values(LIMITS).flat());
    expect(constants().filter((name) => !shown.has(name))).toEqual([]);
  });

  test.each(rows)("the figure of %s is the code's", (title = "", figure = "") => {
    for (const name of LIMITS[title] ?? []) {
      const value = constant(name);
      const ways = [value.toLocaleString("en"), `${value / 2 ** 20} MiB`];
      const shown = ways.some((way) => new RegExp(`(^|[ (])${way}($|[ :;)])`).test(figure));
      expect(shown, `"${figure}" shows ${ways[0]}`).toBe(true);
    }
  });

  test("the platform's figures less our reserve are ours", () => {
    for (const title of ["metadata in a bucket", "metadata in KV"]) {
      const source = rows.find((row) => row[0] === title)?.[2] ?? "";
      const [whole = 0, kept = 0] = (source.match(/[\d,]+(?= (?:bytes|are))/g) ?? []).map((n) =>
        Number(n.replaceAll(",", "")),
      );
      expect(whole - kept).toBe(constant((LIMITS[title] as string[])[0] as string));
    }
  });
});

describe("the sizes", () => {
  /** KB of 1,000 bytes by which a figure may differ from what is built. */
  const TOLERANCE = 2;

  test("are what the build prints", async () => {
    const said = /<!-- size:begin -->\n(.*)<!-- size:end -->/s.exec(README)?.[1] ?? "";
    const shown = tableIn(said).map(([what, ...figures]) => [
      what,
      ...figures.map((figure) => Math.round(Number.parseFloat(figure))),
    ]);
    const built = await sizesOf(join(root, "dist"), {});
    expect(shown.map(([what]) => what)).toEqual(built.map(({ what }) => what));
    for (const [n, { what, raw, gzip }] of built.entries()) {
      const [, rawShown, gzipShown] = shown[n] as [string, number, number];
      expect(Math.abs(rawShown - raw / 1000), `${what}: ${raw} bytes`).toBeLessThan(TOLERANCE);
      expect(Math.abs(gzipShown - gzip / 1000), `${what}, gzip: ${gzip} bytes`).toBeLessThan(TOLERANCE);
    }
    const comparison = tableAfter(README, "## Why, and why not").at(-1)?.at(-1) ?? "";
    expect(comparison).toBe(`${shown[1]?.[2]} KB`);
  });
});
