/**
 * Reads from R2: whole, in part, and in part if it is the right version.
 * @module
 */

import { caused } from "../../errors.js";
import { R2Body } from "../../handle/body.js";
import { ReadHandle } from "../../handle/handle.js";
import { OpenedBody } from "../../handle/opened.js";
import { located } from "../../located.js";
import { r2RangeApplies, unsatisfiable } from "../../questions.js";
import { opener } from "../../seal/vault.js";
import { quietly } from "../../value/quietly.js";
import { readerOf } from "../../value/reader.js";
import { hostFailure } from "../failure.js";
import { entryOf, objectOf } from "./answer.js";

/**
 * The handle for an answer. One without a body is that of a condition that did not hold: nothing new.
 * @param [asked] the range that the caller wants
 */
export async function handleOf(declared, key, answer, asked) {
  if (answer === null) return null;
  const object = objectOf(declared, key, answer);
  if (!hasBody(answer)) return new ReadHandle(declared, object, undefined);
  const failed = (error) => located(hostFailure(declared, error), declared, "get", key);
  const { offset = 0, length = answer.size } = answer.range ?? {};
  if (declared.encryption === undefined) {
    const body = new R2Body(answer, asked === undefined ? object.size : length, failed);
    return new ReadHandle(declared, object, body, asked && { offset, length });
  }
  try {
    const { open, range } = await opener(declared, key, entryOf(answer), answer.size, offset, asked);
    const body = new OpenedBody(range.length, () => open(hostChunks(answer.body)), failed);
    return new ReadHandle(declared, object, body, asked && range);
  } catch (error) {
    quietly(() => answer.body.cancel());
    throw error;
  }
}

/** Whoever asks a proxy of wrangler (`getPlatformProxy`) for `body` has used it, so that is the last thing to ask for. */
const hasBody = (answer) => "arrayBuffer" in answer || "body" in answer;

/** The answer to a get of a range. */
export async function getRange(declared, binding, key, { options, range, asked }) {
  try {
    return await binding.get(key, { ...options, range });
  } catch (error) {
    throw await explained(declared, binding, key, asked, error);
  }
}

/**
 * R2 does not say how long the object is that has no byte in a range. Miniflare says nothing at all of a range of
 * a given length that starts at the object's end.
 */
async function explained(declared, binding, key, range, error) {
  const failure = hostFailure(declared, error);
  if (failure.code !== "storage_invalid_range" && failure.code !== "storage_host_error") return failure;
  const size = await sizeNow(declared, binding, key);
  if (size === undefined) return failure;
  const { offset, length, suffix } = range;
  const isOutside = offset === undefined ? suffix === 0 || size === 0 : offset >= size || length === 0;
  return isOutside ? caused(unsatisfiable(size, range), error) : failure;
}

/** The size of an object; undefined when it cannot be had, as the failure that asks for it has a reason already. */
async function sizeNow(declared, binding, key) {
  try {
    return objectOf(declared, key, await binding.head(key)).size;
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
    const { etag, storedAt } = objectOf(declared, key, answer);
    return r2RangeApplies(ifRange, etag, Date.parse(storedAt));
  };
  let outside;
  try {
    const answer = await getRange(declared, binding, key, plan);
    if (answer === null || !hasBody(answer) || applies(answer))
      return await handleOf(declared, key, answer, plan.asked);
    quietly(() => answer.body.cancel());
  } catch (error) {
    outside = hostFailure(declared, error);
    if (outside.code !== "storage_invalid_range") throw outside;
  }
  const whole = await binding.get(key, plan.options);
  if (outside !== undefined && whole !== null && applies(whole)) {
    quietly(() => whole.body?.cancel());
    throw outside;
  }
  return handleOf(declared, key, whole);
}

/** The chunks of a host's body. */
function hostChunks(body) {
  const reader = readerOf(body);
  return {
    async next() {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return undefined;
        if (value.byteLength > 0) return value;
      }
    },
    stop: (reason) => quietly(() => reader.cancel(reason)),
  };
}
