/**
 * Arguments that nobody would think of, for the fuzz.
 *
 * Anything that JavaScript has may be passed where a string belongs, and what is nearly right goes deeper
 * than what is wrong at first sight; so both are made, and mixed.
 * @module
 */

import fc from "fast-check";
import { EVERYWHERE, trapped, withGetter } from "../hosts/hostile";

/** Stands for a value that the fuzz itself could not bear to look at. `reveal` makes it. */
class Hidden {
  constructor(
    readonly what: string,
    readonly make: () => unknown,
  ) {}

  [fc.toStringMethod]() {
    return `«${this.what}»`;
  }
}

/** A copy of what the fuzz made, with everything hidden in it made anew. */
export function reveal(value: unknown): unknown {
  if (value instanceof Hidden) return value.make();
  if (typeof value !== "object" || value === null) return value;
  const prototype = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return value;
  const copy = Array.isArray(value) ? Array(value.length) : Object.create(prototype);
  for (const [name, member] of Object.entries(value)) {
    Object.defineProperty(copy, name, { value: reveal(member), enumerable: true, writable: true, configurable: true });
  }
  return copy;
}

/** Values with a life of their own, made anew for every case. */
const MAKERS: readonly (() => unknown)[] = [
  ...EVERYWHERE.map(({ make }) => make),
  () => new Proxy({}, {}),
  () => new Proxy([], {}),
  () => new Proxy({ metadata: { a: "b" } }, {}),
  () => new Proxy(() => undefined, {}),
  () => trapped(new Uint8Array(3)),
  () => {
    const cyclic: Record<string, unknown> = { name: "cyclic" };
    cyclic.metadata = cyclic;
    cyclic.range = cyclic;
    return cyclic;
  },
  () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    return cyclic;
  },
  () => withGetter("metadata"),
  () => withGetter("then"),
  () => withGetter("length"),
  () => Object.assign([], { length: 1000 }),
  () => Object.freeze({ metadata: Object.freeze({ a: "b" }) }),
  () => ({ [Symbol.iterator]: () => ({ next: () => 7 }) }),
  () => ({ [Symbol.toStringTag]: "Headers", get: () => 7 }),
  () => ({ [Symbol.toStringTag]: "Blob", type: 7, size: "7" }),
  () => ({ [Symbol.toStringTag]: "File", size: 3, arrayBuffer: () => Promise.reject(undefined) }),
  () => ({ [Symbol.toStringTag]: "ArrayBuffer", byteLength: -1 }),
  () => ({ getReader: () => ({ read: () => ({ done: 1 }) }), locked: false }),
  () => ({ getReader: () => null, locked: false }),
  () => ({ valueOf: () => "key", toString: () => "key", length: 3 }),
  () => "x".repeat(100_000),
  () => "\u{1f600}".repeat(300),
  () => "s3:abc",
  () => "o1:u",
  () => "a\ud800",
  () => "\u0000",
  () => "!layeron/once",
  () => "__proto__",
  () => new String("a"),
  () => new Headers({ range: "bytes=0-1", "if-none-match": '"x", "y"', "if-range": "x" }),
  () => new Headers({ range: "bytes=99999999999999999999-" }),
  () => new Date(Number.NaN),
  () => new Error("an argument"),
  () => Promise.resolve("key"),
  () => new WeakMap(),
  () => new URL("https://example.com/"),
  () => new ArrayBuffer(0),
  () => new Float64Array([Number.NaN, 1]),
  () => new DataView(new ArrayBuffer(8), 2, 3),
  () => new Uint8Array(structuredClone(new ArrayBuffer(8), { transfer: [] })),
  () => detached(),
  () => new Uint8Array(new SharedArrayBuffer(4)),
  () => new Blob(["blob"], { type: "x".repeat(300) }),
  () => new File(["file"], "name", { type: "text/plain" }),
  () => new Response("abc").body,
  () => globalThis,
  () => Symbol.prototype,
  () => Object.prototype,
  () => Number.MAX_SAFE_INTEGER + 1,
  () => -0,
  () => 1e21,
];

function detached(): Uint8Array {
  const bytes = new Uint8Array(4);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

const made = fc.constantFrom(...MAKERS.map((make) => new Hidden(make.toString().replaceAll(/\s+/g, " "), make)));

const plain = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  maxDepth: 2,
});

const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.string());

