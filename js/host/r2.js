/**
 * R2 through its binding.
 * @module
 */

import { sourceOf } from "../body.js";
import { core } from "../engine.js";
import { frameOf, given } from "../given.js";
import { R2Body } from "../handle/body.js";
import { ReadHandle } from "../handle/handle.js";
import { aboutKey, checkedKey, checkedKeys, spelled } from "../key.js";
import { located } from "../located.js";
import { givenToPut } from "../options.js";
import { r2GetOptions, r2PutOptions, r2StorageObject } from "../shapes.js";
import { ask, hostFailure } from "./failure.js";
import { needs } from "./needs.js";
import { listPage } from "./pages.js";
import { putStream } from "./upload.js";

/** Keys of one delete request. */
const GROUP = 1000;

export class R2Store {
  constructor(binding) {
    this.binding = binding;
  }

  async put(declared, input, value, options) {
    const { binding } = this;
    needs(declared, binding, "put");
    const key = spelled(declared, input);
    const source = sourceOf(value);
    const { bytes, blob, stream } = source;
    const { frame, members } = givenToPut(declared, options, source);
    const size = bytes === undefined ? blob?.size : bytes.byteLength;
    const mode = core.checkPut(true, false, frameOf(key) + frame, size ?? -1);
    const plan = { key, mode, size: members.size, options: r2PutOptions(members, mode) };
    try {
      if (stream !== undefined) return stored(await putStream(declared, binding, plan, stream), plan);
      return stored(await binding.put(key, bytes ?? blob, plan.options), plan);
    } catch (error) {
      throw hostFailure(declared, error);
    }
  }

  async get(declared, input, options) {
    const { binding } = this;
    needs(declared, binding, "get");
    const key = spelled(declared, input);
    const { frame, members } = given("bucketGet", options);
    const plan = r2GetOptions(core.r2Get(frameOf(key) + frame));
    const ifRange = plan.range && members.headers?.ifRange;
    try {
      if (ifRange !== undefined) return await getIfRange(declared, binding, key, plan, ifRange);
      return handleOf(declared, key, await binding.get(key, plan), plan.range !== undefined);
    } catch (error) {
      throw hostFailure(declared, error);
    }
  }

  async head(declared, input) {
    needs(declared, this.binding, "head");
    const key = checkedKey(declared, input);
    return ask(declared, async () => {
      const answer = await this.binding.head(key);
      return answer === null ? null : r2StorageObject(key, answer);
    });
  }

  async delete(declared, input) {
    needs(declared, this.binding, "delete");
    const keys = checkedKeys(declared, input);
    for (let at = 0; at < keys.length; at += GROUP) {
      const group = keys.slice(at, at + GROUP);
      await aboutKey(group[0], () => ask(declared, () => this.binding.delete(group)));
    }
  }

  async list(declared, options) {
    needs(declared, this.binding, "list");
    return listPage(declared, this.binding, options);
  }
}

/** The result of a put. R2 answers null when the condition did not hold. */
function stored(answer, { key, mode }) {
  if (answer === null) throw core.conditionFailed(mode);
  return r2StorageObject(key, answer);
}

/** The result of a get. An answer without a body is that of a condition that did not hold: nothing new. */
function handleOf(declared, key, answer, ranged) {
  if (answer === null) return null;
  const object = r2StorageObject(key, answer);
  if (!("body" in answer)) return new ReadHandle(object, undefined);
  const { offset = 0, length = answer.size } = answer.range ?? {};
  const failed = (error) => located(hostFailure(declared, error), declared, "get", key);
  return new ReadHandle(object, new R2Body(answer, failed), ranged ? { offset, length } : undefined);
}

/**
 * A range that is meant for one version only. R2 has no such condition: the range is read, and given
 * up for the whole if it turns out to be another version's. The second answer is one version again.
 */
async function getIfRange(declared, binding, key, plan, ifRange) {
  const applies = (answer) => core.r2RangeApplies(ifRange, answer.etag, answer.uploaded.getTime());
  let unsatisfiable;
  try {
    const answer = await binding.get(key, plan);
    const isPart = answer !== null && "body" in answer;
    if (!isPart || applies(answer)) return handleOf(declared, key, answer, true);
    await answer.body.cancel();
  } catch (error) {
    unsatisfiable = hostFailure(declared, error);
    if (unsatisfiable.code !== "storage_invalid_range") throw unsatisfiable;
  }
  const { range: _, ...rest } = plan;
  const whole = await binding.get(key, rest);
  if (unsatisfiable !== undefined && whole !== null && applies(whole)) {
    await whole.body?.cancel();
    throw unsatisfiable;
  }
  return handleOf(declared, key, whole, false);
}
