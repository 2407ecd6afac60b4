/**
 * The entry for every runtime that can compile wasm from bytes: Node, Deno, Bun, browsers, bundlers.
 * Synchronous, without fetch, file system or top-level await.
 * @module
 */

import { open } from "../storage.js";
import * as glue from "../wasm/core.js";
import { bytes } from "../wasm/inline.js";

export { StorageError } from "../errors.js";
export const { storage, connect, declarations } = open(glue, new WebAssembly.Module(bytes()));
