/**
 * The package's own records in a bucket: empty objects under a reserved prefix, which no call lists or reads.
 * @module
 */

import { constants } from "../../engine.ts";
import { StorageError } from "../../errors.js";
import { Host } from "../../wasm/core.js";
import { awaitHost } from "../failure.ts";
import type { Records } from "../store.ts";
import type { R2Bucket } from "./api.ts";

/** How many old records a call removes. */
const GROUP = 100;

export function r2Records({ binding, requireMethod }: R2Bucket): Records {
  const prefix = `${constants().reservedKeys}once/`;
  for (const method of ["head", "put", "list", "delete"] as const) requireMethod(method);
  const exists = (name: string) => awaitHost(Host.R2, async () => (await binding.head(prefix + name)) !== null);
  const onlyIf = { etagDoesNotMatch: "*" };
  return {
    exists,

    async create(name) {
      try {
        return await awaitHost(Host.R2, async () => (await binding.put(prefix + name, "", { onlyIf })) !== null);
      } catch (error) {
        // R2 limits the writes to one key, so others write this one. If one of them was first, that is the answer.
        const isContended = StorageError.is(error) && error.code === "storage_rate_limited";
        if (isContended && (await exists(name))) return false;
        throw error;
      }
    },

    remove: (name) => awaitHost(Host.R2, () => binding.delete(prefix + name)),

    /** Where it fails, the next call removes them. */
    async removeBefore(name) {
      try {
        const { objects } = (await binding.list({ prefix, limit: GROUP })) as { objects: { key: string }[] };
        const old = objects.map(({ key }) => key).filter((key) => key < prefix + name);
        if (old.length > 0) await binding.delete(old);
      } catch {}
    },
  };
}
