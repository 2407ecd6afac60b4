/**
 * The plain objects that callers hold and that hosts are asked with, made of what has been judged.
 *
 * Each shape has a constant order of members; absent members stay absent.
 * @module
 */

import { described } from "./seal/vault.js";

let lastMs;
let lastIso;

/** A date in ISO 8601. Dates come in runs of the same millisecond, and writing one takes as long as a whole put. */
function iso(ms) {
  if (ms !== lastMs) {
    lastIso = new Date(ms).toISOString();
    lastMs = ms;
  }
  return lastIso;
}

/** A StorageObject of what `members`, the options of a put, stored beside a value. */
export function storageObject(key, size, etag, storedAt, members, end) {
  const object = { key, size, etag, storedAt: iso(storedAt), metadata: userMetadata(members) ?? {} };
  setHttp(object, members);
  if (end !== undefined) object.expiresAt = iso(end);
  return object;
}

/** Copies the four HTTP fields, where they are set. */
export function setHttp(target, { contentType, cacheControl, contentDisposition, contentEncoding }) {
  if (contentType !== undefined) target.contentType = contentType;
  if (cacheControl !== undefined) target.cacheControl = cacheControl;
  if (contentDisposition !== undefined) target.contentDisposition = contentDisposition;
  if (contentEncoding !== undefined) target.contentEncoding = contentEncoding;
  return target;
}

/** The caller's metadata and checksum as callers see them; undefined where there are none. */
function userMetadata({ metadata, checksum }) {
  if (checksum !== undefined) return { ...metadata, checksum };
  return metadata === undefined ? undefined : { ...metadata };
}

/**
 * What the memory host keeps of a value. Callers get objects of their own, made when they ask.
 * @typedef {{ bytes: Uint8Array, key: string, etag: string, storedAt: number, members: object, end?: number }} Kept
 */

export const keptObject = (declared, { key, bytes, etag, storedAt, members, end, entry }) =>
  described(declared, storageObject(key, bytes.byteLength, etag, storedAt, members, end), entry, bytes.byteLength);

export function listResult(items, cursor, prefixes) {
  const result = { items };
  if (cursor !== undefined) result.cursor = cursor;
  if (prefixes !== undefined) result.prefixes = prefixes;
  return result;
}

/** The options of a host's list: without empty ones, which not every host takes. */
export function listOptions({ prefix, delimiter, ...options }) {
  if (prefix !== "") options.prefix = prefix;
  if (delimiter !== undefined && delimiter !== "") options.delimiter = delimiter;
  for (const name in options) if (options[name] === undefined) delete options[name];
  return options;
}

/** The modes of a put, as src/wasm/call.rs numbers them. */
export const OVERWRITE = 0;
export const CREATE = 1;
export const REPLACE = 2;

/** R2PutOptions. */
export function r2PutOptions(members, mode) {
  const options = { httpMetadata: setHttp({}, members) };
  const customMetadata = userMetadata(members);
  if (customMetadata !== undefined) options.customMetadata = customMetadata;
  if (mode === CREATE) options.onlyIf = { etagDoesNotMatch: "*" };
  if (mode === REPLACE) options.onlyIf = { etagMatches: members.ifMatch };
  return options;
}

/** R2GetOptions, from the lines of src/wasm/r2.rs; `asked` is the range that the caller wants. */
export function r2GetOptions(lines) {
  const [how, etags, ...ranges] = lines.split("\n");
  const options = {};
  if (how === "header") options.onlyIf = new Headers({ "if-none-match": etags });
  else if (how !== "") options.onlyIf = { [how]: etags };
  const asked = rangeOf(...ranges);
  const range = ranges.length > 3 ? rangeOf(...ranges.slice(3)) : asked;
  return { options, asked, range };
}

/** A range of which what it does not have is empty. */
function rangeOf(offset, length, suffix) {
  if (suffix !== "") return { suffix: Number(suffix) };
  if (length !== "") return { offset: Number(offset), length: Number(length) };
  return offset === "" ? undefined : { offset: Number(offset) };
}

/** The format of the records below; src/host/kv.rs reads them. */
const FORMAT = 1;

/** KVNamespacePutOptions, with the record that travels in a value's metadata. */
export function kvPutOptions(size, etag, storedAt, end, members, declaredTtl, sealed) {
  const metadata = { layeron: FORMAT, size, etag, storedAt };
  const options = { metadata };
  if (end !== undefined) {
    metadata.expiresAt = end / 1000;
    options.expirationTtl = members.ttlSeconds ?? declaredTtl;
  }
  setHttp(metadata, members);
  if (members.checksum !== undefined) metadata.checksum = members.checksum;
  if (members.metadata !== undefined) metadata.metadata = members.metadata;
  if (sealed !== undefined) metadata.sealed = sealed;
  return options;
}

/** The StorageObject of a value with a record. */
export const recordedObject = (key, { size, etag, storedAt, expiresAt, ...members }) =>
  storageObject(key, size, etag, storedAt, members, expiresAt === undefined ? undefined : expiresAt * 1000);

/** The StorageObject of a value that another program wrote: its bytes are all there is to know. */
export const foreignObject = (key, size, etag, end) => storageObject(key, size, etag, 0, {}, end);
