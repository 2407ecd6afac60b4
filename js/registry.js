/**
 * What all copies of the package in one program share: the declarations and the connection.
 *
 * A bundler may include the package twice (`.` and `./core`, or two dependencies' copies). They must
 * agree on what is declared and on where it is stored, so this lives on globalThis, under a symbol that
 * names the version of its shape.
 * @module
 */

const SHARED = Symbol.for("layeron-storage/registry/1");

const empty = () => ({
  /** Identity → record, in the order of declaration. */
  declared: new Map(),
  /** Binding → the identity that declared it. */
  bindings: new Map(),
  /** What `connect` said last. */
  connection: { host: undefined, clock: undefined },
  /** The memory host, once there is one: see js/host/memory/store.js. */
  memory: undefined,
});

if (globalThis[SHARED] === undefined) {
  Object.defineProperty(globalThis, SHARED, { value: empty(), enumerable: false });
}

export const registry = globalThis[SHARED];

/** The fingerprint of an identity's declaration, if it has one. */
export const declaredAs = (identity) => registry.declared.get(identity)?.fingerprint;

/** The identity that declared a binding, if one did. */
export const ownerOf = (binding) => registry.bindings.get(binding);

/** Registers a declaration, or finds the one of this identity. */
export function register(identity, fingerprint, variant, namespace, binding, access, members) {
  const known = registry.declared.get(identity);
  if (known !== undefined) return known;
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
