/**
 * The entry of `layeron-storage/core` for Vercel's Edge Runtime.
 * @module
 */

import { backendOf } from "../../core.js";
import { serveStorage } from "../edge-light.js";

export const backend = /* @__PURE__ */ backendOf(serveStorage);
