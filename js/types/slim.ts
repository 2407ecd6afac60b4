/**
 * The same API, for who loads the wasm in a way of their own.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { createRequire } from "node:module";
 * import { initSync, storage } from "layeron-storage/slim";
 *
 * initSync(readFileSync(createRequire(import.meta.url).resolve("layeron-storage/core.wasm")));
 * const assets = storage.bucket({ name: "user-assets" });
 * ```
 *
 * @module
 */

export * from "./index.js";

/**
 * Takes the wasm of `layeron-storage/core.wasm`: a `WebAssembly.Module`, or its bytes. Everything else throws an `Error`
 * until it has been called.
 */
export declare function initSync(wasm: ArrayBuffer | ArrayBufferView | object): void;
