/** docs/migration/ shows the code of examples/migration/, word for word; tests/workers/migration/ runs it. */

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "./commands.ts";
import { blocksOf, read, root } from "./markdown.ts";

const PAGES = ["bindings", "unstorage", "files-sdk"];

/** The regions of a file, each by its name. One that stands in several places is shown as one. */
function regionsOf(path: string): Map<string, string> {
  const regions = new Map<string, string>();
  for (const [, indent = "", name = "", text = ""] of read(path).matchAll(
    /^( *)\/\/ #region (\w+)\n(.*?)^ *\/\/ #endregion$/gms,
  )) {
    const shown = text.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    regions.set(name, (regions.get(name) ?? "") + shown);
  }
  return regions;
}

/** The regions of one page's example, by `file region`, as a block shows them: the file says which side it is. */
function shownBy(page: string): Map<string, string> {
  const folder = `examples/migration/${page}`;
  const files = readdirSync(join(root, folder)).filter((file) => file.endsWith(".ts"));
  return new Map(
    files.flatMap((file) =>
      [...regionsOf(`${folder}/${file}`)].map(([name, text]) => {
        const side = /^(before|after)\b/.exec(file)?.[1];
        const shown = side === undefined ? text : `// ${side}\n${text}`;
        return [`${file.replace(/\.ts$/, "")} ${name}`, shown] as const;
      }),
    ),
  );
}

describe.each(PAGES)("docs/migration/%s.md", (page) => {
  const path = `docs/migration/${page}.md`;
  const regions = shownBy(page);
  const blocks = blocksOf(read(path));

  test("shows every region, once", () => {
    const shown = blocks.filter(({ kind }) => kind.startsWith("ts ")).map(({ kind }) => kind.slice("ts ".length));
    expect(shown.sort()).toEqual([...regions.keys()].sort());
  });

  test("shows each region, and each file, as it is", async () => {
    const written = read(path).replace(/^```(ts|jsonc) ([^\n]+)\n.*?^```$/gms, (block, kind: string, name: string) => {
      const text = kind === "ts" ? regions.get(name) : read(`examples/migration/${page}/${name}`);
      return text === undefined ? block : `\`\`\`${kind} ${name}\n${text}\`\`\``;
    });
    await expect(written).toMatchFileSnapshot(join(root, path));
  });

  test("shows a before for every after", () => {
    const names = (side: string) =>
      blocks.flatMap(({ kind }) => new RegExp(`^ts ${side}(?:\\.test)? (\\w+)$`).exec(kind)?.[1] ?? []);
    expect(names("after")).toEqual(names("before"));
  });

  test("has no code that nothing runs", () => {
    expect(blocks.map(({ kind }) => kind).filter((kind) => !/^(ts|jsonc) \S/.test(kind))).toEqual([]);
  });

  test("is short enough to be read at once", () => {
    expect(read(path).split("\n").length).toBeLessThanOrEqual(261);
  });
});

test("the examples compile under strict options", { timeout: 60_000 }, async () => {
  const tsc = join(root, "node_modules/.bin/tsc");
  const { stdout } = await run(tsc, ["--project", "examples/migration", "--pretty", "false"], { cwd: root }).catch(
    (error) => error,
  );
  expect(stdout).toBe("");
});

describe("files-sdk in a Worker", () => {
  const config = "examples/migration/files-sdk/wrangler.jsonc";
  const plain = "build/migration/wrangler.jsonc";

  /** What `wrangler deploy` says to a configuration, without deploying. */
  async function bundle(path: string): Promise<string> {
    const args = ["deploy", "--dry-run", "--config", path, "--outdir", join(root, "build/migration/out")];
    const { stdout, stderr } = await run(join(root, "node_modules/.bin/wrangler"), args, {
      cwd: root,
      env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
    }).catch((error) => error);
    return stdout + stderr;
  }

  test("is bundled with the aliases of the page", { timeout: 60_000 }, async () => {
    expect(await bundle(config)).toContain("exiting now");
  });

  test("is not bundled without them", { timeout: 60_000 }, async () => {
    const { alias, main, ...rest } = JSON.parse(read(config));
    mkdirSync(join(root, "build/migration"), { recursive: true });
    writeFileSync(
      join(root, plain),
      JSON.stringify({ ...rest, main: join(root, "examples/migration/files-sdk", main) }),
    );
    const said = await bundle(plain);
    for (const name of Object.keys(alias)) expect(said).toContain(`Could not resolve "${name}"`);
  });
});
