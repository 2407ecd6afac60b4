/**
 * The entry for Vercel's Edge Runtime, which compiles no bytes and takes wasm as a module. It has no bindings of its
 * own: `connect` gives them.
 * @module
 */

import * as all from "../storage.js";
import module from "../wasm/core_bg.wasm?module";

export { StorageError } from "../storage.js";
export const { storage, connect, declarations } = all.open(() => module);
export const rewrap = /* @__PURE__ */ all.opened(all.rewrap);
export const secret = /* @__PURE__ */ all.opened(all.secret);
export const storageSignedUrl = /* @__PURE__ */ all.opened(all.storageSignedUrl);
export const storagePublicUrl = /* @__PURE__ */ all.opened(all.storagePublicUrl);
export const serveStorage = /* @__PURE__ */ all.opened(all.serveStorage);
