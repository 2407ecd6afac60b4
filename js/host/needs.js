/**
 * What a call needs of a binding, and what is said when it is not there.
 * @module
 */

import { refusal } from "../questions.js";
import { bucketName, storeName } from "./store-name.js";

/** Whether a binding has a method. What throws when it is looked at has none. */
export function has(binding, method) {
  try {
    return typeof binding[method] === "function";
  } catch {
    return false;
  }
}

/** Checks that a binding has the method that a call is about to use. */
export function needs(declared, binding, method) {
  if (has(binding, method)) return;
  throw missing(
    declared,
    `binding "${declared.declaration.binding}" is not ${wanted(declared)}: it has no ${method}()`,
  );
}

export const wanted = ({ isBucket }) => (isBucket ? "an R2 bucket" : "a KV namespace");

/** The refusal of a call that has no store, with the lines that would give it one. */
export function missing(declared, why) {
  const { declaration } = declared;
  const { binding } = declaration;
  const config = declared.isBucket
    ? { r2_buckets: [{ binding, bucket_name: bucketName(declaration) }] }
    : { kv_namespaces: [{ binding, id: `<printed by: npx wrangler kv namespace create ${storeName(declaration)}>` }] };
  const lines = JSON.stringify(config).slice(1, -1);
  return refusal("storage_binding_missing", `${why}; wrangler.jsonc needs ${lines}`);
}
