/**
 * Bindings: found by name, and told apart before anything is stored through the wrong one.
 * @module
 */

import { KvStore } from "./kv/store.js";
import { missing } from "./needs.js";
import { R2Store } from "./r2/store.js";

/** The store behind a declared instance's binding. `where` says whose bindings these are. */
export function bound(declared, bindings, where) {
  const { binding } = declared.declaration;
  const found = bindings[binding];
  if (found === undefined || found === null) throw missing(declared, `${where} has no binding "${binding}"`);
  // The one method that R2 and KV do not share decides; others are checked when they are needed.
  const others = declared.isBucket ? found.getWithMetadata : found.createMultipartUpload;
  if (typeof found !== "object" || typeof others === "function") {
    const wanted = declared.isBucket ? "an R2 bucket" : "a KV namespace";
    throw missing(declared, `binding "${binding}" of ${where} is not ${wanted}`);
  }
  return declared.isBucket ? new R2Store(found) : new KvStore(found);
}
