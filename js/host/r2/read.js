/**
 * Reads from R2: whole, in part, and in part if it is the right version.
 * @module
 */

import { caused } from "../../errors.js";
import { R2Body } from "../../handle/body.js";
import { ReadHandle } from "../../handle/handle.js";
import { located } from "../../located.js";
import { r2RangeApplies, unsatisfiable } from "../../questions.js";
import { hostFailure } from "../failure.js";
import { objectOf } from "./answer.js";

/** The handle for an answer. One without a body is that of a condition that did not hold: nothing new. */
export function handleOf(declared, key, answer, ranged) {
  if (answer === null) return null;
  const object = objectOf(key, answer);
  if (!("body" in answer)) return new ReadHandle(declared, object, undefined);
  const { offset = 0, length = answer.size } = answer.range ?? {};
  const failed = (error) => located(hostFailure(declared, error), declared, "get", key);
  const body = new R2Body(answer, ranged ? length : object.size, failed);
  return new ReadHandle(declared, object, body, ranged ? { offset, length } : undefined);
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
 * R2 does not say how long the object is that has no byte in a range. Miniflare says nothing at all of a range of
 * a given length that starts at the object's end.
 */
async function explained(declared, binding, key, { range }, error) {
  const failure = hostFailure(declared, error);
  if (failure.code !== "storage_invalid_range" && failure.code !== "storage_host_error") return failure;
  const size = await sizeNow(binding, key);
  if (size === undefined) return failure;
  const { offset, length, suffix } = range;
  const isOutside = offset === undefined ? suffix === 0 || size === 0 : offset >= size || length === 0;
  return isOutside ? caused(unsatisfiable(size, range), error) : failure;
}

/** The size of an object; undefined when it cannot be had, as the failure that asks for it has a reason already. */
async function sizeNow(binding, key) {
  try {
    return objectOf(key, await binding.head(key)).size;
  } catch {
    return undefined;
  }
}

/**
 * A range that is meant for one version only. R2 has no such condition: the range is read, and given
 * up for the whole if it turns out to be another version's. The second answer is one version again.
 */
export async function getIfRange(declared, binding, key, plan, ifRange) {
  const applies = (answer) => {
    const { etag, storedAt } = objectOf(key, answer);
    return r2RangeApplies(ifRange, etag, Date.parse(storedAt));
  };
  let outside;
  try {
    const answer = await getRange(declared, binding, key, plan);
    const isPart = answer !== null && "body" in answer;
    if (!isPart || applies(answer)) return handleOf(declared, key, answer, true);
    await answer.body.cancel();
  } catch (error) {
    outside = hostFailure(declared, error);
    if (outside.code !== "storage_invalid_range") throw outside;
  }
  const { range: _, ...rest } = plan;
  const whole = await binding.get(key, rest);
  if (outside !== undefined && whole !== null && applies(whole)) {
    await whole.body?.cancel();
    throw outside;
  }
  return handleOf(declared, key, whole, false);
}
