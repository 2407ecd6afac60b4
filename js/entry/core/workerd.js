/**
 * The entry of `layeron-storage/core` for workerd.
 * @module
 */

import { backendOf } from "../../core.js";
import { serveStorage } from "../workerd.js";

export const backend = /* @__PURE__ */ backendOf(serveStorage);
