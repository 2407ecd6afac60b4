/**
 * The declarations are written by hand: what they say is exported is what the JavaScript exports, whichever
 * file a runtime picks.
 *
 * Names only. That the types fit is the business of the files beside this one, which run.mjs compiles.
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
// TypeScript 7 has no other API yet. What is used of it here is little: which names a file exports.
import { API, type Snapshot, SymbolFlags } from "typescript/unstable/sync";
import { afterAll, beforeAll, expect, test } from "vitest";

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const { exports } = JSON.parse(readFileSync(path("package.json"), "utf8"));

/** `[declarations, JavaScript]`: one pair for each condition of each entry. */
const PAIRS = Object.values(exports)
  .filter((entry) => typeof entry === "object" && entry !== null)
  .flatMap(({ types, ...scripts }: Record<string, string>) => Object.values(scripts).map((script) => [types, script]));

let api: API;
let snapshot: Snapshot;

beforeAll(() => {
  api = new API({ cwd: path("") });
  snapshot = api.updateSnapshot({ openFiles: PAIRS.flat().map(path) });
});

afterAll(() => {
  snapshot.dispose();
  api.close();
});

/** The names of the values that a file exports. */
function exportsOf(file: string): string[] {
  const project = snapshot.getDefaultProjectForFile(path(file));
  const source = project?.program.getSourceFile(path(file));
  const module = source && project?.checker.getSymbolAtLocation(source);
  if (project === undefined || module === undefined) throw new Error(`${file} is not there or is no module`);
  const { checker } = project;
  const names = [];
  for (const symbol of checker.getExportsOfModule(module)) {
    const target = symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    if (target.flags & SymbolFlags.Value) names.push(symbol.name);
  }
  return names.sort();
}

test("both entries are there, and the one for workerd", () => {
  expect(PAIRS).toHaveLength(3);
});

test.each(PAIRS)("%s declares what %s exports", (types, script) => {
  const declared = exportsOf(types);
  expect(declared).not.toEqual([]);
  expect(exportsOf(script)).toEqual(declared);
});
