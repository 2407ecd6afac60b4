/**
 * R2 through its binding.
 * @module
 */

import { isBlob, isStream, refuseValue, viewOf } from "../body.js";
import { core } from "../engine.js";
import { R2Body } from "../handle/body.js";
import { ReadHandle } from "../handle/handle.js";
import { ask, DELETE, GET, HEAD, hostFailure, LIST, PUT } from "./failure.js";
import { needs } from "./needs.js";
import { putStream } from "./upload.js";

export class R2Store {
  constructor(binding) {
    this.binding = binding;
  }

  async put(declared, key, value, options) {
    const { binding } = this;
    needs(declared, binding, "put");
    const bytes = viewOf(value);
    if (bytes === undefined && isStream(value)) return putStream(declared, binding, key, value, options);
    const blob = bytes === undefined && isBlob(value);
    const plan = core.r2Put(
      declared,
      key,
      options,
      blob ? value.type : undefined,
      blob ? value.size : bytes?.byteLength,
    );
    if (bytes === undefined && !blob) throw refuseValue(declared, key, value);
    let answer;
    try {
      answer = await binding.put(plan.key, bytes ?? value, plan.options);
    } catch (error) {
      throw hostFailure(declared, PUT, plan.key, error);
    }
    return core.r2PutDone(declared, plan.key, plan.condition, answer ?? undefined);
  }

  async get(declared, key, options) {
    const { binding } = this;
    needs(declared, binding, "get");
    const plan = core.r2Get(declared, key, options);
    let answer;
    try {
      if (plan.ifRange === undefined) answer = await binding.get(plan.key, plan.options);
      else answer = await getIfRange(declared, binding, plan);
    } catch (error) {
      throw hostFailure(declared, GET, plan.key, error);
    }
    if (answer === null) return null;
    const found = core.r2GetDone(plan.key, plan.range !== undefined && !plan.isWhole, answer);
    if (found.notModified) return new ReadHandle(found, undefined);
    return new ReadHandle(found, new R2Body(answer, (error) => hostFailure(declared, GET, plan.key, error)));
  }

  async head(declared, input) {
    needs(declared, this.binding, "head");
    const key = core.hostKey(declared, input);
    const answer = await ask(declared, HEAD, key, () => this.binding.head(key));
    return answer === null ? null : core.r2HeadDone(key, answer);
  }

  async delete(declared, keys) {
    needs(declared, this.binding, "delete");
    for (const group of core.hostDelete(declared, keys)) {
      await ask(declared, DELETE, group[0], () => this.binding.delete(group));
    }
  }

  async list(declared, asked) {
    const { binding } = this;
    needs(declared, binding, "list");
    const listing = {
      asked,
      items: [],
      prefixes: [],
      entries: 0,
      endedAt: undefined,
      options: undefined,
      page: undefined,
    };
    core.r2List(declared, listing);
    while (listing.page === undefined) {
      const { options } = listing;
      const answer = await ask(declared, LIST, undefined, () => binding.list(options));
      core.r2ListDone(declared, listing, answer);
      if (listing.page === undefined && listing.options.cursor === options.cursor) throw core.listStuck(declared);
    }
    return listing.page;
  }
}

/**
 * A range that is meant for one version only. R2 has no such condition: the range is read, and given
 * up for the whole if it turns out to be another version's. The second answer is one version again.
 */
async function getIfRange(declared, binding, plan) {
  const { key, ifRange } = plan;
  let unsatisfiable;
  try {
    const answer = await binding.get(key, plan.options);
    const isPart = answer !== null && "body" in answer;
    if (!isPart || core.r2RangeApplies(ifRange, answer)) return answer;
    await answer.body.cancel();
  } catch (error) {
    const failure = hostFailure(declared, GET, key, error);
    if (failure.code !== "storage_invalid_range") throw failure;
    unsatisfiable = failure;
  }
  const whole = await ask(declared, GET, key, () => binding.get(key, plan.whole));
  if (unsatisfiable !== undefined && whole !== null && core.r2RangeApplies(ifRange, whole)) {
    await whole.body?.cancel();
    throw unsatisfiable;
  }
  plan.isWhole = true;
  return whole;
}
