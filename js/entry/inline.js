/**
 * The entry for every runtime that can compile wasm from bytes: Node, Deno, Bun, browsers, bundlers.
 * Synchronous, without fetch, file system or top-level await.
 * @module
 */

import { load } from "../core.js";
import * as glue from "../wasm/core.js";
import { bytes } from "../wasm/inline.js";

const { initSync, default: _init, ...functions } = glue;
const module = new WebAssembly.Module(bytes());
load(functions, () => initSync({ module }));

export * from "../storage.js";
