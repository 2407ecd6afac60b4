/**
 * The entry of `layeron-storage/core` for workerd under Vite.
 * @module
 */

import { backendOf } from "../../core.ts";
import type * as Declarations from "../../types/core.ts";
import { serveStorage } from "../workerd-dev.ts";

export const backend = /* @__PURE__ */ backendOf(serveStorage) satisfies typeof Declarations.backend;
