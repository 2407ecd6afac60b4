/** The compiled core, as runtimes and bundlers with modules of wasm import it. */
declare const module: WebAssembly.Module;
export default module;
