/**
 * Reads from R2: whole, in part, and in part if it is the right version.
 * @module
 */

import { core } from "../../engine.ts";
import { caused, type StorageError } from "../../errors.js";
import { R2Body } from "../../handle/body.ts";
import { located } from "../../located.ts";
import { ignoreFailure } from "../../value/ignore-failure.ts";
import { type GetPlan, Host, type Range } from "../../wasm/core.js";
import { hostFailure } from "../failure.ts";
import type { Found, Get } from "../store.ts";
import { checkedObject, hasBody, partOf, type R2Object, storedOf } from "./answer.ts";
import type { R2Bucket, R2GetOptions } from "./api.ts";

export function getObject(bucket: R2Bucket, { key, plan = {} }: Get): Promise<Found | null> {
  const reader = new Reader(bucket, key, plan);
  if (plan.range === undefined) return reader.whole();
  if (plan.ifRange === undefined) return reader.part(plan.range);
  return reader.partIf(plan.range, plan.ifRange);
}

/** Codes of failures that a range without a byte of the object may have. Miniflare's text says "Unspecified error". */
const UNEXPLAINED = new Set(["storage_invalid_range", "storage_host_error", "storage_unavailable"]);

/** One get of one key. */
class Reader {
  readonly #bucket: R2Bucket;
  readonly #key: string;
  readonly #options: R2GetOptions;

  constructor(bucket: R2Bucket, key: string, { ifNoneMatch }: GetPlan) {
    this.#bucket = bucket;
    this.#key = key;
    this.#options = ifNoneMatch === undefined ? {} : { onlyIf: conditionOf(ifNoneMatch) };
  }

  async whole(): Promise<Found | null> {
    return this.#found(objectIn(await this.#request()));
  }

  async part(range: Range): Promise<Found | null> {
    return this.#found(await this.#askPart(range), range);
  }

  /**
   * A range that is meant for one version only. R2 has no such condition: the range is read, and given up for the whole
   * if it turns out to be another version's. The second answer is of one version again.
   */
  async partIf(range: Range, ifRange: string): Promise<Found | null> {
    const applies = ({ etag, uploaded }: R2Object) => core.rangeApplies(ifRange, etag, uploaded.getTime());
    let refused: StorageError | undefined;
    try {
      const answer = await this.#askPart(range);
      if (answer === null || !hasBody(answer) || applies(answer)) return this.#found(answer, range);
      ignoreFailure(() => answer.body.cancel());
    } catch (error) {
      refused = hostFailure(Host.R2, error);
      if (refused.code !== "storage_invalid_range") throw refused;
    }
    const whole = objectIn(await this.#request());
    if (refused !== undefined && whole !== null && applies(whole)) {
      ignoreFailure(() => (hasBody(whole) ? whole.body.cancel() : undefined));
      throw refused;
    }
    return this.#found(whole);
  }

  async #askPart(range: Range): Promise<R2Object | null> {
    let answer: unknown;
    try {
      answer = await this.#request(range);
    } catch (error) {
      throw await this.#explained(range, error);
    }
    return objectIn(answer);
  }

  #request(range?: Range): Promise<unknown> {
    const options = range === undefined ? this.#options : { ...this.#options, range };
    return this.#bucket.binding.get(this.#key, options);
  }

  /**
   * R2 does not say how long the object is when it refuses a range. Miniflare says nothing at all of a range of a given
   * length that starts at the object's end.
   */
  async #explained(range: Range, error: unknown): Promise<StorageError> {
    const failure = hostFailure(Host.R2, error);
    if (!UNEXPLAINED.has(failure.code)) return failure;
    const size = await this.#sizeNow();
    if (size === undefined || holdsByte(range, size)) return failure;
    return caused(core.unsatisfiable(range, size), error);
  }

  /** The size of the object; undefined where R2 does not tell it, as the original failure has a reason already. */
  async #sizeNow(): Promise<number | undefined> {
    try {
      return checkedObject(await this.#bucket.binding.head(this.#key)).size;
    } catch {
      return undefined;
    }
  }

  /** An answer as it was found; `range` is the one that was asked for. */
  #found(answer: R2Object | null, range?: Range): Found | null {
    if (answer === null) return null;
    const stored = storedOf(this.#key, answer);
    if (!hasBody(answer)) return { ...stored, body: undefined, range: undefined };
    const failed = (error: unknown) =>
      located(hostFailure(Host.R2, error), this.#bucket.place.declared, "get", this.#key);
    const part = range && partOf(answer);
    return { ...stored, body: new R2Body(answer, part?.length ?? answer.size, failed), range: part, failed };
  }
}

/** The object of an answer; null where the key is missing. */
const objectIn = (answer: unknown): R2Object | null => (answer === null ? null : checkedObject(answer));

function conditionOf(ifNoneMatch: string): { etagDoesNotMatch: string } | Headers {
  const condition = core.r2Condition(ifNoneMatch);
  return "header" in condition ? new Headers({ "if-none-match": condition.header }) : condition;
}

const holdsByte = (range: Range, size: number): boolean =>
  "suffix" in range ? range.suffix > 0 && size > 0 : range.offset < size && range.length !== 0;
