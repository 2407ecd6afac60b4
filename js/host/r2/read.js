/**
 * Reads from R2: whole, in part, and in part if it is the right version.
 * @module
 */

import { core } from "../../engine.js";
import { R2Body } from "../../handle/body.js";
import { ReadHandle } from "../../handle/handle.js";
import { located } from "../../located.js";
import { hostFailure } from "../failure.js";
import { objectOf } from "./answer.js";

/** The handle for an answer. One without a body is that of a condition that did not hold: nothing new. */
export function handleOf(declared, key, answer, ranged) {
  if (answer === null) return null;
  const object = objectOf(key, answer);
  if (!("body" in answer)) return new ReadHandle(object, undefined);
  const { offset = 0, length = answer.size } = answer.range ?? {};
  const failed = (error) => located(hostFailure(declared, error), declared, "get", key);
  const body = new R2Body(answer, ranged ? length : object.size, failed);
  return new ReadHandle(object, body, ranged ? { offset, length } : undefined);
}

/** The answer to a get of a range. */
export async function getRange(declared, binding, key, plan) {
  try {
    return await binding.get(key, plan);
  } catch (error) {
    throw await explained(declared, binding, key, plan, error);
  }
}

/**
 * Miniflare fails in its own ways on a range of a given length that starts at the end of the object: an error
 * that says nothing is looked into.
 */
async function explained(declared, binding, key, { range }, error) {
  const failure = hostFailure(declared, error);
  if (failure.code !== "storage_host_error" || range.offset === undefined) return failure;
  const answer = await binding.head(key).catch(() => null);
  return answer !== null && range.offset >= answer.size ? core.unsatisfiable(answer.size) : failure;
}

/**
 * A range that is meant for one version only. R2 has no such condition: the range is read, and given
 * up for the whole if it turns out to be another version's. The second answer is one version again.
 */
export async function getIfRange(declared, binding, key, plan, ifRange) {
  const applies = (answer) => {
    const { etag, storedAt } = objectOf(key, answer);
    return core.r2RangeApplies(ifRange, etag, Date.parse(storedAt));
  };
  let unsatisfiable;
  try {
    const answer = await getRange(declared, binding, key, plan);
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
