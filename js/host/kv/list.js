/**
 * Pages of a KV listing. KV lists expired and reserved keys too, and its answers may be short.
 * @module
 */

import { core } from "../../engine.js";
import { isReserved } from "../../key.js";
import { givenToList } from "../../options.js";
import { listOptions, listResult } from "../../shapes.js";
import { ask, stuck } from "../failure.js";
import { foreignOf, recordedOf } from "./answer.js";
import { readValue } from "./read.js";

/** Entries of the largest page. */
const ALL = 1000;

export async function listPage(declared, binding, asked) {
  const { identity } = declared;
  const { frame, members } = givenToList(declared, asked);
  const { prefix = "", limit = ALL } = members;
  let cursor = core.hostCursor(false, identity, frame);
  const items = [];
  if (isReserved(prefix)) return listResult(items);
  do {
    const options = listOptions({ prefix, limit: limit - items.length, cursor });
    const { keys, next } = await ask(declared, async () => read(await binding.list(options)));
    for (const key of keys) {
      const item = await itemOf(declared, binding, key);
      if (item !== null) items.push(item);
    }
    if (next !== undefined && next === cursor) throw stuck();
    cursor = next;
  } while (cursor !== undefined && items.length < limit);
  return listResult(items, cursor === undefined ? undefined : core.cursorOf(identity, prefix, undefined, cursor));
}

const read = ({ keys, list_complete: isComplete, cursor }) => ({
  keys: keys.filter(({ name }) => !isReserved(name)),
  next: isComplete ? undefined : cursor,
});

/** The item of a key; null when it has expired, or has gone since it was listed. */
async function itemOf(declared, binding, { name, metadata, expiration }) {
  const object = recordedOf(name, metadata);
  if (object !== undefined) return object;
  const answer = await readValue(declared, binding, name);
  if (answer === null) return null;
  return foreignOf(name, answer.bytes, expiration === undefined ? undefined : expiration * 1000);
}
