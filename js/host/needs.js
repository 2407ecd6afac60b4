/**
 * What a call needs of a binding, and what is said when it is not there.
 * @module
 */

import { refusal } from "../questions.js";
import { bucketName } from "./store-name.js";

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

/** The refusal of a call that has no store, with the lines that would give it one; wrangler fills in a KV id. */
export function missing({ declaration, isBucket }, why) {
  const { binding } = declaration;
  const config = isBucket
    ? { r2_buckets: [{ binding, bucket_name: bucketName(declaration) }] }
    : { kv_namespaces: [{ binding }] };
  const lines = JSON.stringify(config).slice(1, -1);
  return refusal(
    "storage_binding_missing",
    `${why}; wrangler.jsonc needs ${lines} (npx layeron-storage wrangler --write adds it)`,
  );
}
