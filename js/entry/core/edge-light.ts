/**
 * The entry of `layeron-storage/core` for Vercel's Edge Runtime.
 * @module
 */

import { backendOf } from "../../core.ts";
import type * as Declarations from "../../types/core.ts";
import { serveStorage } from "../edge-light.ts";

export const backend = /* @__PURE__ */ backendOf(serveStorage) satisfies typeof Declarations.backend;
