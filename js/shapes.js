/**
 * The plain objects that the core hands out: results for callers, plans for the hosts.
 *
 * One call with flat arguments is several times cheaper than setting members one by one from wasm, and
 * gives each shape a constant order of members. Absent members stay absent.
 * @module
 */

/** The length of an ISO 8601 date with milliseconds, in UTC. */
const DATE_CHARS = 24;

/** A StorageObject. `named` is its etag, and after that its date. */
export function storageObject(key, size, named, metadata, type, cache, disposition, encoding, expiresAt) {
  const cut = named.length - DATE_CHARS;
  const object = { key, size, etag: named.slice(0, cut), storedAt: named.slice(cut), metadata: metadata ?? {} };
  setHttp(object, type, cache, disposition, encoding);
  if (expiresAt !== undefined) object.expiresAt = expiresAt;
  return object;
}

/** A StorageObject of what R2 answered; `http` is its R2HTTPMetadata, if it has one. */
export function r2StorageObject(key, size, etag, storedAt, metadata, http) {
  const object = { key, size, etag, storedAt, metadata };
  if (http !== undefined) {
    setHttp(object, http.contentType, http.cacheControl, http.contentDisposition, http.contentEncoding);
  }
  return object;
}

function setHttp(target, contentType, cacheControl, contentDisposition, contentEncoding) {
  if (contentType !== undefined) target.contentType = contentType;
  if (cacheControl !== undefined) target.cacheControl = cacheControl;
  if (contentDisposition !== undefined) target.contentDisposition = contentDisposition;
  if (contentEncoding !== undefined) target.contentEncoding = contentEncoding;
  return target;
}

/** A StorageObject that is its holder's own. */
export const copy = (object) => ({ ...object, metadata: { ...object.metadata } });

/** What a get found: the object, where its bytes are, and the part that was asked for, if one was. */
export const found = (object, body, notModified, offset, length) => ({
  object,
  body,
  notModified,
  range: offset === undefined ? undefined : { offset, length },
});

export function page(items, cursor, prefixes) {
  const result = { items };
  if (cursor !== undefined) result.cursor = cursor;
  if (prefixes !== undefined) result.prefixes = prefixes;
  return result;
}

/** A record of strings from `[key, value, …]`. */
export function record(flat) {
  const result = {};
  for (let i = 0; i < flat.length; i += 2) result[flat[i]] = flat[i + 1];
  return result;
}

/** The members of `source` whose names do not start with `prefix`, copied. */
export function recordWithout(source, prefix) {
  const result = {};
  for (const name in source) if (!name.startsWith(prefix)) result[name] = source[name];
  return result;
}

/** R2Conditional. `how` names the member, or `header` for a Headers with that if-none-match. */
function onlyIf(how, etags) {
  return how === "header" ? new Headers({ "if-none-match": etags }) : { [how]: etags };
}

/** A put to R2: R2PutOptions and what the core needs to know when the answer comes. */
export function r2Put(key, type, cache, disposition, encoding, customMetadata, how, etags, size) {
  const options = { httpMetadata: setHttp({}, type, cache, disposition, encoding) };
  if (customMetadata !== undefined) options.customMetadata = customMetadata;
  if (how !== undefined) options.onlyIf = onlyIf(how, etags);
  return { key, options, condition: how, size };
}

/** How a stream goes up: `single` bytes in one request, else parts, `buffered` first if need be. */
export const upload = (single, part, buffered) => ({ single, part, buffered });

/** A get from R2. `range` is `[offset, length, suffix]`; `ifRange` the validator that it depends on. */
export function r2Get(key, how, etags, offset, length, suffix, ifRange) {
  const options = {};
  if (how !== undefined) options.onlyIf = onlyIf(how, etags);
  const whole = ifRange === undefined ? undefined : { ...options };
  let range;
  if (suffix !== undefined) range = { suffix };
  else if (offset !== undefined) range = length === undefined ? { offset } : { offset, length };
  if (range !== undefined) options.range = range;
  return { key, options, range, ifRange, whole };
}

/** The options of an R2 list. */
export function r2ListOptions(prefix, delimiter, cursor, startAfter, limit) {
  const options = { limit, include: ["httpMetadata", "customMetadata"] };
  if (prefix !== "") options.prefix = prefix;
  if (delimiter !== undefined) options.delimiter = delimiter;
  if (cursor !== undefined) options.cursor = cursor;
  if (startAfter !== undefined) options.startAfter = startAfter;
  return options;
}

/** The record that travels in a KV value's metadata; read by src/host/kv.rs. */
export function kvRecord(layeron, size, etag, storedAt, expiresAt, type, cache, disposition, encoding, checksum, user) {
  const record = { layeron, size, etag, storedAt };
  if (expiresAt !== undefined) record.expiresAt = expiresAt;
  setHttp(record, type, cache, disposition, encoding);
  if (checksum !== undefined) record.checksum = checksum;
  if (user !== undefined) record.metadata = user;
  return record;
}

/** A put to KV: its options, whether the key must be free, and the result if all goes well. */
export function kvPut(key, metadata, expirationTtl, create, object) {
  const options = { metadata };
  if (expirationTtl !== undefined) options.expirationTtl = expirationTtl;
  return { key, options, create, object };
}

export const kvGet = (key, cacheTtl) => ({
  key,
  options: cacheTtl === undefined ? { type: "arrayBuffer" } : { type: "arrayBuffer", cacheTtl },
});

export function kvListOptions(prefix, cursor, limit) {
  const options = { limit };
  if (prefix !== "") options.prefix = prefix;
  if (cursor !== undefined) options.cursor = cursor;
  return options;
}

/** A key whose value another program wrote: its bytes have to be read before it can be listed. */
export const kvForeign = (key, expiresAt) => ({ key, expiresAt, foreign: true });
