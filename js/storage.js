/**
 * The public API, opened by each entry with its own way to start the wasm.
 *
 * What users import is a result of `open`, not a side effect of an import: a bundler that drops
 * unused modules cannot drop the start.
 * @module
 */

import { connect, provideEnv } from "./connection.js";
import { core, provideWasm } from "./engine.js";
import { given } from "./given.js";
import { storageModule } from "./module/module.js";
import { register, registry } from "./registry.js";

export { brought } from "./compatibility.js";
// The package's tests look at the instance that is in use.
export { core, instance } from "./engine.js";
export { StorageError } from "./errors.js";
// The command `layeron-storage wrangler` names stores as the messages do.
export { bucketName, storeName } from "./host/store-name.js";
export { rewrap } from "./seal/rewrap.js";
export { secret } from "./secret/declare.js";
export { serveStorage } from "./serve/serve.js";
export { storagePublicUrl, storageSignedUrl } from "./sign/url.js";
export { default as start } from "./wasm/core.js";

/** What an entry exports besides: not before the core can start, and not at all where nobody uses it. */
export const opened = (run) => run;

/**
 * @param {() => WebAssembly.Module} compiled gives the compiled wasm, when it is first needed
 * @param {object} [env] the Worker's own bindings
 */
export function open(compiled, env) {
  provideWasm(compiled);
  provideEnv(env);
  const declare = (variant) => (options) => {
    const { frame, members } = given(variant, options);
    return storageModule(register(variant, core[variant](frame), members));
  };
  return {
    storage: { bucket: declare("bucket"), kv: declare("kv") },
    connect,
    declarations: () => [...registry.declared.values()].map(({ declaration }) => declaration),
  };
}
