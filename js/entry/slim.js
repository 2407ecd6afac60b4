/**
 * The entry for who loads the wasm in a way of their own: `layeron-storage/core.wasm` is the file.
 * @module
 */

import * as all from "../storage.js";

let compiled;

/** Takes the wasm, compiled or as bytes. By name, as some runtimes compile in another realm. */
export function initSync(wasm) {
  const isCompiled = Object.prototype.toString.call(wasm) === "[object WebAssembly.Module]";
  compiled = isCompiled ? wasm : new WebAssembly.Module(wasm);
}

export { StorageError } from "../storage.js";
export const { storage, connect, declarations } = all.open(() => {
  if (compiled === undefined) {
    throw new Error("layeron-storage/slim: call initSync() with layeron-storage/core.wasm before anything else");
  }
  return compiled;
});
export const rewrap = /* @__PURE__ */ all.opened(all.rewrap);
export const secret = /* @__PURE__ */ all.opened(all.secret);
export const storageSignedUrl = /* @__PURE__ */ all.opened(all.storageSignedUrl);
export const storagePublicUrl = /* @__PURE__ */ all.opened(all.storagePublicUrl);
export const serveStorage = /* @__PURE__ */ all.opened(all.serveStorage);
