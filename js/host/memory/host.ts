/**
 * The memory host: the tables that hold every instance's values for one process.
 *
 * The tables live in the wasm instance of the copy of the package that made the host. All copies in a program reach it
 * through the registry, so its interface has a version and consists of methods.
 * @module
 */

import { core, fault, guardedTable, instance, type Table } from "../../engine.ts";
import { registry } from "../../registry.ts";
import { Mode } from "../../wasm/core.js";

export interface MemoryHost {
  readonly version: 1;
  /** The values of an instance. A host that was cleared has an empty table, which keeps nothing. */
  table(identity: string): MemoryTable;
  /** The package's own records, beside the values. */
  readonly records: Set<string>;
  /** Whether the wasm instance that holds the tables still runs. */
  alive(): boolean;
  /** Lets go of everything: another host takes the place of this one. */
  clear(): void;
}

type MemoryTable = Pick<Table, "put" | "get" | "delete" | "list">;

/** The host of this moment. */
export const memoryHost = (): MemoryHost => registry.memory() ?? freshMemory();

/** Starts over with an empty host, in this copy of the package. */
export function freshMemory(): MemoryHost {
  registry.memory()?.clear();
  const host = newHost();
  registry.keepMemory(host);
  return host;
}

/** The values of an instance. Throws storage_internal once they are lost, as they must not look like an empty store. */
export function tableOf(host: MemoryHost, identity: string): MemoryTable {
  if (host.alive()) return host.table(identity);
  throw fault(`what was stored in memory is lost after a fault of layeron-storage; call connect("memory") again`);
}

function newHost(): MemoryHost {
  const born = instance();
  const tables = new Map<string, Table>();
  const records = new Set<string>();
  let isCleared = false;
  const alive = () => instance() === born;
  return {
    version: 1,
    records,
    alive,
    table(identity) {
      if (isCleared) return NOTHING;
      let table = tables.get(identity);
      if (table === undefined) {
        table = guardedTable();
        tables.set(identity, table);
      }
      return table;
    },
    clear() {
      isCleared = true;
      records.clear();
      // The memory of a lost instance needs nobody to free it.
      if (alive()) for (const table of tables.values()) table.free();
      tables.clear();
    },
  };
}

/**
 * The table of a host that was cleared. A put that was still reading its value then is answered as if it were stored.
 */
const NOTHING: MemoryTable = {
  put(_key, mode) {
    if (mode === Mode.Replace) throw core.conditionFailed(mode);
  },
  get: () => undefined,
  delete() {},
  list: () => ({ items: [], prefixes: [] }),
};
