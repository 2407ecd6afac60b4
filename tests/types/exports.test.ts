/**
 * The declarations are written by hand: what they say is exported is what the JavaScript exports, whichever
 * file a runtime picks.
 *
 * Names only. That the types fit is the business of the files beside this one, which run.mjs compiles.
 */

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
// TypeScript 7 has no other API yet. What is used of it here is little: which names a file exports.
import { API, type Snapshot, SymbolFlags } from "typescript/unstable/sync";
import { afterAll, beforeAll, expect, test } from "vitest";

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const { exports } = JSON.parse(readFileSync(path("package.json"), "utf8"));

type Conditions = { [condition: string]: string | Conditions };

/** `[declarations, file]`: one pair for each way through an entry's conditions. */
function pairsOf({ types, ...conditions }: Conditions, outer = ""): [string, string][] {
  const declared = typeof types === "string" ? types : outer;
  return Object.values(conditions).flatMap((inner): [string, string][] =>
    typeof inner === "string" ? [[declared, inner]] : pairsOf(inner, declared),
  );
}

const ALL = Object.values<string | Conditions>(exports).flatMap((entry) =>
  typeof entry === "string" ? [] : pairsOf(entry),
);
const isRequired = (file: string) => file.includes("/cjs/");
const PAIRS = ALL.filter(([, file]) => file.endsWith(".js") && !isRequired(file));
const REQUIRED = ALL.filter(([, file]) => isRequired(file));

let api: API;
let snapshot: Snapshot;

beforeAll(() => {
  api = new API({ cwd: path("") });
  snapshot = api.updateSnapshot({ openFiles: [...PAIRS, ...REQUIRED].flat().map(path) });
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

test("every file of package.json's exports is looked at, and is there", () => {
  const others = ALL.length - PAIRS.length - REQUIRED.length;
  expect([PAIRS.length, REQUIRED.length, others]).toEqual([11, 3, 2]);
  for (const file of ALL.flat()) expect(existsSync(path(file)), file).toBe(true);
});

test.each(REQUIRED)("%s declares what %s gives to require", (types, script) => {
  expect(Object.keys(createRequire(import.meta.url)(path(script))).sort()).toEqual(exportsOf(types));
});

test.each(PAIRS)("%s declares what %s exports", (types, script) => {
  const declared = exportsOf(types);
  expect(declared).not.toEqual([]);
  expect(exportsOf(script)).toEqual(declared);
});
