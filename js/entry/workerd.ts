/**
 * The entry for workerd: the wasm is a module of the Worker, and its bindings are imported.
 * @module
 */

import { env } from "cloudflare:workers";
import * as api from "../index.ts";
import module from "../wasm/core_bg.wasm";

api.requireFeature(Reflect.get(Headers.prototype, Symbol.toStringTag));

export { StorageError } from "../index.ts";
export const { storage, connect, declarations } = api.open(() => module, env);
export const attachment = /* @__PURE__ */ api.opened(api.attachment);
export const rewrap = /* @__PURE__ */ api.opened(api.rewrap);
export const secret = /* @__PURE__ */ api.opened(api.secret);
export const storageSignedUrl = /* @__PURE__ */ api.opened(api.storageSignedUrl);
export const storagePublicUrl = /* @__PURE__ */ api.opened(api.storagePublicUrl);
export const serveStorage = /* @__PURE__ */ api.opened(api.serveStorage);
