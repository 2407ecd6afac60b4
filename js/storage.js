/**
 * The public API: what every entry exports.
 * @module
 */

import { connect } from "./connection.js";
import { core } from "./core.js";
import { provide } from "./module/make.js";
import { storageModule } from "./module/module.js";
import { registry } from "./registry.js";

export { StorageError } from "./errors.js";
export { connect };

provide(storageModule);

export const storage = {
  bucket: (options) => core.storage.bucket(options),
  kv: (options) => core.storage.kv(options),
};

export const declarations = () => [...registry.declared.values()].map(({ declaration }) => declaration);
