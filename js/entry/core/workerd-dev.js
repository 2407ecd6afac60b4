/**
 * The entry of `layeron-storage/core` for workerd under Vite.
 * @module
 */

import { backendOf } from "../../core.js";
import { serveStorage } from "../workerd-dev.js";

export const backend = /* @__PURE__ */ backendOf(serveStorage);
