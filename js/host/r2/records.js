/**
 * This component's own records in a bucket: empty objects under a reserved prefix, which no call lists or reads.
 * @module
 */

import { namesOf } from "../../given.js";
import { ask } from "../failure.js";
import { needs } from "../needs.js";

/** How many are removed at a time. */
const GROUP = 100;

export function r2Records(declared, binding) {
  const prefix = `${namesOf("reserved")[0]}once/`;
  for (const method of ["head", "put", "list", "delete"]) needs(declared, binding, method);
  const exists = (name) => ask(declared, async () => (await binding.head(prefix + name)) !== null);
  const onlyIf = { etagDoesNotMatch: "*" };
  return {
    exists,

    /** Whether this call made the record: of any number of calls at once, one does. */
    async create(name) {
      try {
        return await ask(declared, async () => (await binding.put(prefix + name, "", { onlyIf })) !== null);
      } catch (error) {
        // R2 limits the writes to one key, so others are at it; if one was first, that is the answer.
        if (error.code === "storage_rate_limited" && (await exists(name))) return false;
        throw error;
      }
    },

    remove: (name) => ask(declared, () => binding.delete(prefix + name)),

    /** Removes records whose names come before this one. Should it fail, the next call will do it. */
    async removeBefore(name) {
      try {
        const { objects } = await binding.list({ prefix, limit: GROUP });
        const old = objects.map(({ key }) => key).filter((key) => key < prefix + name);
        if (old.length > 0) await binding.delete(old);
      } catch {}
    },
  };
}
