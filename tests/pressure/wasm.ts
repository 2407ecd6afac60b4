/**
 * The wasm instance that is in use, seen from outside.
 *
 * The package shows nobody its linear memory, and a leak shows nowhere else. So this file records every instance that
 * the package makes. It has to be evaluated before the package's first call: test files import it and then call.
 * @module
 */

import { storage } from "layeron-storage";

interface Exports extends Record<string, WebAssembly.ExportValue> {
  readonly memory: WebAssembly.Memory;
  readonly __wbindgen_externrefs: WebAssembly.Table;
  hashOf(pointer: number, length: number, before: bigint): bigint;
}

/** The exports of the latest instance. */
let latest: Exports | undefined;

/** How many instances have been made. */
let made = 0;

/** Whether the next call of an export traps. */
let isArmed = false;

WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, args, newTarget) {
    const instance = Reflect.construct(target, args, newTarget) as WebAssembly.Instance;
    latest = instance.exports as Exports;
    made++;
    return Object.defineProperty(instance, "exports", { value: armable(latest) });
  },
});

/** The same exports, which trap when they are armed. Those of the glue itself, `__wbindgen_malloc` and so on, do not. */
function armable(exports: Exports): WebAssembly.Exports {
  const entries = Object.entries(exports).map(([name, value]) => {
    if (typeof value !== "function" || name.startsWith("__")) return [name, value];
    return [name, (...args: unknown[]) => (isArmed ? trapIn(exports) : Reflect.apply(value, undefined, args))];
  });
  return Object.fromEntries(entries);
}

/** Reads beyond the end of the memory, as a fault of the core would. */
const trapIn = ({ hashOf }: Exports) => hashOf(0xffff_0000, 4096, 0n);

/** A call that does nothing but ask the core. It starts an instance where none runs. */
const probe = () => storage.kv({ name: "pressure-probe" });
probe();

function current(): Exports {
  probe();
  if (latest === undefined) throw new Error("the package has made no instance since this file was evaluated");
  return latest;
}

/** What the instance occupies now: bytes of memory, and places for JavaScript's values. */
export function occupied(): { bytes: number; references: number } {
  const { memory, __wbindgen_externrefs } = current();
  return { bytes: memory.buffer.byteLength, references: __wbindgen_externrefs.length };
}

/** The memory of the instance that is in use: another one for another instance. */
export const memoryInUse = (): WebAssembly.Memory => current().memory;

/** Makes a call trap, and throws what its caller sees. */
export function trap(): void {
  isArmed = true;
  try {
    probe();
  } finally {
    isArmed = false;
  }
}

/** How many instances have been lost so far. */
export function lost(): number {
  current();
  return made - 1;
}
