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
  /** What signed URLs are signed with where the host has no secret, as memory has none. */
  randomSecret: undefined,
});

if (globalThis[SHARED] === undefined) {
  Object.defineProperty(globalThis, SHARED, { value: empty(), enumerable: false });
}

export const registry = globalThis[SHARED];

/** Registers what the core made of a declaration, or finds what was registered before. */
export function register(variant, declared, members) {
  const [identity, namespace, binding, access, fingerprint] = declared.split("\0");
  const known = registry.declared.get(identity);
  if (known !== undefined) {
    if (known.fingerprint !== fingerprint) throw declaredOtherwise(identity, known.fingerprint, fingerprint);
    return known;
  }
  const owner = registry.bindings.get(binding);
  if (owner !== undefined) throw bindingTaken(binding, owner, identity);
  const { name, namespace: _, binding: __, access: ___, ...options } = members;
  const deleteAfterDays = options.lifecycle?.deleteAfterDays;
  if (deleteAfterDays === undefined) delete options.lifecycle;
  const record = {
    id: registry.declared.size,
    identity,
    fingerprint,
    declaration: Object.freeze({
      kind: "storage",
      variant,
      name,
      namespace,
      binding,
      options: Object.freeze({ access, ...options }),
    }),
    isBucket: variant === "bucket",
    ttlSeconds: options.ttlSeconds,
    deleteAfterDays,
  };
  registry.declared.set(identity, record);
  registry.bindings.set(binding, identity);
  return record;
}
