/** Modules that a runtime or the build provides. */

declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}

/** The build writes it: scripts/build/index.mjs. */
declare module "*/wasm/inline.js" {
  export function bytes(): Uint8Array<ArrayBuffer>;
}

declare module "cloudflare:workers" {
  export const env: Readonly<Record<string, unknown>>;
}