/** Anything at all. */
export const strange = fc.oneof(
  { weight: 3, arbitrary: plain },
  { weight: 3, arbitrary: made },
  { weight: 1, arbitrary: text },
);

/** A stream of anything at all that may fail with anything at all. */
const stream = fc.tuple(fc.array(strange, { maxLength: 3 }), fc.boolean(), strange).map(
  ([made, fails, error]) =>
    new Hidden(`a stream of ${fc.stringify(made)}${fails ? ` that fails with ${fc.stringify(error)}` : ""}`, () => {
      const chunks = made.map(reveal);
      return new ReadableStream({
        pull(controller) {
          if (chunks.length > 0) controller.enqueue(chunks.shift());
          else if (fails) controller.error(reveal(error));
          else controller.close();
        },
      });
    }),
);

export const key = fc.oneof(strange, text);
export const keys = fc.oneof(key, fc.array(key, { maxLength: 5 }));
export const value = fc.oneof(strange, stream, text, fc.uint8Array());

const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 1, 59, 60, 1000, 1001, 2 ** 31, 2 ** 53));
const member = fc.oneof(strange, text, number, fc.boolean());
const record = fc.oneof(
  member,
  fc.dictionary(text, fc.oneof({ weight: 9, arbitrary: text }, { weight: 1, arbitrary: strange })),
);

/** Objects that have some of these members, right or wrong, and at times one more. */
function options(members: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  const known = fc.record(members, { requiredKeys: [] });
  const more = fc.tuple(known, fc.string(), strange).map(([object, name, other]) => ({ ...object, [name]: other }));
  return fc.oneof({ weight: 2, arbitrary: strange }, { weight: 6, arbitrary: known }, { weight: 1, arbitrary: more });
}

/** What is right most of the time, so that the rest of the options is reached. */
const mostly = (right: fc.Arbitrary<unknown>, wrong: fc.Arbitrary<unknown> = member) =>
  fc.oneof({ weight: 19, arbitrary: right }, { weight: 1, arbitrary: wrong });

const field = mostly(fc.constantFrom("text/plain", "no-cache", "x".repeat(255)));
const pairs = fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(fc.string(), fc.constant("v".repeat(4_000))));

const everyPut = {
  contentType: field,
  cacheControl: field,
  contentDisposition: field,
  contentEncoding: field,
  contentLanguage: field,
  expires: mostly(fc.constantFrom("2030-01-31T00:00:00.000Z", new Date(0))),
  metadata: mostly(pairs, record),
  checksum: mostly(fc.constant("md5:abc")),
  ifNotExists: mostly(fc.boolean()),
  size: mostly(fc.constant(undefined)),
};

const position = mostly(fc.nat(10));
const range = mostly(
  fc.oneof(
    fc.record({ offset: position }),
    fc.record({ offset: position, length: position }),
    fc.record({ suffix: position }),
  ),
  options({ offset: member, length: member, suffix: member }),
);

const everyList = {
  prefix: mostly(fc.string()),
  limit: mostly(fc.integer({ min: 1, max: 1000 })),
  cursor: mostly(fc.constant(undefined)),
};

/** The options of each call, by the variant that takes them. */
export const bucketOptions = {
  put: fc.oneof(options(everyPut), options({ ...everyPut, ifMatch: mostly(fc.constant("abc")) })),
  get: fc.oneof(options({ range, ifNoneMatch: mostly(fc.constant("abc")) }), options({ headers: member })),
  list: options({ ...everyList, delimiter: mostly(fc.constantFrom("/", "")), startAfter: mostly(fc.string()) }),
};
export const kvOptions = {
  put: options({ ...everyPut, ttlSeconds: mostly(fc.constantFrom(60, null)) }),
  get: options({ cacheTtlSeconds: mostly(fc.constant(30)) }),
  list: options(everyList),
};

export const declarationOptions = options({
  name: fc.oneof(member, fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)),
  namespace: fc.oneof(member, fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)),
  binding: member,
  access: member,
  encryption: member,
  lifecycle: options({ deleteAfterDays: member }),
  ttlSeconds: member,
  metadata: record,
  shared: record,
  placement: record,
  observability: record,
});

const clock = member.map((time) => new Hidden(`a clock that says ${fc.stringify(time)}`, () => () => reveal(time)));

export const connectOptions = options({ clock: fc.oneof(member, clock), endpoint: member, cors: member });
