/**
 * Short sequences in which the hosts once differed.
 *
 * The random ones found them, and may need many runs to come by again.
 * @module
 */

import type { Loose, Operation, Token } from "./operation";
import type { Variant } from "./options";

const text = (value: string): Token => ({ $: "value", as: "string", content: { text: value } });
const put = (key: string, value: Loose = text("older"), options?: Loose): Operation => ({
  call: "put",
  args: options === undefined ? [key, value] : [key, value, options],
});
const get = (key: string, options: Loose = {}): Operation => ({ call: "get", args: [key, options], reads: ["bytes"] });
const list = (options: Loose): Operation => ({ call: "list", args: [options] });
const continued: Token = { $: "continue", back: 1, change: {} };

const blob: Token = { $: "value", as: "blob", content: { fill: 1, length: 63 } };
const inTwo = (first: number): Token => ({ $: "value", as: "stream", content: { fill: 1, length: 20 }, cuts: [first] });
const range = (value: Loose, ...more: [string, Loose][]): Loose => ({
  headers: { $: "headers", fields: [["Range", value], ...more] },
});

export const REGRESSIONS: { what: string; variants: Variant[]; operations: Operation[] }[] = [
  {
    what: "A Blob that is announced with another size",
    variants: ["bucket", "kv"],
    operations: [put("k"), put("k", blob, { size: 60 }), put("k", blob, { size: 64 }), get("k")],
  },
  {
    what: "A stream that goes on after its size",
    variants: ["bucket", "kv"],
    operations: [put("k"), put("k", inTwo(10), { size: 10 }), get("k"), put("k", inTwo(20), { size: 0 }), get("k")],
  },
  {
    what: "A range from the end on",
    variants: ["bucket"],
    operations: [
      put("k"),
      put("empty", text("")),
      get("k", { range: { offset: 5, length: 1 } }),
      get("k", range("bytes=5-9")),
      get("empty", { range: { offset: 0, length: 1 } }),
      get("empty", range("bytes=0-9", ["If-Range", '"another"'])),
    ],
  },
  {
    what: "A value that is none, under a key that is spelt in another way",
    variants: ["bucket", "kv"],
    operations: [put("e\u0301", { $: "odd", name: "symbol" }), put("e\u0301", null, { size: -1 })],
  },
  {
    what: "A key that is put below a prefix that the page before has folded",
    variants: ["bucket"],
    operations: [
      put("many/000"),
      put("z"),
      list({ delimiter: "/", limit: 1 }),
      put("many/111"),
      list(continued),
      list(continued),
    ],
  },
  {
    what: "A page that ends with a prefix of which the keys go",
    variants: ["bucket"],
    operations: [
      ...["a/1", "a/2", "b/1", "c"].map((key) => put(key)),
      list({ delimiter: "/", limit: 1 }),
      { call: "delete", args: [["a/1", "a/2"]] },
      list(continued),
      list(continued),
    ],
  },
];
