/**
 * `rewrap`: what an instance holds is sealed again with the current version of its secret, so that an old one may go.
 *
 * It is the public API that reads and writes: what a reader could not open is not replaced.
 * @module
 */

import { now } from "../clock.js";
import { pinned, storeOf } from "../connection.js";
import { caused, StorageError } from "../errors.js";
import { isOrdinary } from "../given.js";
import { located } from "../located.js";
import { declaredOf } from "../module/declared.js";
import { refusal } from "../questions.js";
import { currentSecret, secretHeld } from "../secret/held.js";
import { shown } from "../secret/text.js";
import { quietly } from "../value/quietly.js";
import { entries, versionOf } from "./vault.js";

/** Values of a page: progress is told after each. */
const PAGE = 100;

/** A value that is left as it is. */
const SKIPPED = Symbol();

/** Of one value, which does not open. Those behind it need not wait until somebody has looked after it. */
const CLOSED = ["storage_decryption_failed", "storage_secret_missing"];

export async function rewrap(module, options) {
  const declared = declaredOf(module, "rewrap", "bucket", "kv");
  const { onProgress, ...asked } = checked(declared, options);
  let last;
  for await (const progress of pages(declared, asked)) {
    last = progress;
    // What it throws is the caller's own, and a way to stop.
    await onProgress?.({ ...progress });
  }
  return last;
}

/** How far the run has come, after each page. */
async function* pages(instance, { prefix, sealPlain, cursor: start }) {
  try {
    const here = pinned(instance);
    // One text for the whole run: what has just been sealed anew has to be so by the version that the run goes by.
    const declared = { ...here, held: await secretHeld(here) };
    const { version: current } = await currentSecret(declared);
    const told = { done: 0, resealed: 0, skipped: 0 };
    let cursor = start;
    let closed = 0;
    let first;
    const leave = (error) => {
      if (!CLOSED.includes(error.code)) throw error;
      closed++;
      first ??= error;
      return SKIPPED;
    };
    do {
      const page = await storeOf(declared).list(declared, { prefix, cursor, limit: PAGE });
      for (const item of page.items) {
        told.done++;
        const result = await resealed(declared, item, current, sealPlain).catch(leave);
        if (result === SKIPPED) told.skipped++;
        else if (result !== undefined) told.resealed++;
      }
      cursor = page.cursor;
      yield cursor === undefined ? told : { ...told, cursor };
    } while (cursor !== undefined);
    if (closed > 0) throw closed > 1 ? firstOf(closed, first) : first;
  } catch (error) {
    throw located(error, instance, "rewrap");
  }
}

const firstOf = (closed, { code, key, message }) =>
  Object.assign(refusal(code, `${closed} values do not open; the first: ${message}`), { key });

const OPTIONS = ["prefix", "sealPlain", "cursor", "onProgress"];

/** The options, read once. They are judged here, as what imports no rewrap should not pay for it. */
function checked(declared, options = {}) {
  const wrong = (what) => located(refusal("storage_invalid_options", `rewrap options: ${what}`), declared, "rewrap");
  const { prefix, sealPlain = false, cursor, onProgress, unknown } = read(options, wrong);
  if (unknown !== undefined) throw wrong(`unknown option ${shown(unknown)}; the options are ${OPTIONS.join(", ")}`);
  if (typeof sealPlain !== "boolean")
    throw wrong(`sealPlain must be a boolean, not a value of type ${typeof sealPlain}`);
  if (onProgress !== undefined && typeof onProgress !== "function") throw wrong("onProgress must be a function");
  if (declared.encryption === undefined) throw wrong("the instance is declared without encryption");
  return { prefix, sealPlain, cursor, onProgress };
}

function read(options, wrong) {
  const members = {};
  try {
    if (typeof options !== "object" || options === null || !isOrdinary(options)) throw wrong("must be an object");
    for (const name of OPTIONS) members[name] = options[name];
    for (const name in options) if (!OPTIONS.includes(name)) members.unknown = name;
    return members;
  } catch (error) {
    throw StorageError.is(error) ? error : caused(wrong("reading them threw an error; it is the cause"), error);
  }
}

/** The new object; undefined if it is sealed with the current version already. */
async function resealed(declared, item, current, sealPlain) {
  const { key } = item;
  let value;
  try {
    const entry = entries.get(item);
    if (entry !== undefined && versionOf(entry) === current) return undefined;
    if (entry === undefined && !sealPlain) return SKIPPED;
    const store = storeOf(declared);
    // What is stored in clear does not open.
    const handle = await store.get(entry === undefined ? { ...declared, encryption: undefined } : declared, key);
    // What was put since the listing may be sealed already; as a value in clear it would be sealed twice.
    if (handle?.etag !== item.etag) {
      await handle?.cancel();
      return SKIPPED;
    }
    // KV's is opened before the time is looked at that is left.
    value = declared.isBucket ? handle.stream() : await handle.bytes();
    // Of what another program wrote to KV only the listing knows the end.
    const end = handle.expiresAt ?? item.expiresAt;
    const at = now();
    const left = end && Date.parse(end) / 1000 - Math.floor(at / 1000);
    // The seconds that are left are counted from then, however long it takes.
    return await store.put({ ...declared, at }, key, value, optionsOf(declared, handle, left));
  } catch (error) {
    // What a put refuses it has not read.
    quietly(() => value?.cancel?.());
    // A value that does not open fails the put that reads it.
    const { cause } = error;
    const failure = StorageError.is(cause) ? cause : error;
    // Somebody else has replaced it, or it cannot be put here: another program's can be longer than ours, and KV keeps
    // nothing for less than a minute.
    const isRefused = failure.status < 500 && !failure.retryable && failure.code !== "storage_body_failed";
    if (isRefused) return SKIPPED;
    throw located(failure, declared, "rewrap", key);
  }
}

function optionsOf({ isBucket }, handle, ttlSeconds = null) {
  const { contentType, cacheControl, contentDisposition, contentEncoding, etag, size } = handle;
  const http = { contentType, cacheControl, contentDisposition, contentEncoding };
  return { ...http, ...metadataOf(handle), size, ...(isBucket ? { ifMatch: etag } : { ttlSeconds }) };
}

/** What an option may say it says, as KV counts it without the rest of the metadata, which takes room of its own. */
function metadataOf({ metadata }) {
  const { checksum, ...rest } = metadata;
  if (!/^[ -~]{1,256}$/.test(checksum)) return { metadata };
  return { checksum, metadata: Object.keys(rest).length > 0 ? rest : undefined };
}
