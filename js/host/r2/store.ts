/**
 * R2 through its binding.
 * @module
 */

import { constants } from "../../engine.ts";
import { aboutKey } from "../../key.ts";
import { Host, type ListPlan } from "../../wasm/core.js";
import type { Bound } from "../binding.ts";
import { awaitHost } from "../failure.ts";
import type { Found, Get, Page, Place, Put, Records, Store, Stored } from "../store.ts";
import { storedOf } from "./answer.ts";
import type { R2Binding, R2Bucket } from "./api.ts";
import { getObject } from "./get.ts";
import { listPage } from "./list.ts";
import { putObject } from "./put.ts";
import { r2Records } from "./records.ts";

export class R2Store implements Store {
  /** Streams go up as they come. */
  readonly holdsWhole = false;
  readonly #bucket: R2Bucket;

  constructor(place: Place, { binding, requireMethod }: Bound<R2Binding>) {
    this.#bucket = { place, binding, requireMethod };
  }

  put(put: Put): Promise<Stored> {
    this.#bucket.requireMethod("put");
    return putObject(this.#bucket, put);
  }

  get(get: Get): Promise<Found | null> {
    this.#bucket.requireMethod("get");
    return awaitHost(Host.R2, () => getObject(this.#bucket, get));
  }

  head(key: string): Promise<Stored | null> {
    this.#bucket.requireMethod("head");
    return awaitHost(Host.R2, async () => {
      const answer = await this.#bucket.binding.head(key);
      return answer === null ? null : storedOf(key, answer);
    });
  }

  async delete(keys: readonly string[]): Promise<void> {
    this.#bucket.requireMethod("delete");
    const { deleteKeys } = constants();
    for (let at = 0; at < keys.length; at += deleteKeys) {
      const group = keys.slice(at, at + deleteKeys);
      await aboutKey(String(group[0]), () => awaitHost(Host.R2, () => this.#bucket.binding.delete(group)));
    }
  }

  list(plan: ListPlan): Promise<Page> {
    this.#bucket.requireMethod("list");
    return listPage(this.#bucket, plan);
  }

  records(): Records {
    return r2Records(this.#bucket);
  }
}
