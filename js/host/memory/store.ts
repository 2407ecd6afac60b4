/**
 * The memory host behind one instance: answers every call at once, and without a promise unless a value has to be waited
 * for.
 *
 * It is the executable specification of the other hosts, so it enforces their limits.
 * @module
 */

import type { ListPlan } from "../../wasm/core.js";
import type { Awaitable, Found, Get, Page, Place, Put, Records, Store, Stored } from "../store.ts";
import type { Memory } from "./answer.ts";
import { getValue, headOf } from "./get.ts";
import { memoryHost, tableOf } from "./host.ts";
import { listPage } from "./list.ts";
import { putValue } from "./put.ts";
import { memoryRecords } from "./records.ts";

export class MemoryStore implements Store {
  readonly holdsWhole = true;
  readonly #memory: Memory;

  constructor(place: Place) {
    this.#memory = { place, host: memoryHost() };
  }

  put(put: Put): Awaitable<Stored> {
    return putValue(this.#memory, put);
  }

  get(get: Get): Found | null {
    return getValue(this.#memory, get);
  }

  head(key: string): Stored | null {
    return headOf(this.#memory, key);
  }

  delete(keys: readonly string[]): void {
    const { host, place } = this.#memory;
    for (const key of keys) tableOf(host, place.declared.identity).delete(key);
  }

  list(plan: ListPlan): Page {
    return listPage(this.#memory, plan);
  }

  records(): Records {
    return memoryRecords(this.#memory);
  }
}
