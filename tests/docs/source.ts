/** What the tests read out of the sources: codes and limits. */

import { read } from "./markdown.ts";

/** The body of a function in Rust's usual layout. */
function bodyOf(source: string, signature: string): string {
  const found = source.split(signature)[1]?.split(/^ {4}\}$/m)[0];
  if (found === undefined) throw new Error(`the source has no "${signature}"`);
  return found;
}

/** The variants in a piece of Rust. */
const variants = (source = "") => [...source.matchAll(/Self::(\w+)/g)].map(([, variant]) => variant as string);

/** Every code of src/error.rs. */
export function codes() {
  const source = read("src/error.rs");
  const names = new Map(
    [...bodyOf(source, "fn as_str(").matchAll(/Self::(\w+) => "(\w+)"/g)].map(([, variant, name]) => [variant, name]),
  );
  const statuses = new Map<string, number>();
  for (const [, arm, status] of bodyOf(source, "fn status(").matchAll(/((?:\|?\s*Self::\w+\s*)+)=> (\d{3})/g)) {
    for (const variant of variants(arm)) statuses.set(variant, Number(status));
  }
  const retryable = new Set(variants(bodyOf(source, "fn retryable(")));
  const all = source.split("const ALL:")[1]?.split("];")[0];
  return variants(all).map((variant) => ({
    code: names.get(variant),
    status: statuses.get(variant),
    retryable: retryable.has(variant),
  }));
}

/** Every code of js/types/index.ts. */
export const declaredCodes = () =>
  [...read("js/types/index.ts").matchAll(/\/\*\* (\d{3})(, retryable)?: .*\*\/\n {2}\| "(storage_\w+)"/g)].map(
    ([, status, retryable, code]) => ({ code, status: Number(status), retryable: retryable !== undefined }),
  );

/** Units, and where JavaScript's numbers end: constants that limit nothing of their own. */
const NO_LIMITS = ["KIB", "MIB", "GIB", "MAX_SAFE_INTEGER"];

/** The constants of src/limits.rs. */
function expressions(): Map<string, string> {
  const source = read("src/limits.rs");
  const found = new Map<string, string>();
  for (const [, name, value] of source.matchAll(/const (\w+): \w+ = ([^;{]+);/g))
    found.set(name as string, value as string);
  for (const [, name, fields] of source.matchAll(/const (\w+): Self = Self \{([^}]+)\}/g)) {
    for (const [, field, value] of (fields as string).matchAll(/(\w+): ([^,]+),?/g)) {
      found.set(`${name}.${field}`, (value as string).trim());
    }
  }
  return found;
}

/** The names of all limits. */
export const constants = () => [...expressions().keys()].filter((name) => !NO_LIMITS.includes(name));

/** The value of a limit, or of a product or difference of limits. */
export function constant(expression: string): number {
  const known = expressions();
  const value = (text: string): number => {
    if (text.includes(" - "))
      return text
        .split(" - ")
        .map(value)
        .reduce((all, next) => all - next);
    if (text.includes(" * "))
      return text
        .split(" * ")
        .map(value)
        .reduce((all, next) => all * next);
    if (text === "i32::MAX as u32") return 2 ** 31 - 1;
    const named = known.get(text);
    if (named !== undefined) return value(named);
    if (!/^[\d_]+$/.test(text)) throw new Error(`src/limits.rs has no ${text}`);
    return Number(text.replaceAll("_", ""));
  };
  return value(expression);
}
