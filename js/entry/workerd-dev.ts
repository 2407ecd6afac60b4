/**
 * The entry for workerd under Vite, which sets the condition `development`: `@cloudflare/vite-plugin`'s dev server and
 * `@cloudflare/vitest-plugin`.
 *
 * Vite has an import of its own for wasm, and both plugins evaluate modules while a request is handled, where workerd
 * compiles no bytes. No bundle for production contains this file.
 * @module
 */

import { env } from "cloudflare:workers";
import * as api from "../index.ts";

const isModule = (wasm: unknown): wasm is WebAssembly.Module => wasm instanceof WebAssembly.Module;

/** What vitest-plugin provides in a Worker. */
interface VitestGlobals {
  readonly __vitest_worker__?: unknown;
}
interface VitestEnv {
  readonly __VITEST_POOL_WORKERS_UNSAFE_EVAL?: { newWasmModule(bytes: Uint8Array): WebAssembly.Module };
}

interface NodeModule {
  createRequire(url: string): (path: string) => unknown;
}

/** Inside vitest-plugin: `require` goes to a service of the plugin, which serves the wasm of packages as modules. */
function required(): unknown {
  try {
    const node = globalThis.process?.getBuiltinModule?.("node:module") as NodeModule | undefined;
    const wasm = node?.createRequire(import.meta.url)("../wasm/core_bg.wasm");
    return isModule(wasm) ? wasm : (wasm as { default?: unknown } | undefined)?.default;
  } catch {
    return undefined;
  }
}

/** Inside vite-plugin, and inside vitest-plugin with a rule for modules of wasm. */
async function imported(): Promise<unknown> {
  try {
    return (await import("../wasm/core_bg.wasm")).default;
  } catch {
    return undefined;
  }
}

/** Inside vitest-plugin when this file was bundled before: there is no file beside it. */
async function inlined(): Promise<WebAssembly.Module> {
  const { bytes } = await import("../wasm/inline.js");
  const { __VITEST_POOL_WORKERS_UNSAFE_EVAL: evaluator } = env as VitestEnv;
  return evaluator?.newWasmModule(bytes()) ?? new WebAssembly.Module(bytes());
}

async function loaded(): Promise<WebAssembly.Module> {
  // vite-plugin would log a failed `require`.
  const wasm = (globalThis as VitestGlobals).__vitest_worker__ === undefined ? undefined : required();
  if (isModule(wasm)) return wasm;
  const module = await imported();
  return isModule(module) ? module : inlined();
}

api.requireFeature(Reflect.get(Headers.prototype, Symbol.toStringTag));
const module = await loaded();

export { StorageError } from "../index.ts";
export const { storage, connect, declarations } = api.open(() => module, env);
export const attachment = /* @__PURE__ */ api.opened(api.attachment);
export const rewrap = /* @__PURE__ */ api.opened(api.rewrap);
export const secret = /* @__PURE__ */ api.opened(api.secret);
export const storageSignedUrl = /* @__PURE__ */ api.opened(api.storageSignedUrl);
export const storagePublicUrl = /* @__PURE__ */ api.opened(api.storagePublicUrl);
export const serveStorage = /* @__PURE__ */ api.opened(api.serveStorage);
