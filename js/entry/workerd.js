/**
 * The entry for workerd: the wasm is a module of the Worker, and its bindings are imported.
 * @module
 */

import { env } from "cloudflare:workers";
import { open } from "../storage.js";
import module from "../wasm/core_bg.wasm";

export { StorageError } from "../errors.js";
export const { storage, connect, declarations } = open(() => module, env);
