/**
 * What `storage.bucket()` and `storage.kv()` return: a plain object that any framework can register. Its
 * methods find the store of this moment and leave the call to it.
 * @module
 */

import { storeOf } from "../connection.js";
import { entries } from "./entries.js";

export const storageModule = (declared) => {
  const { kind, variant, name, namespace } = declared.declaration;
  const list = async (options) => storeOf(declared).list(declared, options);
  return {
    kind,
    variant,
    name,
    namespace,
    put: async (key, value, options) => storeOf(declared).put(declared, key, value, options),
    get: async (key, options) => storeOf(declared).get(declared, key, options),
    head: async (key) => storeOf(declared).head(declared, key),
    delete: async (key) => storeOf(declared).delete(declared, key),
    list,
    entries: (options) => entries(declared, list, options),
  };
};
