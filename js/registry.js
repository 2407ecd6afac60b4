/**
 * What all copies of the package in one program share: the declarations and the connection.
 *
 * A bundler may include the package twice (`.` and `./core`, or two dependencies' copies). They must
 * agree on what is declared and on where it is stored, so this lives on globalThis, under a symbol that
 * names the version of its shape.
 * @module
 */

import { bindingTaken, declaredOtherwise } from "./questions.js";

const SHARED = Symbol.for("layeron-storage/registry/1");

const empty = () => ({
  /** Identity → record, in the order of declaration. */
  declared: new Map(),
  /** Binding → the identity that declared it. */
  bindings: new Map(),
  /** What `connect` said last. */
  connection: { host: undefined, clock: undefined, endpoint: { start: "", base: "" }, origins: [] },
  /** The memory host, once there is one: see js/host/memory/store.js. */
  memory: undefined,
  /** What memory has in place of a host's secrets, by their names. */
  random: new Map(),
});

if (globalThis[SHARED] === undefined) {
  Object.defineProperty(globalThis, SHARED, { value: empty(), enumerable: false });
}

export const registry = globalThis[SHARED];

/** The record of a declaration; `make` makes it, unless it was made before. */
export function registered(key, fingerprint, binding, make) {
  const known = registry.declared.get(key);
  if (known !== undefined) {
    if (known.fingerprint !== fingerprint) throw declaredOtherwise(key, known.fingerprint, fingerprint);
    return known;
  }
  const owner = registry.bindings.get(binding);
  if (owner !== undefined) throw bindingTaken(binding, owner, key);
  const record = { ...make(), fingerprint, id: registry.declared.size };
  Object.freeze(record.declaration.options);
  Object.freeze(record.declaration);
  registry.declared.set(key, record);
  registry.bindings.set(binding, key);
  return record;
}

/** Registers an instance, by what the core made of its options (src/wasm/declare.rs). */
export function register(variant, declared, members) {
  const [identity, namespace, binding, fingerprint, access, , secret, place, secretBinding, context] =
    declared.split("\0");
  const { name, namespace: _, binding: __, access: ___, ...options } = members;
  const deleteAfterDays = options.lifecycle?.deleteAfterDays;
  if (deleteAfterDays === undefined) delete options.lifecycle;
  return registered(identity, fingerprint, binding, () => ({
    identity,
    declaration: { kind: "storage", variant, name, namespace, binding, options: { access, ...options } },
    isBucket: variant === "bucket",
    ttlSeconds: options.ttlSeconds,
    deleteAfterDays,
    encryption: secret && { name: secret, namespace: place, binding: secretBinding, context },
  }));
}
