/**
 * Bindings: found by name, and told apart before anything is stored through the wrong one.
 * @module
 */

import { caused } from "../errors.js";
import { KvStore } from "./kv/store.js";
import { has, missing, wanted } from "./needs.js";
import { R2Store } from "./r2/store.js";

/** The store behind a declared instance's binding. `where` says whose bindings these are. */
export function bound(declared, bindings, where) {
  const { binding: name } = declared.declaration;
  const binding = read(declared, bindings, name, where);
  if (binding === undefined || binding === null) throw missing(declared, `${where} has no binding "${name}"`);
  if (typeof binding !== "object" || !isLike(declared, binding)) {
    const why = `binding "${name}" of ${where} is not ${wanted(declared)}`;
    throw missing(declared, `${why}; rename it, or give the declaration another \`binding\``);
  }
  return declared.isBucket ? new R2Store(binding) : new KvStore(binding);
}

function read(declared, bindings, name, where) {
  try {
    return bindings[name];
  } catch (error) {
    throw caused(missing(declared, `reading binding "${name}" of ${where} threw an error, which is the cause`), error);
  }
}

/**
 * The one method that R2 and KV do not share decides between them, and what has none of those that they do share is
 * neither. Single methods are checked when they are needed.
 */
function isLike({ isBucket }, binding) {
  if (has(binding, isBucket ? "getWithMetadata" : "createMultipartUpload")) return false;
  return ["put", "list", "delete", isBucket ? "head" : "getWithMetadata"].some((method) => has(binding, method));
}
