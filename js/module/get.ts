/**
 * `get`: opens a value for reading.
 * @module
 */

import { core } from "../engine.ts";
import { ReadHandle } from "../handle/handle.ts";
import type { Found, Get } from "../host/store.ts";
import { keyOf } from "../key.ts";
import { copied } from "../options.ts";
import type { Declared } from "../registry.ts";
import type { StorageKvGetOptions, StorageReadHandle } from "../types/index.ts";
import { Variant } from "../wasm/core.js";
import type { Operation } from "./operation.ts";

export const get: Operation<Found | null, StorageReadHandle | null> = {
  name: "get",
  hasKey: true,
  run: ({ declared, store }, key, options) => store.get(planned(declared, key, options)),
  shape: (found, { variant }) => (found === null ? null : new ReadHandle(variant, found)),
};

function planned(declared: Declared, input: unknown, options: unknown): Get {
  const { variant } = declared;
  const key = keyOf(declared, input);
  const snapshot = copied(options);
  const plan = core.planGet(variant, key, snapshot);
  // The core has refused any other member and type.
  const cacheTtl = variant === Variant.Kv ? (snapshot as StorageKvGetOptions | undefined)?.cacheTtlSeconds : undefined;
  return { key, plan, cacheTtl };
}
