/**
 * Functions that no bundler names.
 *
 * wrangler tells esbuild to keep the name of every function, which esbuild does with a call for each. Once the package
 * is minified the names are single letters that nobody wants kept. A function in parentheses after a comma has no name
 * by the rules of the language (ECMA-262, IsAnonymousFunctionDefinition), so esbuild leaves it alone and drops the
 * comma: 700 bytes gzipped in every Worker.
 */

import remapping from "@jridgewell/remapping";
import { parse } from "acorn";
import MagicString from "magic-string";

/** @returns {{ code: string, map: object }} the module, and its source map composed with the one of `code` */
export function unnamed(code, map) {
  const text = new MagicString(code);
  const { body } = parse(code, { ecmaVersion: 2022, sourceType: "module" });
  for (const node of body) if (node.type === "FunctionDeclaration") asVariable(text, node);
  visit(body, (node) => {
    const named = namedBy(node);
    if (isAnonymous(named)) text.appendLeft(named.start, "(0,").appendRight(named.end, ")");
  });
  const own = text.generateMap({ hires: true, includeContent: true });
  return { code: text.toString(), map: remapping([own, map], () => null) };
}

/** What a variable or a property would give its name to. A method has one without any call. */
function namedBy(node) {
  if (node.type === "VariableDeclarator") return node.init;
  return node.type === "Property" && !node.method && node.kind === "init" ? node.value : undefined;
}

const isAnonymous = (node) =>
  node?.type === "ArrowFunctionExpression" ||
  ((node?.type === "FunctionExpression" || node?.type === "ClassExpression") && node.id === null);

/** A declaration is there before the first statement runs, so what takes its place comes first. */
function asVariable(text, { start, end, id }) {
  text.remove(id.start, id.end).prependRight(start, `var ${id.name}=(0,`).appendLeft(end, ");").move(start, end, 0);
}

function visit(node, see) {
  if (typeof node !== "object" || node === null) return;
  if (typeof node.type === "string") see(node);
  for (const child of Object.values(node)) visit(child, see);
}
