/**
 * Refuses import cycles among the modules of src/, which rustc allows and clippy has no lint for.
 *
 * A module imports another one by `use` or by a path in its code: `crate::a::b`, `super::b`, or `b` for a child. That a
 * parent declares its children is no import. What is compiled for tests alone does not count.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** @returns {string[][]} each cycle as the modules on its way, the first one again at the end */
export function cyclesOf(folder) {
  const modules = modulesOf(folder);
  const imports = new Map([...modules].map(([name, code]) => [name, importsOf(name, code, modules)]));
  const cycles = [];
  const done = new Set();
  const visit = (name, way) => {
    if (way.includes(name)) cycles.push([...way.slice(way.indexOf(name)), name]);
    if (done.has(name)) return;
    done.add(name);
    for (const imported of imports.get(name)) visit(imported, [...way, name]);
  };
  for (const name of modules.keys()) visit(name, []);
  return cycles;
}

/** The code of every module, by its path in Rust: `crate::host::r2`. */
function modulesOf(folder) {
  const paths = readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith(".rs"))
    .sort();
  const sources = paths.map((path) => [moduleAt(path), withoutWords(readFileSync(join(folder, path), "utf8"))]);
  const forTests = sources.flatMap(([name, code]) =>
    [...code.matchAll(FOR_TESTS)].map(([, child]) => `${name}::${child}`),
  );
  return new Map(sources.filter(([name]) => !forTests.includes(name)).map(([name, code]) => [name, shipped(code)]));
}

const moduleAt = (path) =>
  ["crate", ...path.replace(/(^|\/)(lib|mod)\.rs$|\.rs$/, "").split("/")].filter((part) => part !== "").join("::");

/** The code without comments, strings and characters. */
const withoutWords = (code) =>
  code.replace(/\/\/.*|\/\*[\s\S]*?\*\/|r(#+)"[\s\S]*?"\1|r?"(?:\\[\s\S]|[^"\\])*"|'(?:\\.[^']*|[^'\\])'/g, " ");

/** A module in a file of its own that only tests are compiled with. */
const FOR_TESTS = /#\[cfg\((?:all\()?test\b[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))? )?mod (\w+);/g;

/** The code without the items that only tests are compiled with: each ends with its braces, or at a semicolon. */
function shipped(code) {
  const start = code.search(/#\[cfg\((?:all\()?test\b/);
  if (start < 0) return code;
  let depth = 0;
  for (const { 0: mark, index } of code.slice(start).matchAll(/[()[\]{};]/g)) {
    if ("([{".includes(mark)) depth++;
    if (")]}".includes(mark)) depth--;
    if ("};".includes(mark) && depth === 0) return code.slice(0, start) + shipped(code.slice(start + index + 1));
  }
  return code.slice(0, start);
}

/** The modules that a module imports. */
function importsOf(name, code, modules) {
  const used = [...code.matchAll(/\buse\s+([^;]+);/g)].flatMap(([, tree]) => pathsOf(tree.replace(/\s+/g, " ")));
  const named = [...code.matchAll(/(?<![\w:])\w+(?:::\w+)+/g)].map(([path]) => path);
  const found = [...used, ...named].map((path) => resolved(name, path.split("::"), modules));
  return new Set(found.filter((imported) => imported !== undefined && imported !== name));
}

/** The paths in a tree of imports: `a::{b, c::d}` has a::b and a::c::d. */
function pathsOf(tree) {
  const [prefix, ...rest] = tree.split("{");
  if (rest.length === 0) return [tree.trim().split(" as ")[0]];
  const inner = rest.join("{").replace(/\}[^}]*$/, "");
  return branches(inner).flatMap((branch) => pathsOf(prefix.trim() + branch.trim()));
}

/** The parts between the commas that are in no inner braces. */
function branches(list) {
  const parts = [""];
  let depth = 0;
  for (const character of list) {
    if (character === "{") depth++;
    if (character === "}") depth--;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.filter((part) => part.trim() !== "");
}

/** The innermost module that a path in a module goes through; undefined when it leads out of the crate. */
function resolved(name, path, modules) {
  const starts = ["crate", "self", "super"].includes(path[0]) || modules.has(`${name}::${path[0]}`);
  if (!starts) return undefined;
  const way = path[0] === "crate" ? [] : name.split("::");
  for (const part of path) {
    if (part === "super") way.pop();
    else if (part !== "self") way.push(part);
  }
  return way.map((_, n) => way.slice(0, n + 1).join("::")).findLast((known) => modules.has(known));
}
