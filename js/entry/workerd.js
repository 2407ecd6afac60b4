/**
 * The entry for workerd: the wasm is a module of the Worker, and its bindings are imported.
 * @module
 */

import { env } from "cloudflare:workers";
import { brought, open } from "../storage.js";
import module from "../wasm/core_bg.wasm";

brought(Headers.prototype[Symbol.toStringTag]);

export { StorageError } from "../storage.js";
export const { storage, connect, declarations } = open(() => module, env);
