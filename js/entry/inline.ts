/**
 * The entry for every runtime that can compile wasm from bytes: Node, Deno, Bun, browsers, bundlers.
 * It is synchronous, and needs no fetch, file system or top-level await.
 * @module
 */

import * as api from "../index.ts";
import { bytes } from "../wasm/inline.js";

/** Compiles at the import: workerd forbids it once requests are handled. */
function compiled(): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes());
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const remedy =
      "a Worker has to be bundled with the condition `workerd`, a page needs the policy 'wasm-unsafe-eval'";
    throw new Error(`layeron-storage may not compile its wasm here: ${why}; ${remedy}`, { cause });
  }
}

const module = compiled();

export { StorageError } from "../index.ts";
export const { storage, connect, declarations } = api.open(() => module);
export const attachment = /* @__PURE__ */ api.opened(api.attachment);
export const rewrap = /* @__PURE__ */ api.opened(api.rewrap);
export const secret = /* @__PURE__ */ api.opened(api.secret);
export const storageSignedUrl = /* @__PURE__ */ api.opened(api.storageSignedUrl);
export const storagePublicUrl = /* @__PURE__ */ api.opened(api.storagePublicUrl);
export const serveStorage = /* @__PURE__ */ api.opened(api.serveStorage);
