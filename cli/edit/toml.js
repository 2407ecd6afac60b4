/**
 * Edits of TOML.
 *
 * TOML has many ways to say the same, and an addition follows the one that is there: `[[r2_buckets]]`, a list in
 * brackets, a table with its header, dotted keys.
 * @module
 */

import { eolOf, indentAt, inserted, lineEnd, lineStart } from "./layout.js";
import { Uneditable } from "./refused.js";
import { scan } from "./toml-scan.js";
import { addItem, inline, keyOf } from "./toml-write.js";

const startsWith = (path, prefix) => prefix.every((key, n) => path[n] === key);
const isSame = (path, other) => path.length === other.length && startsWith(path, other);

export function set(text, path, value) {
  const statements = scan(text);
  const there = statements.find((one) => one.kind === "key" && isSame(one.path, path));
  if (there === undefined) return addKey(text, statements, path, inline(value));
  return text.slice(0, there.value.start) + inline(value) + text.slice(there.value.end);
}

export function append(text, path, item) {
  const statements = scan(text);
  const there = statements.find((one) => one.kind === "key" && isSame(one.path, path));
  if (there !== undefined) {
    if (there.value.kind !== "list") throw new Uneditable(there.start, `${path.join(".")} is no list`);
    return addItem(text, there.value, item);
  }
  if (typeof item === "string") return addKey(text, statements, path, `[${inline(item)}]`);
  refuseInline(statements, path);
  const eol = eolOf(text);
  const like = statements.findLast((one) => one.isItem && isSame(one.path, path));
  const indent = like === undefined ? "" : indentAt(text, like.start);
  const header = like?.raw ?? `[[${path.map(keyOf).join(".")}]]`;
  const inner = like === undefined ? "" : innerIndent(text, statements, like);
  const lines = Object.entries(item).map(([key, one]) => `${inner}${keyOf(key)} = ${inline(one)}`);
  return addBlock(text, statements, path, [`${indent}${header}`, ...lines].join(eol));
}

/** How the keys below a header are indented. */
function innerIndent(text, statements, header) {
  const next = statements[statements.indexOf(header) + 1];
  return indentAt(text, next?.kind === "key" ? next.start : header.start);
}

/** What stands in braces can only grow within them, and that is left to the user. */
function refuseInline(statements, path) {
  const braces = statements.find(({ value, path: at }) => value?.kind === "table" && startsWith(path, at));
  if (braces !== undefined) {
    throw new Uneditable(
      braces.start,
      `${braces.path.join(".")} is an inline table; write it as [${braces.path.join(".")}]`,
    );
  }
}

/** Adds `key = value` where the keys of its table stand. */
function addKey(text, statements, path, value) {
  refuseInline(statements, path);
  const table = path.slice(0, -1);
  const line = (prefix) => `${prefix}${keyOf(path.at(-1))} = ${value}`;
  const owner = statements.find((one) => one.kind === "header" && !one.isItem && isSame(one.path, table));
  if (table.length === 0) return addRootKey(text, statements, line(""));
  if (owner !== undefined) {
    const last = lastOf(statements, owner);
    return addLine(text, last.end, line(indentAt(text, last.start)));
  }
  const dotted = statements.findLast((one) => one.kind === "key" && startsWith(one.path, table) && isBelow(one, table));
  if (dotted !== undefined) {
    const prefix = dotted.raw.slice(0, dotted.raw.lastIndexOf("."));
    return addLine(text, dotted.end, line(`${indentAt(text, dotted.start)}${prefix}.`));
  }
  return addBlock(text, statements, path, `[${table.map(keyOf).join(".")}]${eolOf(text)}${line("")}`);
}

/** Whether a dotted key names a member of a table with its last word, and the table itself before it. */
const isBelow = ({ path, raw }, table) => path.length === table.length + 1 && /^[\w-]+(\s*\.\s*[\w-]+)+$/.test(raw);

function addRootKey(text, statements, line) {
  const first = statements.findIndex((one) => one.kind === "header");
  const last = statements[(first === -1 ? statements.length : first) - 1];
  if (last !== undefined) return addLine(text, last.end, line);
  const eol = eolOf(text);
  return inserted(text, 0, `${line}${eol}${text.trim() === "" ? "" : eol}`);
}

/** The last statement below a header, before the next header. */
function lastOf(statements, header) {
  const from = statements.indexOf(header);
  const next = statements.findIndex((one, n) => n > from && one.kind === "header");
  return statements[(next === -1 ? statements.length : next) - 1];
}

/** A line of its own, after the line that an offset is in. */
const addLine = (text, offset, line) => inserted(text, lineEnd(text, offset), eolOf(text) + line);

/**
 * A block with a header of its own: after the blocks of the same list, else after those of the same environment, else
 * before the first environment.
 */
function addBlock(text, statements, path, block) {
  const headers = statements.filter((one) => one.kind === "header");
  const isNear =
    path[0] === "env" ? ({ path: at }) => startsWith(at, path.slice(0, 2)) : ({ path: at }) => at[0] !== "env";
  const near = headers.findLast((one) => startsWith(one.path, path)) ?? headers.findLast(isNear);
  const eol = eolOf(text);
  if (near !== undefined) return addBelow(text, lastOf(statements, near).end, block);
  if (path[0] !== "env" && headers.length > 0) {
    const last = statements[statements.indexOf(headers[0]) - 1];
    if (last !== undefined) return addBelow(text, last.end, block);
    return inserted(text, lineStart(text, headers[0].start), block + eol + eol);
  }
  if (text.trim() === "") return `${text}${block}${eol}`;
  const body = text.trimEnd();
  return body + eol + eol + block + (text.slice(body.length) || eol);
}

/** A block after the line that an offset is in, with blank lines around it. */
function addBelow(text, offset, block) {
  const eol = eolOf(text);
  const at = lineEnd(text, offset);
  const isTight = /^\r?\n[^\r\n]/.test(text.slice(at, at + 3));
  return inserted(text, at, eol + eol + block + (isTight ? eol : ""));
}
