/**
 * The entry for workerd: the wasm is a module of the Worker, and its bindings are imported.
 * @module
 */

import { env } from "cloudflare:workers";
import { provideEnv } from "../connection.js";
import { load } from "../core.js";
import * as glue from "../wasm/core.js";
import module from "../wasm/core_bg.wasm";

const { initSync, default: _init, ...functions } = glue;
load(functions, () => initSync({ module }));
provideEnv(env);

export * from "../storage.js";
