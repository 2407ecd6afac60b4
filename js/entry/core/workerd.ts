/**
 * The entry of `layeron-storage/core` for workerd.
 * @module
 */

import { backendOf } from "../../core.ts";
import type * as Declarations from "../../types/core.ts";
import { serveStorage } from "../workerd.ts";

export const backend = /* @__PURE__ */ backendOf(serveStorage) satisfies typeof Declarations.backend;
