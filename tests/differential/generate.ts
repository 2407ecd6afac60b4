/**
 * Draws sequences of operations.
 *
 * Nothing in here asks a host anything: a sequence depends on its seed alone, so that it can be carried
 * out twice and drawn again from the number that a failure shows.
 * @module
 */

import { DELIMITERS, INVALID_KEYS, KEYS, LONGEST, PREFIXES } from "./keys";
import type { Content, Loose, Operation, Read, Shape, Token } from "./operation";
import {
  getOptions,
  putCondition,
  putOptions,
  type Variant,
  wrongGetOptions,
  wrongListOptions,
  wrongPutOptions,
} from "./options";
import type { Random } from "./random";

/** Contents that come again and again, so that etags meet; the rest is made as it is needed. */
const CONTENTS: readonly Content[] = [
  { text: "" },
  { text: "a" },
  { text: "hello" },
  { text: "\ufeffafter a byte order mark" },
  { text: "lone \ud83d surrogate" },
  { text: "😀 and \0 and \r\n" },
  { hex: "fffe00c328a0" },
  { hex: "00" },
  { fill: 1, length: 1000 },
  { fill: 2, length: 4096 },
];

const JSON_CONTENTS: readonly Content[] = [
  { text: '{"a":[1,null,"ü"]}' },
  { text: "[]" },
  { text: "null" },
  { text: '\ufeff{"bom":true}' },
];

const ANY_SHAPE: readonly Shape[] = [
  "bytes",
  "view",
  "words",
  "buffer",
  "blob",
  "stream",
  "byte stream",
  "response body",
  "read stream",
];
const BROKEN_SHAPES: readonly Shape[] = ["failing stream", "locked stream", "stream of strings", "stream of objects"];
/** Some are drawn more often: only few handles lead to a 206 or hold JSON. */
const READS: readonly Read[] = [
  "bytes",
  "json",
  "json",
  "toResponse",
  "toResponse",
  "toResponse",
  "toResponse",
  "bytes",
  "text",
  "json",
  "blob",
  "stream",
  "toResponse",
  "toResponse with init",
  "cancel",
];

const FIRST_PUTS = 15;

export class Generator {
  #random: Random;
  #variant: Variant;
  #keys: readonly string[];
  /** How long a key's value was drawn to be, so that ranges fall around its end. */
  #sizes = new Map<string, number>();

  constructor(random: Random, variant: Variant) {
    this.#random = random;
    this.#variant = variant;
    // Each sequence uses some of the keys only: the fewer, the more happens to each.
    const all = [...KEYS, ...LONGEST[variant]];
    const share = random.pick([0.1, 0.25, 0.5]);
    this.#keys = all.filter(() => random.chance(share)).concat(random.pick(all));
  }

