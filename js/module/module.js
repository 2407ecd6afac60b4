/**
 * What `storage.bucket()` and `storage.kv()` return: a plain object that any framework can register. Its
 * methods find the store of this moment, leave the call to it, and say of an error where it happened.
 * @module
 */

import { pinned, storeOf } from "../connection.js";
import { located } from "../located.js";
import { outside } from "../seal/outside.js";
import { entries } from "./entries.js";

export const storageModule = (declared) => {
  const { kind, variant, name, namespace } = declared.declaration;
  const pin = () => (declared.encryption === undefined ? declared : pinned(declared));
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
        const own = pin();
        return await storeOf(own).put(own, key, value, options);
      } catch (error) {
        throw located(error, declared, "put", key);
      }
    },
    async get(key, options) {
      let own;
      try {
        own = pin();
        return await storeOf(own).get(own, key, options);
      } catch (error) {
        throw located(await outside(error, own, key), declared, "get", key);
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
