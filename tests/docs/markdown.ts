/** What the tests read out of the documentation: code blocks, tables, links. */

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export const read = (path: string) => readFileSync(join(root, path), "utf8");

export interface Block {
  kind: string;
  text: string;
  /** The line of the opening fence. */
  line: number;
}

/** The fenced code blocks of a text. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const [n, line] of markdown.split("\n").entries()) {
    const fence = /^```(.*)$/.exec(line);
    if (fence === null) {
      if (open !== undefined) open.text += `${line}\n`;
    } else if (open === undefined) {
      open = { kind: (fence[1] as string).trim(), text: "", line: n + 1 };
    } else {
      blocks.push(open);
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`the code block in line ${open.line} has no end`);
  return blocks;
}

/** The text without its code blocks, line by line. */
export const proseOf = (markdown: string) => markdown.replace(/^```.*?^```$/gms, "");

/** The rows of the first table after a heading, the titles left out; each is a list of cells. */
export function tableAfter(markdown: string, heading: string): string[][] {
  const start = markdown.indexOf(`\n${heading}\n`);
  if (start < 0) throw new Error(`there is no heading "${heading}"`);
  return tableIn(markdown.slice(start));
}

/** The rows of the first table in a text. */
export function tableIn(markdown: string): string[][] {
  const table = /(?:^\|.*\n)+/m.exec(markdown);
  if (table === null) throw new Error("there is no table");
  const rows = table[0].trim().split("\n");
  return rows.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

/** Code within the lines of a text. */
export const inlineCode = (markdown: string) =>
  [...proseOf(markdown).matchAll(/`([^`]+)`/g)].map(([, code]) => (code as string).replaceAll("\n", " "));

/** A cell that is code, without its backticks. */
export const bare = (cell: string) => cell.replace(/^`(.*)`$/, "$1");

const OTHERS = new Set(["node_modules", "target", "dist", "build"]);

/** Every page of the project, by its path from the root. */
export function pages(folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return OTHERS.has(entry.name) || entry.name.startsWith(".") ? [] : pages(path);
    return entry.name.endsWith(".md") ? [relative(root, path)] : [];
  });
}
