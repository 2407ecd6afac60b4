/**
 * Workers KV through its binding. Values are whole in memory before the host is called, so that a
 * stream that fails cannot replace a value by half of it.
 * @module
 */

import { now } from "../../clock.js";
import { etagOf } from "../../etag.js";
import { frameOf } from "../../frame.js";
import { given } from "../../given.js";
import { OwnBody } from "../../handle/body.js";
import { ReadHandle } from "../../handle/handle.js";
import { aboutKey, checkedKey, checkedKeys } from "../../key.js";
import { givenToPut } from "../../options.js";
import { checkGathered, checkKvGet, checkPut, kvPut, sealedSize } from "../../questions.js";
import { described, entries, openedBody, sealedWhole } from "../../seal/vault.js";
import { kvPutOptions, storageObject } from "../../shapes.js";
import { gather } from "../../value/gather.js";
import { bytesAtHand, sourceOf } from "../../value/source.js";
import { ask } from "../failure.js";
import { needs } from "../needs.js";
import { objectOf } from "./answer.js";
import { listPage } from "./list.js";
import { mustBeFree, readObject, readValue } from "./read.js";

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
    const isSealed = declared.encryption !== undefined;
    const check = (seen) => (isSealed ? sealedSize(false, seen) : checkGathered(false, seen));
    let bytes = bytesAtHand(source);
    if (bytes === undefined || isSealed) checkPut(false, frame, bytes?.byteLength, !isSealed);
    if (isSealed) check(members.size ?? 0);
    bytes ??= await gather(source, members.size, check);
    check(bytes.byteLength);
    const { at = now() } = declared;
    const size = bytes.byteLength;
    const end = kvPut(frame, size, declared.ttlSeconds, at);
    let entry;
    if (isSealed) ({ entry, bytes } = await sealedWhole(declared, key, bytes));
    const etag = etagOf(bytes);
    const asked = kvPutOptions(size, etag, at, end, members, declared.ttlSeconds, entry);
    if (members.ifNotExists) await mustBeFree(declared, binding, key);
    await ask(declared, () => binding.put(key, bytes, asked));
    return described(declared, storageObject(key, size, etag, at, members, end), entry);
  }

  async get(declared, key, options) {
    const { binding } = this;
    needs(declared, binding, "getWithMetadata");
    const { frame, members } = given("kvGet", options);
    checkKvGet(frameOf(key) + frame);
    const answer = await readValue(declared, binding, key, members.cacheTtlSeconds);
    if (answer === null) return null;
    const { bytes, metadata } = answer;
    const object = objectOf(declared, key, metadata, bytes);
    if (object === null) return null;
    if (declared.encryption === undefined) return new ReadHandle(declared, object, new OwnBody(bytes));
    return new ReadHandle(declared, object, await openedBody(declared, key, entries.get(object), bytes));
  }

  async head(declared, input) {
    needs(declared, this.binding, "getWithMetadata");
    return readObject(declared, this.binding, checkedKey(declared, input));
  }

  async delete(declared, input) {
    needs(declared, this.binding, "delete");
    for (const key of checkedKeys(declared, input)) {
      await aboutKey(key, () => ask(declared, () => this.binding.delete(key)));
    }
  }

  async list(declared, options) {
    needs(declared, this.binding, "list");
    return listPage(declared, this.binding, options);
  }
}
