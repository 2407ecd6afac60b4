/**
 * The entry for workerd under Vite, which sets the condition `development`: `@cloudflare/vite-plugin`'s dev server and
 * `@cloudflare/vitest-plugin`. Vite has an import of its own for wasm, and both evaluate modules while a request is
 * handled, where workerd compiles no bytes. Nothing of this is in a bundle for production.
 * @module
 */

import { env } from "cloudflare:workers";
import * as all from "../storage.js";

const isModule = (wasm) => wasm instanceof WebAssembly.Module;

/** Inside vitest-plugin: `require` goes to a service of its that serves the wasm of packages as modules. */
function required() {
  try {
    const { createRequire } = globalThis.process.getBuiltinModule("node:module");
    const wasm = createRequire(import.meta.url)("../wasm/core_bg.wasm");
    return isModule(wasm) ? wasm : wasm.default;
  } catch {
    return undefined;
  }
}

/** Inside vite-plugin, and vitest-plugin with a rule for modules of wasm. */
async function imported() {
  try {
    return (await import("../wasm/core_bg.wasm")).default;
  } catch {
    return undefined;
  }
}

/** Inside vitest-plugin when this file was bundled before: there is no file beside it. */
async function inlined() {
  const { bytes } = await import("../wasm/inline.js");
  return env.__VITEST_POOL_WORKERS_UNSAFE_EVAL?.newWasmModule(bytes()) ?? new WebAssembly.Module(bytes());
}

async function loaded() {
  // vite-plugin would log a failed `require`.
  const wasm = globalThis.__vitest_worker__ === undefined ? undefined : required();
  if (isModule(wasm)) return wasm;
  const module = await imported();
  return isModule(module) ? module : inlined();
}

all.brought(Headers.prototype[Symbol.toStringTag]);
const module = await loaded();

export { StorageError } from "../storage.js";
export const { storage, connect, declarations } = all.open(() => module, env);
export const rewrap = /* @__PURE__ */ all.opened(all.rewrap);
export const secret = /* @__PURE__ */ all.opened(all.secret);
export const storageSignedUrl = /* @__PURE__ */ all.opened(all.storageSignedUrl);
export const storagePublicUrl = /* @__PURE__ */ all.opened(all.storagePublicUrl);
export const serveStorage = /* @__PURE__ */ all.opened(all.serveStorage);
