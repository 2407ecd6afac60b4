/**
 * Options of every call, right and wrong, as the sequences draw them.
 *
 * The wrong ones matter as much: what one host refuses and the other accepts is found in production only.
 * @module
 */

import { KEYS } from "./keys";
import type { Loose, Token } from "./operation";
import type { Random } from "./random";

export type Variant = "bucket" | "kv";
type Options = { [name: string]: Loose };

const odd = (name: string): Token => ({ $: "odd", name });
const repeat = (text: string, times: number): Token => ({ $: "repeat", text, times });

/** No options object at all. */
export const NO_OPTIONS: readonly Loose[] = [
  null,
  7,
  "text",
  true,
  [],
  odd("function"),
  odd("symbol"),
  odd("bigint"),
  odd("inherited"),
];

/** Unusual, yet to be answered alike: an instance, a Map and the rest have no unknown members. */
const UNUSUAL_OPTIONS: readonly Loose[] = [
  {},
  odd("undefined"),
  odd("map"),
  odd("date"),
  odd("no prototype"),
  odd("instance"),
  odd("symbol member"),
  odd("empty headers"),
];

const HTTP_FIELDS = [
  "contentType",
  "cacheControl",
  "contentDisposition",
  "contentEncoding",
  "contentLanguage",
  "expires",
];
const HTTP_VALUES: Record<string, string[]> = {
  contentType: ["text/plain", "text/html; charset=utf-8", "application/json", "image/png", "nonsense"],
  cacheControl: ["no-store", "public, max-age=60"],
  contentDisposition: ["inline", 'attachment; filename="a b.txt"'],
  contentEncoding: ["gzip", "br", "identity"],
  contentLanguage: ["en", "de-CH, en", ""],
  expires: ["2030-01-31T00:00:00.000Z", "1970-01-01T00:00:00.001Z", ""],
};

const METADATA: readonly Options[] = [
  {},
  { a: "1" },
  { a: "", "7": "seven", B: "upper", b: "lower" },
  { constructor: "x", toString: "y" },
  { checksum: "the caller's own" },
  { "content-type": "not the content type" },
  { layeron: "allowed" },
];

const UNICODE_METADATA: Options = { "ümläut 😀": "wert 😀 \u0001\r\n" };

const WRONG_METADATA: readonly Loose[] = [
  null,
  "a",
  7,
  [],
  [["a", "b"]],
  odd("map"),
  odd("date"),
  odd("empty headers"),
  odd("symbol member"),
  odd("proto member"),
  { a: 1 },
  { a: null },
  { a: odd("undefined") },
  { a: {} },
  { a: odd("lone high surrogate") },
  { "": "empty" },
  { "layeron-x": "reserved" },
  { "\ud800": "lone" },
  { ["k".repeat(129)]: "long" },
];

/** Around the largest metadata that is taken, byte by byte; the names count too. */
function metadataAtLimit(random: Random, variant: Variant): Options {
  const limit = variant === "bucket" ? 7_680 : 600;
  const over = random.pick([-1, 0, 0, 1, 2]);
  // {"metadata":{"a":"…"}} is what KV's is counted in; R2 counts the strings alone.
  const rest = variant === "bucket" ? limit - 1 : limit - 22;
  if (variant === "bucket" && random.chance(0.3)) return { metadata: { a: repeat("Ā", (rest + over) >> 1) } };
  if (variant === "bucket" && random.chance(0.3)) return { metadata: { a: repeat("ÿ", rest + over) } };
  if (random.chance(0.3)) return { checksum: "c".repeat(256), metadata: { a: repeat("m", rest - 256 + over) } };
  return { metadata: { a: repeat("m", rest + over) } };
}

export function putOptions(random: Random, variant: Variant): Options {
  const options: Options = {};
  for (const field of HTTP_FIELDS) {
    if (random.chance(0.2)) options[field] = random.pick(HTTP_VALUES[field] ?? []);
  }
  if (random.chance(0.35)) options.metadata = { ...random.pick(METADATA) };
  // Rarer: the local KV writes a long warning for each.
  if (random.chance(variant === "kv" ? 0.005 : 0.05)) options.metadata = UNICODE_METADATA;
  if (random.chance(0.15)) options.checksum = random.pick(["sha256:abc", " ", "~", "c".repeat(256)]);
  if (random.chance(0.08)) Object.assign(options, metadataAtLimit(random, variant));
  if (variant === "kv" && random.chance(0.3)) options.ttlSeconds = random.pick([60, 61, 90, 3600, 86_400, null]);
  if (random.chance(0.05)) options[random.pick([...HTTP_FIELDS, "metadata", "size"])] = odd("undefined");
  return options;
}

