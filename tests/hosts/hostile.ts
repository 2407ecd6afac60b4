/**
 * Values that fight back when they are looked at.
 *
 * Getters run a caller's code, and Proxies run it at every look. They come from nobody's malice alone: lazy
 * configuration objects and reactive frameworks are made of them.
 * @module
 */

/** The error that all of them throw; a caller's own, so no business of the package's. */
export const OWN = new RangeError("a hostile value was looked at");

export function throwing(): never {
  throw OWN;
}

export function revoked(target: object = {}): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

const EVERY_TRAP: ProxyHandler<object> = {
  get: throwing,
  has: throwing,
  ownKeys: throwing,
  getPrototypeOf: throwing,
  getOwnPropertyDescriptor: throwing,
};

export const trapped = (target: object = {}) => new Proxy(target, EVERY_TRAP);

/** An object whose member `name` throws when it is read. */
export const withGetter = (name: PropertyKey, target: object = {}) =>
  Object.defineProperty(target, name, { get: throwing, enumerable: true, configurable: true });

export interface Hostile {
  readonly what: string;
  /** Makes a new one each time. */
  readonly make: () => unknown;
}

/** What is hostile wherever it is put. */
export const EVERYWHERE: readonly Hostile[] = [
  { what: "a revoked Proxy", make: () => revoked() },
  { what: "a revoked Proxy of an array", make: () => revoked([]) },
  { what: "a revoked Proxy of a function", make: () => revoked(() => undefined) },
  { what: "a Proxy of which every trap throws", make: () => trapped() },
  { what: "a Proxy of an array of which every trap throws", make: () => trapped(["a"]) },
  { what: "an object whose toStringTag throws", make: () => withGetter(Symbol.toStringTag) },
  {
    what: "an object that cannot become a primitive",
    make: () => ({ [Symbol.toPrimitive]: throwing, toString: throwing }),
  },
  { what: "an object without a prototype", make: () => Object.create(null) },
  { what: "a symbol", make: () => Symbol("hostile") },
  { what: "a bigint", make: () => 2n ** 70n },
  { what: "a class", make: () => class Hostile {} },
];
