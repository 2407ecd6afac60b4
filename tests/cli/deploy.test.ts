/** What the command writes and prints is what the real wrangler accepts. */

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ENTRY, Project, root, SECRET } from "./project.ts";

const WRANGLER = join(root, "node_modules", "wrangler", "bin", "wrangler.js");

describe.concurrent("wrangler accepts what is written", () => {
  test.each([
    ["JSONC", "wrangler.jsonc", '{ "name": "app", "main": "src/index.ts" }\n', []],
    ["TOML", "wrangler.toml", 'name = "app"\nmain = "src/index.ts"\n', []],
    [
      "an environment in JSONC",
      "wrangler.jsonc",
      '{ "name": "app", "main": "src/index.ts", "env": { "x": {} } }\n',
      ["--env", "x"],
    ],
    ["an environment in TOML", "wrangler.toml", 'name = "app"\nmain = "src/index.ts"\n', ["--env", "x"]],
    ["a file of its own", "none", "", []],
  ])("in %s", { timeout: 120_000 }, async (_what, file, text, args) => {
    const project = new Project({ "package.json": '{ "name": "app" }', "src/index.ts": SECRET + ENTRY, [file]: text });
    const written = await project.run("wrangler", "src/index.ts", "--write", ...args);
    expect(written, written.err).toMatchObject({ code: 0 });
    const deployed = await project.node(WRANGLER, "deploy", "--dry-run", "--outdir", "out", ...args);
    expect(deployed, deployed.out + deployed.err).toMatchObject({ code: 0 });
    const bucket = args.length === 0 ? "user-assets" : "user-assets-x";
    expect(deployed.out).toMatch(new RegExp(`env\\.USER_ASSETS \\(${bucket}\\)\\s+R2 Bucket`));
    expect(deployed.out).toMatch(/env\.APP_CONFIGS\s+KV Namespace/);
    expect(deployed.out + deployed.err).not.toMatch(/unexpected|warning/i);
  });
});

test("wrangler knows the commands that are printed, and their options", { timeout: 120_000 }, async () => {
  const project = new Project({
    "index.ts": SECRET + ENTRY,
    "wrangler.jsonc": '{ "r2_buckets": [{ "binding": "USER_ASSETS", "bucket_name": "b", "jurisdiction": "eu" }] }',
  });
  const { out } = await project.run("wrangler", "index.ts", "--env", "x");
  const inTop = await project.run("wrangler", "index.ts");
  const commands = (out + inTop.out).split("\n").filter((line) => line.startsWith("npx wrangler "));
  expect(commands).toHaveLength(8);
  const helps = await Promise.all(
    commands.map(async (command) => {
      const words = command.split(" ").slice(2);
      const { out: help } = await project.node(
        WRANGLER,
        ...words.filter((word) => !word.startsWith("-")).slice(0, 4),
        "--help",
      );
      const [first = ""] = /^wrangler .*$/m.exec(help) ?? [];
      return { words, help, first };
    }),
  );
  for (const { words, help, first } of helps) {
    const named = first
      .split(" ")
      .slice(1)
      .filter((word) => !/^[<[]/.test(word));
    expect(words.slice(0, named.length)).toEqual(named);
    for (const option of words.filter((word) => word.startsWith("--"))) {
      expect(help, `${first} knows ${option}`).toContain(option.split("=")[0] as string);
    }
  }
});
