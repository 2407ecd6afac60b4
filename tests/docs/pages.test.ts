/** What every page of the project points to is there. */

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { OLDEST_DATE, TESTED_DATE } from "../../cli/configuration/dates.js";
import { WRANGLER_HELP } from "../../cli/help.js";
import { checkCommand, isCommand, steps } from "./commands.ts";
import { bare, inlineCode, pages, proseOf, read, root, tableAfter, tableIn } from "./markdown.ts";

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- ]/gu, "")
    .replaceAll(" ", "-");

const anchorsOf = (markdown: string) =>
  [...proseOf(markdown).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading as string));

/** The targets of links, those at the end of the page included. */
const linksOf = (markdown: string) =>
  [...proseOf(markdown).matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$/gm)].map(
    ([, inline, named]) => inline ?? named ?? "",
  );

/** Why a link leads nowhere; undefined when it does. */
function broken(page: string, link: string): string | undefined {
  if (/^https:\/\//.test(link)) return undefined;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? join(root, page) : join(root, dirname(page), path);
  if (!existsSync(target)) return `${link}: no such file`;
  if (anchor === undefined) return undefined;
  return anchorsOf(readFileSync(target, "utf8")).includes(anchor) ? undefined : `${link}: no such heading`;
}

describe.each(pages())("%s", (page) => {
  const markdown = read(page);

  test("links to what is there", () => {
    expect(linksOf(markdown).flatMap((link) => broken(page, link) ?? [])).toEqual([]);
  });

  // A decision that is superseded names the files of its time.
  test.skipIf(/^Superseded by /m.test(markdown))("names files that are there", () => {
    const named = inlineCode(markdown).filter((code) =>
      /^(src|js|cli|scripts|tests|docs|examples|bench)\/[\w./-]*$/.test(code),
    );
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  // A decision may also name what was not taken.
  if (!page.startsWith("docs/decisions/")) {
    test("names commands that are there", { timeout: 30_000 }, async () => {
      for (const command of inlineCode(markdown).filter(isCommand)) await checkCommand(command);
    });
  }

  test("speaks of this project only", () => {
    expect(markdown).not.toMatch(/\/(work|home|root|tmp)\/|TODO|FIXME/);
  });
});

/** Rows `| file | name | … |` of docs/architecture.md: the name stands in the file. */
describe("docs/architecture.md", () => {
  const rows = tableAfter(read("docs/architecture.md"), "## One put, file by file");

  test.each(rows)("step %s: %s has %s", (_step, file = "", name = "") => {
    const identifier =
      bare(name)
        .split(/::|\.|\(/)
        .filter(Boolean)
        .at(-1) ?? "";
    expect(read(bare(file))).toMatch(new RegExp(`\\b${identifier}\\b`));
  });

  test("shows every folder of the sources", () => {
    const shown = tableAfter(read("docs/architecture.md"), "## Where things are").map(([folder = ""]) => bare(folder));
    for (const folder of shown) expect(statSync(join(root, folder)).isDirectory()).toBe(true);
  });
});

/** The tables of hosts' errors in docs/behaviour.md are those of src/host/. */
describe("docs/behaviour.md", () => {
  const behaviour = read("docs/behaviour.md");
  const codeOf = (variant: string) => `storage_${variant.replace(/\B[A-Z]/g, "_$&").toLowerCase()}`;
  /** `number word → code`, from a table of the source. */
  const rowsOf = (file: string, table: string) =>
    [
      ...(read(file).split(`const ${table}:`)[1]?.split("];")[0] ?? "").matchAll(
        /\((\d[\d_]*), (?:"(\w*)", )?Code::(\w+)\)/g,
      ),
    ].map(([, number = "", word = "", variant = ""]) =>
      [number.replaceAll("_", ""), word.toLowerCase(), codeOf(variant)].join(" "),
    );

  test.each([
    ["src/host/r2.rs", "R2_CODES", "| R2's number |"],
    ["src/host/kv.rs", "KV_STATUSES", "| KV's status |"],
  ])("has every row of %s: %s", (file, table, title) => {
    const shown = tableIn(behaviour.slice(behaviour.indexOf(title)))
      .filter(([number = ""]) => /^\d/.test(number))
      .flatMap(([cell = "", code = ""]) => {
        const word = /about (?:an? )?`?(\w+)/.exec(cell)?.[1] ?? "";
        return (cell.match(/\d+/g) ?? []).map((number) => [number, word, bare(code)].join(" "));
      });
    const rows = rowsOf(file, table);
    expect(rows).not.toEqual([]);
    expect(shown.sort()).toEqual(rows.sort());
  });
});

/** docs/wrangler.md is about the command as it is. */
describe("docs/wrangler.md", () => {
  const page = read("docs/wrangler.md");

  test("has every option of the help", () => {
    const shown = tableAfter(page, "## Options").map(([option = ""]) => bare(option));
    const said = [...WRANGLER_HELP.matchAll(/^ {2}(--[a-z]+(?: <[a-z]+>)?) /gm)].map(([, option]) => option);
    expect(shown.sort()).toEqual(said.sort());
  });

  test("names the dates of the code", () => {
    for (const date of [OLDEST_DATE, TESTED_DATE]) expect(page).toContain(date);
  });
});

describe("CONTRIBUTING.md", () => {
  const contributing = read("CONTRIBUTING.md");

  test("has every step of npm test, in its order", () => {
    expect(tableAfter(contributing, "## Tests").map(([step = ""]) => bare(step))).toEqual(steps());
  });

  test("has every script of package.json", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const shown = tableAfter(contributing, "## Commands").map(([command = ""]) => bare(command).split(" ").at(-1));
    expect(shown.sort()).toEqual(Object.keys(scripts).sort());
  });
});