/** A condition; `key` is the one that is put. */
export function putCondition(random: Random, variant: Variant, key: string): Options {
  if (variant === "kv" || random.chance(0.4)) return { ifNotExists: random.chance(0.9) };
  return { ifMatch: etag(random, key) };
}

function etag(random: Random, key: string): Token {
  const of = random.chance(0.8) ? key : random.pick(KEYS);
  return { $: "etag", of, which: random.pick(["current", "current", "current", "stale", "made up"]) };
}

export function wrongPutOptions(random: Random, variant: Variant, key: string): Loose {
  const wrongText: Loose[] = ["", 7, null, "a\r\nb", "tab\t", "ü", "\u007f", [], "x".repeat(256), odd("string object")];
  const wrongEtags: Loose[] = [
    "",
    "*",
    7,
    null,
    '"quoted"',
    'W/"x"',
    "a b",
    "ü",
    "\r",
    { $: "etag", of: key, which: "current", form: "quoted" },
  ];
  const wrongFlags: Loose[] = [1, 0, "true", null, {}, odd("NaN")];
  const wrongSizes: Loose[] = [-1, 1.5, "3", null, odd("NaN"), odd("infinity"), odd("bigint"), 2 ** 53];
  return random.weighted<Loose>([
    [2, () => random.pick(NO_OPTIONS)],
    [2, () => random.pick(UNUSUAL_OPTIONS)],
    [3, () => ({ [random.pick(HTTP_FIELDS)]: random.pick(wrongText) })],
    [2, () => ({ checksum: random.pick([...wrongText, "c".repeat(257)]) })],
    [10, () => ({ metadata: random.pick(WRONG_METADATA) })],
    [1, () => ({ ifNotExists: random.pick(wrongFlags) })],
    [2, () => ({ ifMatch: variant === "kv" ? etag(random, key) : random.pick(wrongEtags) })],
    [1, () => ({ ifNotExists: true, ifMatch: etag(random, key) })],
    [2, () => ({ size: random.pick(wrongSizes) })],
    [2, () => ({ [random.pick(["ifNotExist", "ttl", "IfMatch", "httpMetadata", "onlyIf", "7", ""])]: true })],
    [
      2,
      () => ({
        ttlSeconds: random.pick<Loose>(variant === "kv" ? [59, 60.5, -60, "60", 2 ** 31, odd("NaN"), {}] : [60, null]),
      }),
    ],
  ]);
}

/** Options of a bucket's get: ranges, conditions, and both as a request's headers have them. */
export function getOptions(random: Random, key: string, size: number): Loose {
  return random.weighted<Loose>([
    [4, () => ({ range: range(random, size) })],
    [2, () => ({ ifNoneMatch: etag(random, key) })],
    [1, () => ({ ifNoneMatch: etag(random, key), range: range(random, size) })],
    [6, () => ({ headers: headers(random, key, size) })],
  ]);
}

function near(random: Random, size: number): number {
  return random.pick(
    [0, 1, 2, size - 1, size, size + 1, random.whole(0, size + 4), 10 ** 6, 2 ** 53 - 1].filter((n) => n >= 0),
  );
}

function range(random: Random, size: number): Loose {
  return random.weighted<Loose>([
    [3, () => ({ offset: near(random, size), length: near(random, size) })],
    [2, () => ({ offset: near(random, size) })],
    [2, () => ({ suffix: near(random, size) })],
    [1, () => ({ offset: near(random, size), length: odd("undefined") })],
  ]);
}

function headers(random: Random, key: string, size: number): Token {
  const fields: [string, Loose][] = [];
  if (random.chance(0.8)) fields.push(["Range", rangeHeader(random, size)]);
  if (random.chance(0.4)) fields.push(["If-None-Match", noneMatchHeader(random, key)]);
  if (random.chance(0.4)) fields.push(["If-Range", ifRangeHeader(random, key)]);
  // These say nothing to this call.
  if (random.chance(0.2))
    fields.push(["If-Match", '"nothing has this"'], ["If-Modified-Since", "Sat, 01 Jan 2050 00:00:00 GMT"]);
  return { $: "headers", fields };
}

function rangeHeader(random: Random, size: number): string {
  const [one, other] = [near(random, size), near(random, size)];
  return random.weighted([
    [4, () => `bytes=${Math.min(one, other)}-${Math.max(one, other)}`],
    [2, () => `bytes=${one}-`],
    [2, () => `bytes=-${one}`],
    [1, () => `BYTES=${Math.min(one, other)}-${Math.max(one, other)}`],
    [
      3,
      () =>
        random.pick([
          "bytes=0-0,2-3",
          "bytes=0-1,",
          "lines=0-1",
          "bytes=3-1",
          "bytes=-",
          "bytes=",
          "bytes",
          "",
          "bytes=a-b",
          "bytes=0x0-1",
          "bytes=-1-2",
          "bytes=1.5-2",
          "bytes= 0-1",
          "bytes=0 - 1",
          "bytes=99999999999999999999-",
          "bytes=0-99999999999999999999",
          "bytes=-99999999999999999999",
        ]),
    ],
  ]);
}

