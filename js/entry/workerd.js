/**
 * The entry for workerd: the wasm is a module of the Worker, and its bindings are imported.
 * @module
 */

import { env } from "cloudflare:workers";
import * as all from "../storage.js";
import module from "../wasm/core_bg.wasm";

all.brought(Headers.prototype[Symbol.toStringTag]);

export { StorageError } from "../storage.js";
export const { storage, connect, declarations } = all.open(() => module, env);
export const rewrap = /* @__PURE__ */ all.opened(all.rewrap);
export const secret = /* @__PURE__ */ all.opened(all.secret);
export const storageSignedUrl = /* @__PURE__ */ all.opened(all.storageSignedUrl);
export const storagePublicUrl = /* @__PURE__ */ all.opened(all.storagePublicUrl);
export const serveStorage = /* @__PURE__ */ all.opened(all.serveStorage);
