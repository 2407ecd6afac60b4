/**
 * Where things are in a TOML text: its headers, keys and values, with offsets.
 *
 * smol-toml reads values without their places, and the libraries that keep places rewrite more than they add:
 * docs/decisions/0014-wrangler-command.md. The text was parsed before, so nothing here checks it again.
 * @module
 */

/**
 * @typedef {{ start: number, end: number, kind: "list" | "table" | "plain", items: Value[], comma?: number }} Value
 * `comma` is the offset of a trailing comma
 * @typedef {{ kind: "header" | "key", isItem: boolean, path: string[], raw: string, start: number, end: number,
 * value?: Value }} Statement `path` starts at the root; `raw` is the header, or the key, as it is written
 */

/** @returns {Statement[]} */
export function scan(text) {
  const statements = [];
  let table = [];
  for (let at = skip(text, 0); at < text.length; at = skip(text, statements.at(-1).end)) {
    if (text[at] === "[") {
      const isItem = text[at + 1] === "[";
      const { keys, end } = scanKeys(text, at + (isItem ? 2 : 1));
      const after = blank(text, end) + (isItem ? 2 : 1);
      table = keys;
      statements.push({ kind: "header", isItem, path: keys, raw: text.slice(at, after), start: at, end: after });
    } else {
      const { keys, end } = scanKeys(text, at);
      const value = scanValue(text, blank(text, blank(text, end) + 1));
      const raw = text.slice(at, end);
      statements.push({ kind: "key", isItem: false, path: [...table, ...keys], raw, start: at, end: value.end, value });
    }
  }
  return statements;
}

/** The next character that is neither white space nor in a comment. */
export function skip(text, from) {
  const gap = /(?:\s|#[^\n]*)*/y;
  gap.lastIndex = from;
  return from + gap.exec(text)[0].length;
}

/** The next character that is neither blank nor tab. */
function blank(text, from) {
  let at = from;
  while (text[at] === " " || text[at] === "\t") at++;
  return at;
}

function scanKeys(text, from) {
  const keys = [];
  let end = from;
  for (let at = blank(text, from); ; at = blank(text, at + 1)) {
    const quote = text[at];
    if (quote === '"' || quote === "'") {
      end = stringEnd(text, at);
      keys.push(quote === '"' ? unescaped(text.slice(at, end)) : text.slice(at + 1, end - 1));
    } else {
      const bare = /[^\s.=\]]+/y;
      bare.lastIndex = at;
      keys.push(bare.exec(text)[0]);
      end = bare.lastIndex;
    }
    at = blank(text, end);
    if (text[at] !== ".") return { keys, end };
  }
}

/** A quoted key. JSON's escapes are TOML's, apart from two. */
const unescaped = (quoted) =>
  JSON.parse(
    quoted
      .replace(/\\U([0-9a-fA-F]{8})/g, (_, hex) =>
        JSON.stringify(String.fromCodePoint(Number.parseInt(hex, 16))).slice(1, -1),
      )
      .replace(/\\e/g, "\\u001b"),
  );

/** Strings in one line and over several; only those in double quotes have escapes. */
const STRINGS = {
  '"': { short: /"(?:\\.|[^"\\])*"/y, long: /"""(?:\\.|[^\\])*?"{3}(?!")/sy },
  "'": { short: /'[^']*'/y, long: /'''.*?'{3}(?!')/sy },
};

function stringEnd(text, from) {
  const { short, long } = STRINGS[text[from]];
  const pattern = text.startsWith(text[from].repeat(3), from) ? long : short;
  pattern.lastIndex = from;
  return from + pattern.exec(text)[0].length;
}

function scanValue(text, start) {
  const plain = (end) => ({ start, end, kind: "plain", items: [] });
  if (text[start] === '"' || text[start] === "'") return plain(stringEnd(text, start));
  if (text[start] === "[") return scanItems(text, start, { kind: "list", close: "]", scanItem: scanValue });
  if (text[start] === "{") return scanItems(text, start, { kind: "table", close: "}", scanItem: scanPair });
  const bare = /[^,\]}#\r\n]+/y;
  bare.lastIndex = start;
  return plain(start + bare.exec(text)[0].trimEnd().length);
}

const scanPair = (text, start) => scanValue(text, blank(text, blank(text, scanKeys(text, start).end) + 1));

function scanItems(text, start, { kind, close, scanItem }) {
  const items = [];
  let comma;
  let at = skip(text, start + 1);
  while (text[at] !== close) {
    const item = scanItem(text, at);
    items.push(item);
    comma = undefined;
    at = skip(text, item.end);
    if (text[at] === ",") {
      comma = at;
      at = skip(text, at + 1);
    }
  }
  return { start, end: at + 1, kind, items, comma };
}