function quoted(random: Random, key: string, form: "quoted" | "weak" = "quoted"): Token {
  return { ...(etag(random, key) as Extract<Token, { $: "etag" }>), form };
}

function noneMatchHeader(random: Random, key: string): Loose {
  return random.weighted<Loose>([
    [3, () => quoted(random, key)],
    [2, () => quoted(random, key, "weak")],
    [1, () => "*"],
    [1, () => ({ $: "join", parts: ['"x", ', quoted(random, key)] })],
    [1, () => ({ $: "join", parts: [quoted(random, key), ',W/"y"'] })],
    [1, () => ({ $: "join", parts: ['"a,b" , ', quoted(random, key, "weak")] })],
    // Unquoted, unclosed, nothing, a star among others.
    [1, () => ({ $: "etag", of: key, which: "current" })],
    [1, () => ({ $: "join", parts: [quoted(random, key), ", *"] })],
    [1, () => random.pick(['"open', "", '""', "W/x", '"a" "b"', 'w/"a"', ", ,"])],
  ]);
}

function ifRangeHeader(random: Random, key: string): Loose {
  return random.weighted<Loose>([
    [4, () => quoted(random, key)],
    [1, () => quoted(random, key, "weak")],
    [2, () => ({ $: "date", of: key, which: random.pick(["current", "stale"]) })],
    [1, () => ({ $: "etag", of: key, which: "current" })],
    [1, () => random.pick(["*", "", '"', "yesterday"])],
  ]);
}

export function wrongGetOptions(random: Random, variant: Variant): Loose {
  if (variant === "kv") {
    const wrong: Loose[] = [29, -1, 30.5, "60", null, odd("NaN"), 2 ** 31];
    return random.pick<Loose>([
      random.pick(NO_OPTIONS),
      random.pick(UNUSUAL_OPTIONS),
      { cacheTtlSeconds: random.pick(wrong) },
      { range: { offset: 0 } },
      { headers: { $: "headers", fields: [] } },
    ]);
  }
  const wrongNumbers: Loose[] = [-1, 1.5, "0", null, odd("NaN"), odd("infinity"), odd("bigint"), 2 ** 53];
  const wrongRanges: Loose[] = [
    {},
    null,
    [0, 1],
    "bytes=0-1",
    { length: 1 },
    { offset: 0, suffix: 1 },
    { length: 1, suffix: 1 },
    { start: 0 },
    { offset: random.pick(wrongNumbers) },
    { offset: 0, length: random.pick(wrongNumbers) },
    { suffix: random.pick(wrongNumbers) },
  ];
  return random.pick<Loose>([
    random.pick(NO_OPTIONS),
    random.pick(UNUSUAL_OPTIONS),
    { range: random.pick(wrongRanges) },
    { range: random.pick(wrongRanges) },
    { ifNoneMatch: random.pick<Loose>(["", "*", '"q"', 7, null, "ü"]) },
    {
      headers: random.pick<Loose>([{}, null, "range: bytes=0-1", [["range", "bytes=0-1"]], odd("map"), odd("request")]),
    },
    { headers: { $: "headers", fields: [] }, range: { offset: 0 } },
    { headers: odd("empty headers"), ifNoneMatch: "x" },
    { ifMatch: "x" },
    { onlyIf: {} },
  ]);
}

export function wrongListOptions(random: Random, variant: Variant): Loose {
  const wrongText: Loose[] = [
    7,
    null,
    [],
    odd("lone low surrogate"),
    "a\0",
    repeat("p", variant === "kv" ? 513 : 1025),
  ];
  return random.pick<Loose>([
    random.pick(NO_OPTIONS),
    random.pick(UNUSUAL_OPTIONS),
    odd("throwing getter"),
    { limit: random.pick<Loose>([0, -1, 1001, 1.5, "1", null, odd("NaN"), odd("infinity"), odd("bigint")]) },
    { prefix: random.pick(wrongText) },
    { cursor: random.pick<Loose>(["", "AAAA", "made up", "ü", 7, null, {}, "A".repeat(5000)]) },
    { delimiter: variant === "kv" ? "/" : random.pick(wrongText) },
    { startAfter: variant === "kv" ? "a" : random.pick(wrongText) },
    { Prefix: "a" },
    { include: ["httpMetadata"] },
  ]);
}
