/**
 * The wasm instance that is in use, seen from outside.
 *
 * The package shows nobody its linear memory, and a leak shows nowhere else. The generated glue gives the
 * exports of the running instance to whoever asks it to start once more.
 * @module
 */

import { instance as counted, core as guarded, start } from "../../dist/storage.js";

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly __wbindgen_externrefs: WebAssembly.Table;
}

const current = (): Promise<Exports> => start();

/** What the instance occupies now: bytes of memory, and places for JavaScript's values. */
export async function occupied(): Promise<{ bytes: number; references: number }> {
  const { memory, __wbindgen_externrefs } = await current();
  return { bytes: memory.buffer.byteLength, references: __wbindgen_externrefs.length };
}

/** The memory of the instance that is in use: another one for another instance. */
export const memoryInUse = async (): Promise<WebAssembly.Memory> => (await current()).memory;

/** The question that makes the core trap, as a fault in it would (src/wasm/questions.rs). */
const TRAP = 0xffff_ffff;

/** Throws what a caller would see. */
export const trap = (): void => (guarded as { ask(question: number, frame: string): void }).ask(TRAP, "");

/** How many instances have been lost so far. */
export const lost = (): number => counted;
