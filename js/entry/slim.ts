/**
 * The entry for programs that load the wasm in a way of their own: `layeron-storage/core.wasm` is the file.
 * @module
 */

import * as api from "../index.ts";
import type * as Slim from "../types/slim.ts";

let compiled: WebAssembly.Module | undefined;

/** Takes the wasm, compiled or as bytes. A module is known by its name, as some runtimes compile in another realm. */
export const initSync = ((wasm: unknown) => {
  const isCompiled = Object.prototype.toString.call(wasm) === "[object WebAssembly.Module]";
  compiled = isCompiled ? (wasm as WebAssembly.Module) : new WebAssembly.Module(wasm as BufferSource);
}) satisfies typeof Slim.initSync;

function provided(): WebAssembly.Module {
  if (compiled !== undefined) return compiled;
  throw new Error("layeron-storage/slim: call initSync() with layeron-storage/core.wasm before anything else");
}

export { StorageError } from "../index.ts";
export const { storage, connect, declarations } = api.open(provided);
export const attachment = /* @__PURE__ */ api.opened(api.attachment);
export const rewrap = /* @__PURE__ */ api.opened(api.rewrap);
export const secret = /* @__PURE__ */ api.opened(api.secret);
export const storageSignedUrl = /* @__PURE__ */ api.opened(api.storageSignedUrl);
export const storagePublicUrl = /* @__PURE__ */ api.opened(api.storagePublicUrl);
export const serveStorage = /* @__PURE__ */ api.opened(api.serveStorage);
