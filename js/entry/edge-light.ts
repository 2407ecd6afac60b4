/**
 * The entry for Vercel's Edge Runtime, which compiles no bytes and takes wasm as a module. It has no bindings of its
 * own: `connect` gives them.
 * @module
 */

import * as api from "../index.ts";
import module from "../wasm/core_bg.wasm?module";

export { StorageError } from "../index.ts";
export const { storage, connect, declarations } = api.open(() => module);
export const attachment = /* @__PURE__ */ api.opened(api.attachment);
export const rewrap = /* @__PURE__ */ api.opened(api.rewrap);
export const secret = /* @__PURE__ */ api.opened(api.secret);
export const storageSignedUrl = /* @__PURE__ */ api.opened(api.storageSignedUrl);
export const storagePublicUrl = /* @__PURE__ */ api.opened(api.storagePublicUrl);
export const serveStorage = /* @__PURE__ */ api.opened(api.serveStorage);
