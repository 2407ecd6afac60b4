/**
 * The wasm instance that is in use, seen from outside.
 *
 * The package shows nobody its linear memory, so this file records the instances that it makes. It has to be evaluated
 * before the package's first call.
 */

/** The exports of the latest instance. */
let latest;

WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, args, newTarget) {
    const instance = Reflect.construct(target, args, newTarget);
    latest = instance.exports;
    return instance;
  },
});

/** What the instance occupies: bytes of memory, and places in its table of JavaScript's values. */
export function occupied() {
  if (latest === undefined) throw new Error("the package has made no instance since this file was evaluated");
  const { memory, __wbindgen_externrefs } = latest;
  return { bytes: memory.buffer.byteLength, references: __wbindgen_externrefs.length };
}
