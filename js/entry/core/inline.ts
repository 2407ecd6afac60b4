/**
 * The entry of `layeron-storage/core` for every runtime that compiles wasm from bytes.
 * @module
 */

import { backendOf } from "../../core.ts";
import type * as Declarations from "../../types/core.ts";
import { serveStorage } from "../inline.ts";

export const backend = /* @__PURE__ */ backendOf(serveStorage) satisfies typeof Declarations.backend;
