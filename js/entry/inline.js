/**
 * The entry for every runtime that can compile wasm from bytes: Node, Deno, Bun, browsers, bundlers.
 * Synchronous, without fetch, file system or top-level await.
 * @module
 */

import * as all from "../storage.js";
import { bytes } from "../wasm/inline.js";

/** Compiled at the import: workerd forbids it once requests are handled. */
function compiled() {
  try {
    return new WebAssembly.Module(bytes());
  } catch (cause) {
    const why = "layeron-storage may not compile its wasm here";
    const what = "a Worker has to be bundled with the condition `workerd`, a page needs the policy 'wasm-unsafe-eval'";
    throw new Error(`${why}: ${cause.message}; ${what}`, { cause });
  }
}

const module = compiled();

export { StorageError } from "../storage.js";
export const { storage, connect, declarations } = all.open(() => module);
export const rewrap = /* @__PURE__ */ all.opened(all.rewrap);
export const secret = /* @__PURE__ */ all.opened(all.secret);
export const storageSignedUrl = /* @__PURE__ */ all.opened(all.storageSignedUrl);
export const storagePublicUrl = /* @__PURE__ */ all.opened(all.storagePublicUrl);
export const serveStorage = /* @__PURE__ */ all.opened(all.serveStorage);