  sequence(length: number): Operation[] {
    // Few operations on an empty store tell anything.
    return Array.from({ length }, (_, at) => (at < FIRST_PUTS ? this.#put() : this.#operation()));
  }

  #operation(): Operation {
    const isKv = this.#variant === "kv";
    return this.#random.weighted<Operation>([
      [34, () => this.#put()],
      [26, () => this.#get()],
      [6, () => ({ call: "head", args: [this.#key()] })],
      [7, () => this.#delete()],
      [8, () => ({ call: "list", args: [this.#listOptions()] })],
      [9, () => ({ call: "list", args: [this.#continued()] })],
      [
        2,
        () => ({
          call: "entries",
          args: this.#random.pick<Loose[]>([[], [{ prefix: this.#prefix() }], [{ limit: 3 }], [null]]),
        }),
      ],
      [1.2, () => ({ call: "fill", prefix: "many/", count: this.#random.whole(60, 130) })],
      [isKv ? 3 : 0, () => ({ call: "wait", seconds: this.#random.pick([1, 29, 30, 59, 60, 61, 3600, 0.001]) })],
      [14, () => this.#wrong()],
    ]);
  }

  #key(): string {
    // Of those that `fill` makes, too.
    if (this.#random.chance(0.08)) return `many/${String(this.#random.whole(0, 130)).padStart(3, "0")}`;
    return this.#random.pick(this.#keys);
  }

  #prefix(): string {
    const random = this.#random;
    return random.weighted([
      [3, () => random.pick(PREFIXES)],
      [1, () => this.#key()],
      // The beginning of a key, never half of a character.
      [2, () => [...this.#key()].slice(0, random.whole(1, 3)).join("")],
      [1, () => "many/"],
    ]);
  }

  #delimiter(): string {
    const random = this.#random;
    return random.weighted([
      [5, () => "/"],
      [3, () => random.pick(DELIMITERS)],
      [2, () => random.pick([...this.#key()])],
    ]);
  }

  #content(): Content {
    if (this.#random.chance(0.25)) return this.#random.pick(JSON_CONTENTS);
    if (this.#random.chance(0.75)) return this.#random.pick(CONTENTS);
    return { fill: this.#random.whole(3, 9), length: this.#random.pick([0, 1, 5, 63, 64, 1023, 3000, 9000]) };
  }

  #value(shape?: Shape): Extract<Token, { $: "value" }> {
    const content = this.#content();
    const as = shape ?? ("text" in content && this.#random.chance(0.5) ? "string" : this.#random.pick(ANY_SHAPE));
    const token: Extract<Token, { $: "value" }> = { $: "value", as, content };
    if (as === "blob" && this.#random.chance(0.6))
      token.type = this.#random.pick(["image/gif", "text/plain;charset=utf-8", ""]);
    if (this.#random.chance(0.6))
      token.cuts = Array.from({ length: this.#random.whole(0, 5) }, () => this.#random.pick([0, 1, 2, 700]));
    return token;
  }

  #put(): Operation {
    const random = this.#random;
    const key = this.#key();
    if (random.chance(0.08)) return this.#putBroken(key);
    const value = this.#value();
    const size = sizeOf(value);
    this.#sizes.set(key, size);
    let options: { [name: string]: Loose } = random.chance(0.75) ? putOptions(random, this.#variant) : {};
    if (random.chance(0.3)) options = { ...options, ...putCondition(random, this.#variant, key) };
    if (random.chance(0.15)) options = { ...options, size };
    const args: Loose[] = [key, value];
    return { call: "put", args: Object.keys(options).length > 0 || random.chance(0.1) ? [...args, options] : args };
  }

  /**
   * A value that cannot be stored. Never together with a condition: which of two things that are wrong is
   * noticed first depends on whether the host reads the stream or answers sooner.
   */
  #putBroken(key: string): Operation {
    const random = this.#random;
    const options: { [name: string]: Loose } = random.chance(0.5) ? putOptions(random, this.#variant) : {};
    if (random.chance(0.3)) {
      // The right bytes, announced with another length.
      const value = this.#value();
      const size = Math.max(0, sizeOf(value) + random.pick([-3, -1, 1, 2, 1000]));
      return { call: "put", args: [key, value, { ...options, size: size === sizeOf(value) ? size + 1 : size }] };
    }
    return { call: "put", args: [key, this.#value(random.pick(BROKEN_SHAPES)), options] };
  }

  #get(): Operation {
    const random = this.#random;
    const key = this.#key();
    const reads = Array.from({ length: random.pick([0, 1, 1, 2, 2, 3, 4]) }, () => random.pick(READS));
    if (this.#variant === "kv") {
      return {
        call: "get",
        args: random.chance(0.2) ? [key, { cacheTtlSeconds: random.pick([30, 60, 3600]) }] : [key],
        reads,
      };
    }
    const options = getOptions(random, key, this.#sizes.get(key) ?? 5);
    return { call: "get", args: random.chance(0.5) ? [key, options] : [key], reads };
  }

  #delete(): Operation {
    const random = this.#random;
    const some = () => Array.from({ length: random.whole(0, 3) }, () => this.#key());
    return {
      call: "delete",
      args: [
        random.weighted<Loose>([
          [5, () => this.#key()],
          [3, some],
          [1, () => [...some(), random.pick(INVALID_KEYS[this.#variant]), this.#key()]],
          // More than R2 takes in one request.
          [
            this.#variant === "bucket" ? 0.3 : 0,
            () => [...Array.from({ length: 1001 }, (_, at) => `many/${at}`), ...some()],
          ],
        ]),
      ],
    };
  }

  #limit(): number {
    return this.#random.pick([1, 1, 2, 3, 4, 7, 20, 99, 100, 101, 1000]);
  }

  #listOptions(): Loose {
    const random = this.#random;
    const options: { [name: string]: Loose } = {};
    if (random.chance(0.45)) options.prefix = this.#prefix();
    if (random.chance(0.8)) options.limit = this.#limit();
    if (this.#variant === "bucket" && random.chance(0.5)) options.delimiter = this.#delimiter();
    if (this.#variant === "bucket" && random.chance(0.25))
      options.startAfter = random.chance(0.8) ? this.#key() : this.#prefix();
    return options;
  }

  /** The next page of one of the last listings, or of one that it does not belong to. */
  #continued(): Token {
    const random = this.#random;
    const back = random.pick([1, 1, 1, 2, 3]);
    const change: { [name: string]: Loose } = random.chance(0.4) ? { limit: this.#limit() } : {};
    if (random.chance(0.8)) return { $: "continue", back, change };
    if (random.chance(0.3)) return { $: "continue", back, change, altered: true };
    if (this.#variant === "kv" || random.chance(0.5))
      return { $: "continue", back, change: { ...change, prefix: this.#prefix() } };
    if (random.chance(0.3)) return { $: "continue", back, change: { ...change, startAfter: this.#key() } };
    return { $: "continue", back, change: { ...change, delimiter: this.#delimiter() } };
  }

  /** A call with something that it does not take; now and then with two such things. */
  #wrong(): Operation {
    const random = this.#random;
    const isKeyWrong = random.chance(0.4);
    const key = isKeyWrong ? random.pick(INVALID_KEYS[this.#variant]) : this.#key();
    const onlyKey = isKeyWrong && random.chance(0.8);
    return random.weighted<Operation>([
      [
        4,
        () => ({
          call: "put",
          args: [key, this.#anyValue(), onlyKey ? {} : wrongPutOptions(random, this.#variant, this.#key())],
        }),
      ],
      [
        2,
        () => ({
          call: "put",
          args: [
            key,
            this.#noValue(),
            onlyKey || random.chance(0.5) ? {} : wrongPutOptions(random, this.#variant, "a"),
          ],
        }),
      ],
      [3, () => ({ call: "get", args: [key, onlyKey ? {} : wrongGetOptions(random, this.#variant)], reads: ["text"] })],
      [2, () => ({ call: "head", args: [key] })],
      [1, () => ({ call: "delete", args: [key] })],
      [3, () => ({ call: "list", args: [wrongListOptions(random, this.#variant)] })],
    ]);
  }

  #anyValue(): Loose {
    return this.#random.chance(0.8)
      ? this.#value()
      : this.#value(this.#random.pick(["locked stream", "stream of objects"]));
  }

  #noValue(): Loose {
    const odd = (name: string): Token => ({ $: "odd", name });
    return this.#random.pick<Loose>([
      null,
      7,
      true,
      {},
      [],
      ["a"],
      odd("undefined"),
      odd("symbol"),
      odd("bigint"),
      odd("function"),
      odd("date"),
      odd("map"),
      odd("request"),
      odd("string object"),
      odd("toString object"),
    ]);
  }
}

function sizeOf({ as, content }: Extract<Token, { $: "value" }>): number {
  let size: number;
  if ("text" in content) size = new TextEncoder().encode(content.text).byteLength;
  else size = "hex" in content ? content.hex.length / 2 : content.length;
  if (as === "read stream") return size - (size >> 1);
  return as === "words" ? size - (size % 2) : size;
}
