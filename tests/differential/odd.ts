/**
 * What JavaScript hands over when types are ignored.
 *
 * A storage call is often the first place where a caller's mistake can be noticed. Whatever arrives, both
 * hosts have to say the same about it; what JSON cannot print has a name here.
 * @module
 */

class Instance {
  contentType = "text/plain";
}

const ODDITIES: Record<string, () => unknown> = {
  undefined: () => undefined,
  NaN: () => Number.NaN,
  infinity: () => Number.POSITIVE_INFINITY,
  "minus zero": () => -0,
  symbol: () => Symbol("odd"),
  bigint: () => 7n,
  function: () => () => "odd",
  "string object": () => new String("a"),
  "toString object": () => ({ toString: () => "a" }),
  "lone high surrogate": () => "a\ud83d",
  "lone low surrogate": () => "\ude00b",
  date: () => new Date(0),
  map: () => new Map([["a", "b"]]),
  "empty headers": () => new Headers(),
  request: () => new Request("https://example.com/"),
  instance: () => new Instance(),
  "no prototype": () => Object.assign(Object.create(null), { contentType: "text/plain" }),
  inherited: () => Object.create({ ifNotExist: true }),
  "proto member": () => JSON.parse('{ "__proto__": "x" }'),
  "symbol member": () => ({ [Symbol("odd")]: "x" }),
  "sparse array": () => {
    const sparse = ["a"];
    sparse.length = 2;
    return sparse;
  },
  "throwing getter": () =>
    Object.defineProperty({}, "limit", {
      enumerable: true,
      get() {
        throw new Error("the getter's own");
      },
    }),
};

export function odd(name: string): unknown {
  const make = ODDITIES[name];
  if (make === undefined) throw new TypeError(`nothing odd is called ${name}`);
  return make();
}
