/**
 * The KV binding, as far as this package uses it, and what makes an object one.
 *
 * Answers are of unknown types: any object can take a binding's place, so the package checks each answer where it
 * arrives.
 * @module
 */

import type { KvRecord } from "../../wasm/core.js";
import { type BindingKind, type Bound, hasMethod } from "../binding.ts";
import type { Place } from "../store.ts";

export interface KvBinding {
  put(key: string, value: Uint8Array, options: KvPutOptions): Promise<unknown>;
  getWithMetadata(key: string, options: KvGetOptions): Promise<unknown>;
  delete(key: string): Promise<unknown>;
  list(options: KvListOptions): Promise<unknown>;
}

export interface KvPutOptions {
  metadata: KvRecord;
  expirationTtl?: number;
}

interface KvGetOptions {
  type: "arrayBuffer" | "stream";
  cacheTtl?: number;
}

export interface KvListOptions {
  prefix?: string;
  cursor?: string;
  limit?: number;
}

/** A namespace of KV that works for one instance. */
export interface KvNamespace extends Bound<KvBinding> {
  readonly place: Place;
}

export const KV_NAMESPACE: BindingKind = {
  noun: "a KV namespace",
  /**
   * R2 and KV share three methods. An object with a method that only R2 has is not a namespace. `delete` proves nothing: a
   * Map has it, too.
   */
  accepts: (binding) =>
    !hasMethod(binding, "createMultipartUpload") &&
    ["put", "list", "getWithMetadata"].some((method) => hasMethod(binding, method)),
  configuration: ({ binding }) => ({ kv_namespaces: [{ binding }] }),
};
