/**
 * The memory host: every call is answered by the core at once.
 *
 * The data lives in the wasm instance of the copy of the package that made the host; all copies in a
 * program reach it through the registry.
 * @module
 */

import { now } from "../../clock.js";
import { core, fault, instance } from "../../engine.js";
import { framed, frameOf } from "../../frame.js";
import { given } from "../../given.js";
import { KeptBody } from "../../handle/body.js";
import { ReadHandle } from "../../handle/handle.js";
import { checkedKeys, spelled } from "../../key.js";
import { givenToList, givenToPut } from "../../options.js";
import {
  checkGathered,
  checkPut,
  memoryDelete,
  memoryGet,
  memoryHead,
  memoryList,
  memoryReset,
  r2Part,
  r2Upload,
} from "../../questions.js";
import { registry } from "../../registry.js";
import { etagAndEnd, keptObject } from "../../shapes.js";
import { gather } from "../../value/gather.js";
import { sourceOf } from "../../value/source.js";
import { copyOf } from "./pack.js";

/** Starts over with an empty host, in this copy of the package. */
export function freshMemory() {
  memoryReset();
  const born = instance;
  registry.memory = { core, alive: () => instance === born };
}

/** The core that holds the data. */
function memory() {
  if (registry.memory === undefined) freshMemory();
  const { core, alive } = registry.memory;
  if (!alive()) {
    throw fault(`what was stored in memory is lost after a fault of layeron-storage; call connect("memory") again`);
  }
  return core;
}

/** Nothing here waits unless a value does, and what does not wait is answered without a promise. */
export const memoryStore = {
  put(declared, input, value, options) {
    const key = spelled(declared, input);
    const source = sourceOf(value);
    const { frame, members } = givenToPut(declared, options, source);
    const put = { key, members, frame: frameOf(key) + frame };
    memory();
    const host = registry.memory;
    const bytes = copyOf(source);
    return bytes === undefined ? putGathered(declared, put, source, host) : keep(declared, put, bytes, host);
  },

  get(declared, input, options) {
    const { isBucket, id } = declared;
    const { frame } = given(isBucket ? "bucketGet" : "kvGet", options);
    const found = memoryGet(memory(), id, framed(isBucket, spelled(declared, input)) + frame, now());
    if (found === undefined) return null;
    const { kept, notModified, range } = found;
    const body = notModified ? undefined : new KeptBody(kept.bytes, range);
    return new ReadHandle(declared, keptObject(kept), body, range);
  },

  head(declared, input) {
    const { isBucket, id } = declared;
    const kept = memoryHead(memory(), id, framed(isBucket, spelled(declared, input)), now());
    return kept === undefined ? null : keptObject(kept);
  },

  delete(declared, keys) {
    for (const key of checkedKeys(declared, keys)) memoryDelete(memory(), declared.id, key);
  },

  list(declared, options) {
    const { isBucket, id, identity } = declared;
    return memoryList(
      memory(),
      id,
      frameOf(isBucket) + givenToList(declared, options).frame + frameOf(identity),
      now(),
    );
  },
};

/** A Blob or a stream, once all of it is here. */
async function putGathered(declared, put, source, host) {
  const { isBucket } = declared;
  const { size } = put.members;
  const mode = checkPut(isBucket, put.frame, undefined, true);
  // Beyond this R2 takes a stream of unknown length in parts, and parts know no conditions.
  const part = isBucket && source.stream !== undefined && size === undefined ? Math.abs(r2Upload(mode)) : undefined;
  const check = (seen) => {
    checkGathered(isBucket, seen);
    if (seen > part) r2Part(mode, 1, part);
  };
  return keep(declared, put, await gather(source, size, check), host);
}

/** Stores bytes that are in nobody else's hands, unless `host`, for which they were meant, has made way for another. */
function keep(declared, { key, members, frame }, bytes, host) {
  const core = memory();
  const { id, isBucket, deleteAfterDays, ttlSeconds } = declared;
  const storedAt = now();
  const kept = { bytes, key, etag: undefined, storedAt, members, end: undefined };
  const lifetime = isBucket ? deleteAfterDays : ttlSeconds;
  const store = host === registry.memory ? id : undefined;
  const put = core.memoryPut(frameOf(isBucket) + frame, bytes, kept, store, lifetime, storedAt);
  const [etag, end] = etagAndEnd(put);
  kept.etag = etag;
  // A bucket's lifecycle is the platform's affair, and shows on no object.
  if (!isBucket) kept.end = end;
  return keptObject(kept);
}
