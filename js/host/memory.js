/**
 * The memory host: every call is answered by the core at once.
 *
 * The data lives in the wasm instance of the copy of the package that made the host; all copies in a
 * program reach it through the registry.
 * @module
 */

import { gather, viewOf } from "../body.js";
import { now } from "../clock.js";
import { core, fault, instance } from "../core.js";
import { bytesBody } from "../handle/body.js";
import { ReadHandle } from "../handle/handle.js";
import { registry } from "../registry.js";

/** Starts over with an empty host, in this copy of the package. */
export function freshMemory() {
  core.memoryReset();
  const born = instance;
  registry.memory = { core, alive: () => instance === born };
}

/** The core that holds the data. */
function memory() {
  if (registry.memory === undefined) freshMemory();
  const { core, alive } = registry.memory;
  if (!alive()) {
    throw fault(`what was stored in memory is lost after a fault of layeron-storage; call connect("memory") again`);
  }
  return core;
}

export const memoryStore = {
  async put(declared, key, value, options) {
    const bytes = viewOf(value);
    if (bytes !== undefined) return memory().memoryPut(declared, key, bytes, options, undefined, now());
    const checked = core.checkPut(declared, key, options, value?.type);
    const gathered = await gather(declared, checked, value);
    return memory().memoryPut(declared, checked.key, gathered, checked.options, undefined, now());
  },

  async get(declared, key, options) {
    const found = memory().memoryGet(declared, key, options, now());
    return found === null ? null : new ReadHandle(found, found.notModified ? undefined : bytesBody(found));
  },

  async head(declared, key) {
    return memory().memoryHead(declared, key, now());
  },

  async delete(declared, keys) {
    memory().memoryDelete(declared, keys);
  },

  async list(declared, options) {
    return memory().memoryList(declared, options, now());
  },
};
