/**
 * The package's own records in memory, beside the values that callers store.
 * @module
 */

import type { Records } from "../store.ts";
import type { Memory } from "./answer.ts";

export function memoryRecords({ place, host }: Memory): Records {
  const { records } = host;
  const start = `${place.declared.identity} `;
  return {
    exists: async (name) => records.has(start + name),

    async create(name) {
      const { size } = records;
      return records.add(start + name).size > size;
    },

    remove: async (name) => records.delete(start + name),

    async removeBefore(name) {
      for (const record of records) if (record.startsWith(start) && record < start + name) records.delete(record);
    },
  };
}
