/**
 * Workers KV through its binding. Values are whole in memory before the host is called, so that a
 * stream that fails cannot replace a value by half of it.
 * @module
 */

import { gather, viewOf } from "../body.js";
import { now } from "../clock.js";
import { core } from "../engine.js";
import { OwnBody } from "../handle/body.js";
import { ReadHandle } from "../handle/handle.js";
import { ask, DELETE, GET, HEAD, hostFailure, LIST, PUT } from "./failure.js";
import { needs } from "./needs.js";

export class KvStore {
  constructor(binding) {
    this.binding = binding;
  }

  async put(declared, key, value, options) {
    const { binding } = this;
    needs(declared, binding, "put");
    let bytes = viewOf(value);
    let plan;
    if (bytes !== undefined) plan = core.kvPut(declared, key, bytes, options, undefined, now());
    else {
      const checked = core.checkPut(declared, key, options, value?.type);
      bytes = await gather(declared, checked, value);
      plan = core.kvPut(declared, checked.key, bytes, checked.options, undefined, now());
    }
    if (plan.create) await mustBeFree(declared, binding, plan.key);
    try {
      await binding.put(plan.key, bytes, plan.options);
    } catch (error) {
      throw hostFailure(declared, PUT, plan.key, error);
    }
    return plan.object;
  }

  async get(declared, key, options) {
    const { binding } = this;
    needs(declared, binding, "getWithMetadata");
    const plan = core.kvGet(declared, key, options);
    let answer;
    try {
      answer = await binding.getWithMetadata(plan.key, plan.options);
    } catch (error) {
      throw hostFailure(declared, GET, plan.key, error);
    }
    if (answer.value === null) return null;
    const bytes = new Uint8Array(answer.value);
    const found = core.kvGetDone(declared, plan.key, bytes, answer.metadata, now());
    return found === null ? null : new ReadHandle(found, new OwnBody(bytes));
  }

  async head(declared, input) {
    const { binding } = this;
    needs(declared, binding, "getWithMetadata");
    const key = core.hostKey(declared, input);
    const answer = await ask(declared, HEAD, key, () => binding.getWithMetadata(key, { type: "stream" }));
    if (answer.value === null) return null;
    const object = core.kvHeadDone(declared, key, answer.metadata, now());
    if (object === undefined) {
      const bytes = await ask(declared, HEAD, key, () => new Response(answer.value).arrayBuffer());
      return core.kvForeignItem(key, new Uint8Array(bytes), undefined);
    }
    await answer.value.cancel();
    return object;
  }

  async delete(declared, keys) {
    needs(declared, this.binding, "delete");
    for (const [key] of core.hostDelete(declared, keys)) {
      await ask(declared, DELETE, key, () => this.binding.delete(key));
    }
  }

  async list(declared, asked) {
    const { binding } = this;
    needs(declared, binding, "list");
    const listing = { asked, items: [], options: undefined, page: undefined };
    core.kvList(declared, listing);
    while (listing.page === undefined) {
      const { options } = listing;
      const answer = await ask(declared, LIST, undefined, () => binding.list(options));
      for (const item of core.kvListed(declared, answer, now())) {
        const complete = item.foreign ? await readForeign(declared, binding, item) : item;
        if (complete !== null) listing.items.push(complete);
      }
      core.kvListDone(declared, listing, answer);
      if (listing.page === undefined && listing.options.cursor === options.cursor) throw core.listStuck(declared);
    }
    return listing.page;
  }
}

/** KV has no conditions: a create-only put looks first, then writes. */
async function mustBeFree(declared, binding, key) {
  needs(declared, binding, "getWithMetadata");
  const answer = await ask(declared, PUT, key, () => binding.getWithMetadata(key, { type: "stream" }));
  if (answer.value === null) return;
  await answer.value.cancel();
  core.kvCreate(declared, key, answer.metadata, now());
}

/** The item of a value that another program wrote; null when it has gone since it was listed. */
async function readForeign(declared, binding, { key, expiresAt }) {
  const answer = await ask(declared, LIST, key, () => binding.getWithMetadata(key, { type: "arrayBuffer" }));
  if (answer.value === null) return null;
  return core.kvForeignItem(key, new Uint8Array(answer.value), expiresAt);
}
