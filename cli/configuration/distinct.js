/**
 * No two instances in one R2 bucket.
 *
 * Names of instances are unique together with their namespace, names of buckets by themselves: `a-b/c` and `a/b-c`
 * would both be called `a-b-c`, and each would list and overwrite what the other stored.
 * @module
 */

import { shown } from "../paths.js";
import { Refusal } from "../refusal.js";

/** Refuses stores of which two are the same bucket. */
export function distinct({ file, path }, stores) {
  const owners = new Map();
  for (const { kind, identity, binding, entry } of stores) {
    if (kind !== "bucket" || entry.bucket_name === undefined) continue;
    // Each jurisdiction has names of its own.
    const bucket = JSON.stringify([entry.bucket_name, entry.jurisdiction]);
    const other = owners.get(bucket);
    if (other !== undefined) {
      throw new Refusal(
        `${shown(file)}: ${other} and ${identity} would share the bucket "${entry.bucket_name}"; give one of them ` +
          `another, such as { "binding": "${binding}", "bucket_name": "${entry.bucket_name.slice(0, 61)}-2" } in ` +
          [...path, "r2_buckets"].join("."),
      );
    }
    owners.set(bucket, identity);
  }
}
