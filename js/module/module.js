/**
 * What `storage.bucket()` and `storage.kv()` return: a plain object that any framework can register. Its
 * methods find the store of this moment, leave the call to it, and say of an error where it happened.
 * @module
 */

import { storeOf } from "../connection.js";
import { located } from "../located.js";
import { outside } from "../seal/outside.js";
import { entries } from "./entries.js";

export const storageModule = (declared) => {
  const { kind, variant, name, namespace } = declared.declaration;
  const list = async (options) => {
    try {
      return await storeOf(declared).list(declared, options);
    } catch (error) {
      throw located(error, declared, "list");
    }
  };
  return {
    kind,
    variant,
    name,
    namespace,
    async put(key, value, options) {
      try {
        return await storeOf(declared).put(declared, key, value, options);
      } catch (error) {
        throw located(error, declared, "put", key);
      }
    },
    async get(key, options) {
      let store;
      try {
        store = storeOf(declared);
        return await store.get(declared, key, options);
      } catch (error) {
        throw located(await outside(error, store, declared, key), declared, "get", key);
      }
    },
    async head(key) {
      try {
        return await storeOf(declared).head(declared, key);
      } catch (error) {
        throw located(error, declared, "head", key);
      }
    },
    async delete(key) {
      try {
        return await storeOf(declared).delete(declared, key);
      } catch (error) {
        throw located(error, declared, "delete", key);
      }
    },
    list,
    entries: (options) => entries(declared, list, options),
  };
};
