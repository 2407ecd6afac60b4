/**
 * The keys that the sequences use.
 *
 * Few enough that operations meet each other's values, and strange enough that a host which decodes,
 * trims, folds, sorts by UTF-16 or keeps things in plain objects gives itself away.
 * @module
 */

import type { Loose } from "./operation";

/** Of one length in UTF-8 and another in UTF-16. */
const LONG_EMOJI = "😀".repeat(128);

export const KEYS: readonly string[] = [
  "a",
  "b",
  "a/b",
  "a//b",
  "a/",
  "/",
  "/a",
  "b/c",
  "b/c/d",
  "b/",
  "__proto__",
  "constructor",
  "toString",
  "7",
  "07",
  "%2F",
  "a%2Fb",
  "../x",
  "./y",
  "a\r\nb",
  "\n",
  "\t",
  " ",
  "a b",
  "a?b#c&d=e",
  '"quoted"',
  "a,b",
  "\u0001",
  "\u007f",
  // The same letter composed and decomposed: one key of a bucket, two of a KV namespace.
  "é",
  "e\u0301",
  "é/x",
  "e\u0301/y",
  // Å as the sign for the unit becomes the letter; the ligature stays.
  "\u212b",
  "\u00c5",
  "\ufb01",
  // By UTF-16 the emoji would come before U+FF5E, by UTF-8 it comes after.
  "\uff5e",
  "😀",
  "😀/x",
  "😀/\r\n",
  "\ufeffbom",
  "!",
  "!layeron",
  "!layeron0",
  "!layerom/x",
  LONG_EMOJI,
];

/** Keys of the greatest length that each variant takes. */
export const LONGEST = {
  bucket: ["k".repeat(1024), "é".repeat(512), `a/${"k".repeat(1022)}`],
  kv: ["k".repeat(512), "é".repeat(256), `a/${"k".repeat(510)}`],
};

export const PREFIXES: readonly string[] = [
  "",
  "a",
  "a/",
  "b/",
  "b/c",
  "e",
  "é",
  "e\u0301",
  "😀",
  "😀/",
  "!",
  "!layeron",
  "!layeron/",
  "!layeron0",
  "many/",
  "many/0",
  "many/05",
  "__",
  "%",
  "\r",
  "a\r\n",
  "nothing starts so",
];

export const DELIMITERS: readonly string[] = ["/", "//", "", "b", "é", "e\u0301", "0", "\r\n", "😀"];

const repeat = (text: string, times: number): Loose => ({ $: "repeat", text, times });
const odd = (name: string): Loose => ({ $: "odd", name });

/** What is no key at all. */
export const INVALID_KEYS: { bucket: readonly Loose[]; kv: readonly Loose[] } = (() => {
  const both: Loose[] = [
    "",
    ".",
    "..",
    "\0",
    "a\0b",
    odd("lone high surrogate"),
    odd("lone low surrogate"),
    "!layeron/",
    "!layeron/x",
    7,
    null,
    true,
    {},
    ["a"],
    odd("undefined"),
    odd("symbol"),
    odd("bigint"),
    odd("NaN"),
    odd("function"),
    odd("string object"),
    odd("toString object"),
  ];
  return {
    bucket: [...both, repeat("k", 1025), repeat("é", 513), repeat("😀", 257)],
    kv: [...both, repeat("k", 513), repeat("é", 257), repeat("😀", 129)],
  };
})();
