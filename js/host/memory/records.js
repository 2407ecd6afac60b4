/**
 * This component's own records in memory, beside what callers store.
 * @module
 */

import { memory } from "./store.js";

export function memoryRecords({ identity }) {
  const { records } = memory();
  const start = `${identity} `;
  return {
    exists: async (name) => records.has(start + name),

    /** Whether this call made the record: of any number of calls at once, one does. */
    async create(name) {
      const { size } = records;
      return records.add(start + name).size > size;
    },

    remove: async (name) => records.delete(start + name),

    /** Removes records whose names come before this one. */
    async removeBefore(name) {
      for (const record of records) if (record.startsWith(start) && record < start + name) records.delete(record);
    },
  };
}
