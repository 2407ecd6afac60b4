/**
 * The memory host: every call is answered by the core at once.
 *
 * The data lives in the wasm instance of the copy of the package that made the host; all copies in a
 * program reach it through the registry.
 * @module
 */

import { gather, viewOf } from "../body.js";
import { now } from "../clock.js";
import { core, fault, instance } from "../engine.js";
import { KeptBody } from "../handle/body.js";
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

/** Nothing here waits unless a value does, and what does not wait is answered without a promise. */
export const memoryStore = {
  put(declared, key, value, options) {
    const bytes = viewOf(value);
    if (bytes === undefined) return putGathered(declared, key, value, options);
    return memory().memoryPut(declared, key, bytes, options, undefined, now());
  },

  get(declared, key, options) {
    const found = memory().memoryGet(declared, key, options, now());
    if (found === null) return null;
    return new ReadHandle(found, found.notModified ? undefined : new KeptBody(found.body, found.range));
  },

  head: (declared, key) => memory().memoryHead(declared, key, now()),
  delete: (declared, keys) => memory().memoryDelete(declared, keys),
  list: (declared, options) => memory().memoryList(declared, options, now()),
};

/** A Blob or a stream, once all of it is here. */
async function putGathered(declared, key, value, options) {
  const checked = core.checkPut(declared, key, options, value?.type);
  const bytes = await gather(declared, checked, value);
  return memory().memoryPut(declared, checked.key, bytes, checked.options, undefined, now());
}
