/**
 * Edits of JSON with comments.
 *
 * jsonc-parser's own `modify` inserts before the comment that stands behind the last member, so that the comment ends
 * up behind the new one. Here its syntax tree says where things are, and the insertion comes after that comment.
 * @module
 */

import { createScanner, findNodeAtLocation, parseTree, SyntaxKind } from "jsonc-parser";
import { eolOf, indentAt, inserted, stepOf } from "./layout.js";
import { Uneditable } from "./refused.js";

const rootOf = (text) => parseTree(text, [], { allowTrailingComma: true });

export function set(text, path, value) {
  const node = findNodeAtLocation(rootOf(text), path);
  if (node === undefined) return addMember(text, path, () => inline(value));
  return text.slice(0, node.offset) + JSON.stringify(value) + text.slice(node.offset + node.length);
}

export function append(text, path, item) {
  const list = findNodeAtLocation(rootOf(text), path);
  if (list === undefined) {
    return addMember(text, path, ({ step, indent, eol }) => {
      const inner = indent + step;
      return typeof item === "string" ? `[${JSON.stringify(item)}]` : `[${eol}${inner}${inline(item)}${eol}${indent}]`;
    });
  }
  if (list.type !== "array") throw new Uneditable(list.offset, `${path.join(".")} is no list`);
  // An item spreads over lines when the one before it does.
  const last = list.children.at(-1);
  const isSpread = last?.type === "object" && text.slice(last.offset, last.offset + last.length).includes("\n");
  return addChild(text, list, (layout) => (isSpread ? spread(item, layout) : inline(item)));
}

/** Adds a member at a path, and the objects that lead there. */
function addMember(text, path, write) {
  const root = rootOf(text);
  let depth = path.length - 1;
  let parent = findNodeAtLocation(root, path.slice(0, depth));
  while (parent === undefined) parent = findNodeAtLocation(root, path.slice(0, --depth));
  if (parent.type !== "object") throw new Uneditable(parent.offset, `${path.slice(0, depth).join(".")} is no object`);
  return addChild(text, parent, (layout) => nested(path.slice(depth), layout, write));
}

/** `"a": { "b": … }`, one line for each brace. */
function nested([key, ...keys], layout, write) {
  const name = `${JSON.stringify(key)}: `;
  if (keys.length === 0) return name + write(layout);
  const { step, indent, eol } = layout;
  const inner = indent + step;
  return `${name}{${eol}${inner}${nested(keys, { step, indent: inner, eol }, write)}${eol}${indent}}`;
}

/** An object in one line, as in `{ "binding": "A" }`. */
function inline(value) {
  if (typeof value !== "object") return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}: ${inline(one)}`)
    .join(", ")} }`;
}

const spread = (value, { step, indent, eol }) =>
  JSON.stringify(value, null, step)
    .split("\n")
    .join(eol + indent);

/** Adds a last child to an object or a list. `write` gets its layout. */
function addChild(text, parent, write) {
  const eol = eolOf(text);
  const step = stepOf(text);
  const close = parent.offset + parent.length - 1;
  const last = parent.children?.at(-1);
  const outer = indentAt(text, parent.offset);
  if (last === undefined) {
    const indent = outer + step;
    const inside = text.slice(parent.offset + 1, close);
    // Comments in an empty list stay before what is added.
    const kept = inside.trim() === "" ? "" : eol + indent + inside.trim();
    const piece = `${kept}${eol}${indent}${write({ step, indent, eol })}${eol}${outer}`;
    return text.slice(0, parent.offset + 1) + piece + text.slice(close);
  }
  const { comma, lineEnd } = after(text, last.offset + last.length, close);
  const isSpread = text.slice(parent.offset, last.offset).includes("\n");
  const indent = isSpread ? indentAt(text, last.offset) : outer;
  const written = write({ step, indent, eol });
  const at = isSpread && lineEnd !== undefined ? lineEnd : close - /\s*$/.exec(text.slice(0, close))[0].length;
  const piece = (isSpread ? eol + indent : " ") + written + (comma === undefined ? "" : ",");
  const added = inserted(text, at, piece);
  return comma === undefined ? inserted(added, last.offset + last.length, ",") : added;
}

/**
 * What stands between a last child and the bracket: its comma, and the end of its line with the comments there. No
 * `lineEnd` when the bracket is in that line.
 */
function after(text, from, close) {
  const scanner = createScanner(text);
  scanner.setPosition(from);
  const found = { comma: undefined, lineEnd: undefined };
  for (let token = scanner.scan(); scanner.getTokenOffset() < close; token = scanner.scan()) {
    if (token === SyntaxKind.CommaToken) {
      found.comma = scanner.getTokenOffset();
      // The line that counts is the comma's.
      found.lineEnd = undefined;
    } else if (token === SyntaxKind.LineBreakTrivia) found.lineEnd ??= scanner.getTokenOffset();
  }
  return found;
}
