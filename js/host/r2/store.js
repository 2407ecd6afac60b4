/**
 * R2 through its binding.
 * @module
 */

import { frameOf } from "../../frame.js";
import { given } from "../../given.js";
import { aboutKey, checkedKey, checkedKeys, spelled } from "../../key.js";
import { givenToPut } from "../../options.js";
import { checkPut, conditionFailed, r2Get } from "../../questions.js";
import { OVERWRITE, r2GetOptions, r2PutOptions } from "../../shapes.js";
import { chunksOfSource, copiesOf } from "../../value/chunks.js";
import { bytesAtHand, sourceOf } from "../../value/source.js";
import { ask, hostFailure } from "../failure.js";
import { needs } from "../needs.js";
import { objectOf } from "./answer.js";
import { listPage } from "./list.js";
import { getIfRange, getRange, handleOf } from "./read.js";
import { putSealed, putStream } from "./upload.js";

/** Keys of one delete request. */
const GROUP = 1000;

export class R2Store {
  constructor(binding) {
    this.binding = binding;
  }

  /** `commit` is awaited when the value is all there, before it is stored; what it throws stops the put. */
  async put(declared, input, value, options, commit) {
    const { binding } = this;
    needs(declared, binding, "put");
    const key = spelled(declared, input);
    const source = sourceOf(value);
    const { blob, stream, wrong } = source;
    const bytes = bytesAtHand(source);
    const { frame, members } = givenToPut(declared, options, source);
    const size = bytes === undefined ? source.size : bytes.byteLength;
    const mode = checkPut(true, frameOf(key) + frame, size, false);
    if (wrong !== undefined) throw wrong;
    const plan = { key, mode, size: members.size, options: r2PutOptions(members, mode), commit };
    try {
      if (declared.encryption !== undefined) {
        const chunks = bytes === undefined ? chunksOfSource(source, members.size) : copiesOf(bytes);
        return stored(declared, await putSealed(declared, binding, plan, chunks, size ?? members.size), plan);
      }
      if (stream !== undefined) return stored(declared, await putStream(declared, binding, plan, stream), plan);
      await commit?.();
      return stored(declared, await binding.put(key, bytes ?? blob, plan.options), plan);
    } catch (error) {
      throw hostFailure(declared, error);
    }
  }

  async get(declared, input, options) {
    const { binding } = this;
    needs(declared, binding, "get");
    const key = spelled(declared, input);
    const { frame, members } = given("bucketGet", options);
    const plan = r2GetOptions(r2Get(frameOf(key) + frame + frameOf(declared.encryption !== undefined)));
    const ifRange = plan.asked && members.headers?.ifRange;
    return ask(declared, async () => {
      if (ifRange !== undefined) return getIfRange(declared, binding, key, plan, ifRange);
      if (plan.asked === undefined) return handleOf(declared, key, await binding.get(key, plan.options));
      return handleOf(declared, key, await getRange(declared, binding, key, plan), plan.asked);
    });
  }

  async head(declared, input) {
    needs(declared, this.binding, "head");
    const key = checkedKey(declared, input);
    return ask(declared, async () => {
      const answer = await this.binding.head(key);
      return answer === null ? null : objectOf(declared, key, answer);
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
function stored(declared, answer, { key, mode }) {
  if (answer === null && mode !== OVERWRITE) throw conditionFailed(mode);
  return objectOf(declared, key, answer);
}
