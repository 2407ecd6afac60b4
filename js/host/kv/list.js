/**
 * Pages of a KV listing. KV lists expired and reserved keys too, and its answers may be short.
 * @module
 */

import { aboutKey, isReserved } from "../../key.js";
import { givenToList } from "../../options.js";
import { cursorOf, hostCursor } from "../../questions.js";
import { listOptions, listResult } from "../../shapes.js";
import { advances, checkEntries, checkedCursor } from "../answer.js";
import { ask, garbled } from "../failure.js";
import { needs } from "../needs.js";
import { objectOf, recordedOf } from "./answer.js";
import { readValue } from "./read.js";

/** The end of the year 9999, in seconds: dates have four digits for the year. */
const LAST_SECOND = 253_402_300_799;

/** Entries of the largest page. */
const ALL = 1000;

export async function listPage(declared, binding, asked) {
  const { identity } = declared;
  const { frame, members } = givenToList(declared, asked);
  const { prefix = "", limit = ALL } = members;
  let cursor = hostCursor(false, frame, identity) || undefined;
  const items = [];
  if (isReserved(prefix)) return listResult(items);
  const advance = advances();
  do {
    const wanted = limit - items.length;
    const options = listOptions({ prefix, limit: wanted, cursor });
    const { keys, next } = await ask(declared, async () => read(await binding.list(options), wanted));
    for (const key of keys) {
      const item = await itemOf(declared, binding, key);
      if (item !== null) items.push(item);
    }
    cursor = advance(next);
  } while (cursor !== undefined && items.length < limit);
  return listResult(items, cursor === undefined ? undefined : cursorOf(identity, prefix, undefined, cursor));
}

function read({ keys, list_complete: isComplete, cursor }, wanted) {
  checkEntries(keys, ({ name }) => typeof name === "string");
  if (keys.length > wanted) throw garbled("more keys than it was asked for");
  const next = isComplete ? undefined : checkedCursor(cursor);
  return { keys: keys.filter(({ name }) => !isReserved(name)), next };
}

/** The item of a key; null when it has expired, or has gone since it was listed. */
async function itemOf(declared, binding, { name, metadata, expiration }) {
  const object = recordedOf(declared, name, metadata);
  if (object !== undefined) return object;
  needs(declared, binding, "getWithMetadata");
  const answer = await aboutKey(name, () => readValue(declared, binding, name));
  if (answer === null) return null;
  const isDate = Number.isSafeInteger(expiration) && expiration >= 0 && expiration <= LAST_SECOND;
  // The listing is older than the value, which may have a record by now.
  return objectOf(declared, name, answer.metadata, answer.bytes, isDate ? expiration * 1000 : undefined);
}
