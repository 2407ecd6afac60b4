/**
 * The hosts, one row each, and how an instance finds its own.
 *
 * A host is a folder with the same files as its siblings, and a row here. Which API an instance has (its variant) and who
 * stores its values (its host) are two questions: `HOSTS` names the hosts that serve each variant.
 * @module
 */

import type { Bindings } from "../connect.ts";
import { Variant } from "../wasm/core.js";
import { type BindingKind, type Bound, findBinding } from "./binding.ts";
import { KV_NAMESPACE, type KvBinding } from "./kv/api.ts";
import { KvStore } from "./kv/store.ts";
import { MemoryStore } from "./memory/store.ts";
import { R2_BUCKET, type R2Binding } from "./r2/api.ts";
import { R2Store } from "./r2/store.ts";
import type { Place, Store } from "./store.ts";

export { freshMemory } from "./memory/host.ts";

/** A host that is reached through a binding. */
interface HostRow extends BindingKind {
  open(place: Place, bound: Bound<object>): Store;
}

const R2: HostRow = { ...R2_BUCKET, open: (place, bound) => new R2Store(place, bound as Bound<R2Binding>) };
const KV: HostRow = { ...KV_NAMESPACE, open: (place, bound) => new KvStore(place, bound as Bound<KvBinding>) };

/** The hosts that serve a variant. A message suggests the first one. */
const HOSTS: Readonly<Record<Variant, readonly [HostRow, ...HostRow[]]>> = {
  [Variant.Bucket]: [R2],
  [Variant.Kv]: [KV],
};

/** The store behind an instance: memory without bindings, else the host that accepts the instance's binding. */
export function openStore(place: Place, bindings: Bindings | undefined): Store {
  if (bindings === undefined) return new MemoryStore(place);
  const { declaration, variant } = place.declared;
  const { kind, bound } = findBinding(declaration, bindings, HOSTS[variant]);
  return kind.open(place, bound);
}
