/**
 * Workers KV through its binding.
 * @module
 */

import { fault } from "../../engine.ts";
import { aboutKey } from "../../key.ts";
import { Host, type ListPlan } from "../../wasm/core.js";
import type { Bound } from "../binding.ts";
import { awaitHost } from "../failure.ts";
import type { Found, Get, Page, Place, Put, Records, Store, Stored } from "../store.ts";
import type { KvBinding, KvNamespace } from "./api.ts";
import { getValue, readStored } from "./get.ts";
import { listPage } from "./list.ts";
import { putValue } from "./put.ts";

export class KvStore implements Store {
  readonly holdsWhole = true;
  readonly #namespace: KvNamespace;

  constructor(place: Place, { binding, requireMethod }: Bound<KvBinding>) {
    this.#namespace = { place, binding, requireMethod };
  }

  put(put: Put): Promise<Stored> {
    this.#namespace.requireMethod("put");
    return putValue(this.#namespace, put);
  }

  get(get: Get): Promise<Found | null> {
    this.#namespace.requireMethod("getWithMetadata");
    return getValue(this.#namespace, get);
  }

  head(key: string): Promise<Stored | null> {
    this.#namespace.requireMethod("getWithMetadata");
    return readStored(this.#namespace, key);
  }

  async delete(keys: readonly string[]): Promise<void> {
    this.#namespace.requireMethod("delete");
    for (const key of keys) {
      await aboutKey(key, () => awaitHost(Host.Kv, () => this.#namespace.binding.delete(key)));
    }
  }

  list(plan: ListPlan): Promise<Page> {
    this.#namespace.requireMethod("list");
    return listPage(this.#namespace, plan);
  }

  /** One-time URLs are a bucket's. */
  records(): Records {
    throw fault("KV keeps no records: it has no atomic create");
  }
}
