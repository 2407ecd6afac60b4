/**
 * The entry for every runtime that can compile wasm from bytes: Node, Deno, Bun, browsers, bundlers.
 * Synchronous, without fetch, file system or top-level await.
 * @module
 */

import { open } from "../storage.js";
import { bytes } from "../wasm/inline.js";

// Compiled now: workerd forbids it once requests are handled.
const module = new WebAssembly.Module(bytes());

export { StorageError } from "../errors.js";
export const { storage, connect, declarations } = open(() => module);
