/**
 * The memory host: every call is answered by the core at once.
 *
 * The data lives in the wasm instance of the copy of the package that made the host; all copies in a
 * program reach it through the registry.
 * @module
 */

import { encodedText } from "../../base64url.js";
import { now } from "../../clock.js";
import { core, fault, instance } from "../../engine.js";
import { etagOf } from "../../etag.js";
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
  memoryPut,
  memoryReset,
  r2Part,
  r2Upload,
  sealedSize,
} from "../../questions.js";
import { registry } from "../../registry.js";
import { openedBody, sealedWhole } from "../../seal/vault.js";
import { keptObject, listResult } from "../../shapes.js";
import { gather } from "../../value/gather.js";
import { bytesAtHand, sourceOf } from "../../value/source.js";
import { kept } from "./kept.js";
import { copyOf } from "./pack.js";

/** The last number that a value was kept under. */
let last = 0;

/** Starts over with an empty host, in this copy of the package. */
export function freshMemory() {
  memoryReset();
  kept.clear();
  const born = instance;
  registry.memory = { core, kept, records: new Set(), alive: () => instance === born };
}

/** The host, with the core that holds the tables and the values that lie in them. */
export function memory() {
  if (registry.memory === undefined) freshMemory();
  const host = registry.memory;
  if (!host.alive()) {
    throw fault(`what was stored in memory is lost after a fault of layeron-storage; call connect("memory") again`);
  }
  return host;
}

/** Nothing here waits unless a value does, and what does not wait is answered without a promise. */
export const memoryStore = {
  put(declared, input, value, options, commit) {
    const key = spelled(declared, input);
    const source = sourceOf(value);
    const { frame, members } = givenToPut(declared, options, source);
    const put = { key, members, frame: frameOf(key) + frame };
    const host = memory();
    const isSealed = declared.encryption !== undefined;
    // What is sealed is another's bytes already.
    const bytes = isSealed ? bytesAtHand(source) : copyOf(source);
    const waits = bytes === undefined || commit !== undefined || isSealed;
    return waits ? putLater(declared, put, source, bytes, host, commit) : keep(declared, put, bytes, host);
  },

  get(declared, input, options) {
    const { isBucket, id } = declared;
    const { frame } = given(isBucket ? "bucketGet" : "kvGet", options);
    const { core, kept } = memory();
    const found = memoryGet(core, id, framed(isBucket, spelled(declared, input)) + frame, now());
    if (found === "") return null;
    const [number, offset, length] = found.split(" ");
    const value = kept.get(Number(number));
    const object = keptObject(declared, value);
    if (offset === "-") return new ReadHandle(declared, object, undefined);
    const range = offset === undefined ? undefined : { offset: Number(offset), length: Number(length) };
    if (declared.encryption !== undefined) return opened(declared, object, value, range);
    return new ReadHandle(declared, object, new KeptBody(value.bytes, range), range);
  },

  head(declared, input) {
    const { isBucket, id } = declared;
    const { core, kept } = memory();
    const number = memoryHead(core, id, framed(isBucket, spelled(declared, input)), now());
    return number === "" ? null : keptObject(declared, kept.get(Number(number)));
  },

  delete(declared, keys) {
    for (const key of checkedKeys(declared, keys)) memoryDelete(memory().core, declared.id, key);
  },

  list(declared, options) {
    const { isBucket, id, identity } = declared;
    const { core, kept } = memory();
    const { frame, members } = givenToList(declared, options);
    const page = memoryList(core, id, frameOf(isBucket) + frame + frameOf(identity), now());
    const [cursor, numbers, ...prefixes] = page.split("\0");
    // Each number has a space after it.
    const items = numbers.split(" ").slice(0, -1);
    const objects = items.map((number) => keptObject(declared, kept.get(Number(number))));
    return listResult(
      objects,
      cursor === "" ? undefined : encodedText(cursor),
      members.delimiter ? prefixes : undefined,
    );
  },
};

async function opened(declared, object, { key, entry, bytes }, range) {
  return new ReadHandle(declared, object, await openedBody(declared, key, entry, bytes, range), range);
}

/** What has to be waited for: a Blob or a stream until all of it is here, its sealing, a commit. */
async function putLater(declared, put, source, atHand, host, commit) {
  const { isBucket } = declared;
  const isSealed = declared.encryption !== undefined;
  const { size } = put.members;
  const mode = checkPut(isBucket, put.frame, atHand?.byteLength, isBucket || !isSealed);
  // Beyond this R2 takes a stream of unknown length in parts, and parts know no conditions.
  const part = isBucket && source.stream !== undefined && size === undefined ? Math.abs(r2Upload(mode)) : undefined;
  const check = (seen) => {
    if (isBucket || !isSealed) checkGathered(isBucket, seen);
    const stored = isSealed ? sealedSize(isBucket, seen) : seen;
    if (stored > part) r2Part(mode, 1, part);
  };
  if (isSealed) check(size ?? 0);
  const plain = atHand ?? (await gather(source, size, check));
  check(plain.byteLength);
  const { bytes, entry } = isSealed ? await sealedWhole(declared, put.key, plain) : { bytes: plain };
  await commit?.();
  return keep(declared, put, bytes, host, plain.byteLength, entry);
}

/** Stores bytes that are in nobody else's hands, unless `host`, for which they were meant, has made way for another. */
function keep(declared, { key, members, frame }, bytes, host, size = bytes.byteLength, entry) {
  const { core, kept } = memory();
  const { id, isBucket, deleteAfterDays, ttlSeconds, at: storedAt = now() } = declared;
  const value = { bytes, key, etag: etagOf(bytes), storedAt, members, end: undefined, entry };
  const lifetime = isBucket ? deleteAfterDays : ttlSeconds;
  const store = host === registry.memory ? id : undefined;
  const number = ++last;
  kept.set(number, value);
  try {
    const about = framed(size, value.etag, number, lifetime, storedAt);
    const end = memoryPut(core, store, frameOf(isBucket) + frame + about);
    // A bucket's lifecycle is the platform's affair, and shows on no object.
    if (!isBucket) value.end = end;
    return keptObject(declared, value);
  } catch (error) {
    kept.delete(number);
    throw error;
  }
}
