/**
 * Looks at JavaScript values on behalf of Rust: which kind they are, and how a refusal names them.
 *
 * The wasm imports this file, so it imports nothing itself. A Proxy may throw at every look.
 * @module
 */

/** No option, key or metadata value may be this long, so longer strings never cross into the wasm. */
export const LONG = 65_536;

/**
 * Whether a string has a UTF-8 form: it holds no lone surrogate.
 * @param {string} text
 */
export const isWellFormed = (text) => text.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text);

/**
 * The string, if it is one that Rust may read; undefined for anything else.
 * @param {unknown} value
 */
export const textOf = (value) =>
  typeof value === "string" && value.length <= LONG && isWellFormed(value) ? value : undefined;

/**
 * Whether a value is a string that is too long to be read.
 * @param {unknown} value
 */
export const isTooLong = (value) => typeof value === "string" && value.length > LONG;

/**
 * `Array.isArray`, which throws for a revoked Proxy.
 * @param {unknown} value
 * @returns {value is unknown[]}
 */
export function isArray(value) {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/**
 * Whether a value is an object literal of any realm: its prototype is `Object.prototype` or null, and it is no
 * array. A Map, a Date or a class instance is not.
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export function isPlain(value) {
  if (typeof value !== "object" || value === null || isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "isPrototypeOf");
}

/**
 * The members of a plain object by their names, in this order, and behind them the first name that is none of these;
 * undefined for anything else. A name that Rust may not read, such as a symbol, is undefined there.
 * @param {unknown} value
 * @param {string[]} names
 */
export function membersOf(value, names) {
  if (!isPlain(value)) return undefined;
  const members = names.map((name) => value[name]);
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) members.push(textOf(unknown));
  else if (hasSymbols(value)) members.push(undefined);
  return members;
}

/**
 * A copy of a record of KV, if each of its members is of the kind that a record has; undefined for anything else. Each
 * member is read once. The core judges what they say.
 * @param {unknown} value
 */
export function recordOf(value) {
  if (typeof value !== "object" || value === null) return undefined;
  try {
    return copiedRecord(value);
  } catch {
    // What cannot be read is no record.
    return undefined;
  }
}

/**
 * @param {Record<string, any>} value
 */
function copiedRecord(value) {
  const { layeron, size, etag, storedAt, expiresAt } = value;
  const { contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage, expires } = value;
  const { checksum, sealed } = value;
  if (!isNumber(layeron) || !isNumber(size) || !isText(etag) || !isNumber(storedAt)) return undefined;
  if (expiresAt !== undefined && !isNumber(expiresAt)) return undefined;
  const fields = [contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage, expires];
  if (![...fields, checksum, sealed].every((text) => text === undefined || isText(text))) return undefined;
  const given = value.metadata;
  const metadata = given === undefined ? undefined : textsOf(given);
  if (metadata === undefined && given !== undefined) return undefined;
  return {
    layeron,
    size,
    etag,
    storedAt,
    expiresAt,
    contentType,
    cacheControl,
    contentDisposition,
    contentEncoding,
    contentLanguage,
    expires,
    checksum,
    metadata,
    sealed,
  };
}

/**
 * A copy of the metadata in a record; undefined for anything else than texts under names that a put takes.
 * @param {unknown} value
 */
function textsOf(value) {
  if (!isPlain(value)) return undefined;
  // Unlike an assignment, a spread copies a member `__proto__` as a member.
  const texts = { ...value };
  if (hasSymbols(texts) || Object.hasOwn(texts, "__proto__")) return undefined;
  return Object.keys(texts).every((name) => isText(name) && isText(texts[name])) ? texts : undefined;
}

/** @param {unknown} value */
const isNumber = (value) => typeof value === "number";

/** @param {unknown} value */
const isText = (value) => textOf(value) !== undefined;

/**
 * The names of an object's members.
 * @param {object} value
 */
export const keysOf = (value) => Object.keys(value);

/**
 * The fields of a Headers by their names, in this order; undefined for anything else. A field that is too long to be read
 * counts as empty: it names no range and no version.
 * @param {unknown} value
 * @param {string[]} names
 */
export function fieldsOf(value, names) {
  if (!isHeaders(value)) return undefined;
  return names.map((name) => {
    const field = value.get(name) ?? undefined;
    return isTooLong(field) ? "" : field;
  });
}

/**
 * By its tag, because a runtime may have several realms and libraries their own Headers.
 * @param {unknown} value
 * @returns {value is Headers}
 */
const isHeaders = (value) => Object.prototype.toString.call(value) === "[object Headers]";

/**
 * Whether an object has members under symbols, which no store keeps.
 * @param {object} value
 */
export const hasSymbols = (value) => Object.getOwnPropertySymbols(value).length > 0;

/**
 * Whether a value is of a kind, by the words that a refusal has for it.
 * @param {unknown} value
 * @param {string} kind
 */
export function isKind(value, kind) {
  try {
    return hasKind(value, kind);
  } catch {
    // A Proxy that refuses to be looked at is of no kind.
    return false;
  }
}

/**
 * @param {unknown} value
 * @param {string} kind
 */
function hasKind(value, kind) {
  switch (kind) {
    case "Function":
      return typeof value === "function";
    case "Array":
      return isArray(value);
    default:
      return typeof value === "object" && value !== null && !isArray(value);
  }
}

/**
 * A value as a refusal names it, after "must be …, not ".
 * @param {unknown} value
 */
export function nameOf(value) {
  if (value === null) return "null";
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "number":
      return String(value);
    case "string":
      if (value.length > LONG) return `a string of ${value.length} characters, which is too long`;
      return isWellFormed(value) ? "a string" : "a string with a lone surrogate";
    case "object":
      if (isArray(value)) return "an array";
      return isPlain(value) ? "an object" : `an object that is not plain${classOf(value)}`;
    default:
      return `a ${typeof value}`;
  }
}

/**
 * The class of an object in parentheses, where it says one.
 * @param {object} value
 */
function classOf(value) {
  const name = value.constructor?.name ?? "";
  return /^[\w$]{1,40}$/.test(name) && name !== "Object" ? ` (${name})` : "";
}
