/**
 * The entry of `layeron-storage/core` for every runtime that compiles wasm from bytes.
 * @module
 */

import { backendOf } from "../../core.js";
import { serveStorage } from "../inline.js";

export const backend = /* @__PURE__ */ backendOf(serveStorage);
