/**
 * Workers KV through its binding. Values are whole in memory before the host is called, so that a
 * stream that fails cannot replace a value by half of it.
 * @module
 */

import { gather, sourceOf } from "../body.js";
import { now } from "../clock.js";
import { core } from "../engine.js";
import { frameOf, given } from "../given.js";
import { OwnBody } from "../handle/body.js";
import { ReadHandle } from "../handle/handle.js";
import { aboutKey, checkedKey, checkedKeys } from "../key.js";
import { givenToList, givenToPut } from "../options.js";
import { CREATE, etagAndEnd, isReserved, kvPutOptions, listOptions, listResult, storageObject } from "../shapes.js";
import { ask, hostFailure, stuck } from "./failure.js";
import { needs } from "./needs.js";
import { complete, foreign, recorded } from "./record.js";

export class KvStore {
  constructor(binding) {
    this.binding = binding;
  }

  async put(declared, key, value, options) {
    const { binding } = this;
    needs(declared, binding, "put");
    const source = sourceOf(value);
    const put = givenToPut(declared, options, source);
    const { members } = put;
    const frame = frameOf(key) + put.frame;
    if (source.bytes === undefined) core.checkPut(false, true, frame, -1);
    const bytes = source.bytes ?? (await gather(declared, source, members.size));
    const at = now();
    const [etag, end] = etagAndEnd(core.kvPut(frame, bytes, declared.ttlSeconds, at));
    const size = bytes.byteLength;
    if (members.ifNotExists) await mustBeFree(declared, binding, key);
    try {
      await binding.put(key, bytes, kvPutOptions(size, etag, at, end, members, declared.ttlSeconds));
    } catch (error) {
      throw hostFailure(declared, error);
    }
    return storageObject(key, size, etag, at, members, end);
  }

  async get(declared, key, options) {
    const { binding } = this;
    needs(declared, binding, "getWithMetadata");
    const { frame, members } = given("kvGet", options);
    core.checkKvGet(frameOf(key) + frame);
    const { cacheTtlSeconds: cacheTtl } = members;
    const type = "arrayBuffer";
    let answer;
    try {
      answer = await binding.getWithMetadata(key, cacheTtl === undefined ? { type } : { type, cacheTtl });
    } catch (error) {
      throw hostFailure(declared, error);
    }
    if (answer.value === null) return null;
    const bytes = new Uint8Array(answer.value);
    const object = complete(key, answer.metadata, bytes);
    return object === null ? null : new ReadHandle(object, new OwnBody(bytes));
  }

  async head(declared, input) {
    const { binding } = this;
    needs(declared, binding, "getWithMetadata");
    const key = checkedKey(declared, input);
    const answer = await ask(declared, () => binding.getWithMetadata(key, { type: "stream" }));
    if (answer.value === null) return null;
    const object = recorded(key, answer.metadata);
    if (object === undefined) {
      return foreign(key, new Uint8Array(await ask(declared, () => new Response(answer.value).arrayBuffer())));
    }
    await answer.value.cancel();
    return object;
  }

  async delete(declared, keys) {
    needs(declared, this.binding, "delete");
    for (const key of checkedKeys(declared, keys)) {
      await aboutKey(key, () => ask(declared, () => this.binding.delete(key)));
    }
  }

  async list(declared, options) {
    const { binding } = this;
    const { identity } = declared;
    needs(declared, binding, "list");
    const { frame, members } = givenToList(declared, options);
    const { prefix = "", limit = 1000 } = members;
    let cursor = core.hostCursor(false, identity, frame);
    const items = [];
    if (isReserved(prefix)) return listResult(items);
    do {
      const wanted = listOptions({ prefix, limit: limit - items.length, cursor });
      const answer = await ask(declared, () => binding.list(wanted));
      for (const found of answer.keys) {
        if (isReserved(found.name)) continue;
        let item = recorded(found.name, found.metadata);
        if (item === undefined) item = await readForeign(declared, binding, found);
        if (item !== null) items.push(item);
      }
      const next = answer.list_complete ? undefined : answer.cursor;
      if (next !== undefined && next === cursor) throw stuck();
      cursor = next;
    } while (cursor !== undefined && items.length < limit);
    return listResult(items, cursor && core.cursorOf(identity, prefix, undefined, cursor));
  }
}

/** KV has no conditions: a create-only put looks first, then writes. */
async function mustBeFree(declared, binding, key) {
  needs(declared, binding, "getWithMetadata");
  const answer = await ask(declared, () => binding.getWithMetadata(key, { type: "stream" }));
  if (answer.value === null) return;
  await answer.value.cancel();
  if (recorded(key, answer.metadata) !== null) throw core.conditionFailed(CREATE);
}

/** The item of a value that another program wrote; null when it has gone since it was listed. */
async function readForeign(declared, binding, { name, expiration }) {
  const answer = await ask(declared, () => binding.getWithMetadata(name, { type: "arrayBuffer" }));
  if (answer.value === null) return null;
  return foreign(name, new Uint8Array(answer.value), expiration === undefined ? undefined : expiration * 1000);
}
