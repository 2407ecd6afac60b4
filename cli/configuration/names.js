/**
 * The names of buckets in environments.
 *
 * An environment whose bucket had production's name would delete production's objects, so each has a name of its own.
 * @module
 */

import { createHash } from "node:crypto";
import { bucketName } from "../../dist/storage.js";

/** What R2 takes: 3 to 63 characters. */
const MAX_CHARS = 63;
const HASH_CHARS = 8;

/**
 * The name at the top level, with the environment's behind it in R2's letters. One that is too long, or that has no
 * letter of the environment, ends in a hash of both: cut alone, the names of two environments could become one.
 */
export function bucketNameIn(declaration, env) {
  const name = bucketName(declaration);
  if (env === undefined) return name;
  const suffix = env
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const whole = `${name}-${suffix}`;
  if (suffix !== "" && whole.length <= MAX_CHARS) return whole;
  const hash = createHash("sha256")
    .update(JSON.stringify([name, env]))
    .digest("hex")
    .slice(0, HASH_CHARS);
  return `${whole.slice(0, MAX_CHARS - HASH_CHARS - 1).replace(/-+$/, "")}-${hash}`;
}
