/**
 * A KV namespace that does what it is told, and can be told to fail.
 *
 * Miniflare never fails, so what happens to a caller when KV does can only be seen with a stand-in: its
 * methods are plain members, which a test replaces by a faulty one.
 * @module
 */

import { byUtf8, type Call, page } from "./listing";

type Method = (...args: never[]) => unknown;

export interface FakeKv {
  put: Method;
  getWithMetadata: Method;
  delete: Method;
  list: Method;
  [other: string]: unknown;
}

/** A namespace and what can be seen of it from outside. */
export interface Kv {
  readonly namespace: FakeKv;
  /** Every call, in order. */
  readonly calls: Call[];
  readonly values: Map<string, { bytes: Uint8Array; metadata: unknown }>;
}

export interface KvFaults {
  /** The most keys that one page holds, whatever is asked for. */
  pageEntries?: number;
  /** Pages without keys that come before each page with some. */
  emptyPages?: number;
}

/** Marks the cursor of a page without keys: how many of them are still to come, and where they stand. */
const EMPTY = /^empty:(\d+):(.*)$/s;

/** @param replaced members that take the place of the namespace's own, or undefined to leave one out */
export function fakeKv(replaced: Record<string, unknown> = {}, faults: KvFaults = {}): Kv {
  const calls: Call[] = [];
  const values: Kv["values"] = new Map();

  const own: FakeKv = {
    async put(key: string, value: Uint8Array, { metadata = null }: { metadata?: unknown } = {}) {
      values.set(key, { bytes: new Uint8Array(value), metadata: JSON.parse(JSON.stringify(metadata)) });
    },
    async getWithMetadata(key: string, { type }: { type: string }) {
      const found = values.get(key);
      if (found === undefined) return { value: null, metadata: null, cacheStatus: null };
      const body = new Response(found.bytes as BodyInit);
      const value = type === "stream" ? body.body : await body.arrayBuffer();
      return { value, metadata: found.metadata, cacheStatus: null };
    },
    async delete(key: string) {
      values.delete(key);
    },
    async list(asked: { prefix?: string; cursor?: string; limit?: number } = {}) {
      const [, left, stand] = EMPTY.exec(asked.cursor ?? `empty:${faults.emptyPages ?? 0}:`) ?? [];
      const at = stand ?? asked.cursor;
      if (Number(left) > 0) return { keys: [], list_complete: false, cursor: `empty:${Number(left) - 1}:${at}` };
      const { cursor: _, ...rest } = asked;
      const from = at === undefined || at === "" ? rest : { ...rest, cursor: at };
      const { entries, cursor } = page([...values.keys()].sort(byUtf8), from, faults.pageEntries);
      const keys = entries.map(({ name }) => ({ name, metadata: values.get(name)?.metadata }));
      if (cursor === undefined) return { keys, list_complete: true };
      return { keys, list_complete: false, cursor: `empty:${faults.emptyPages ?? 0}:${cursor}` };
    },
  };
  const namespace = { ...own, ...replaced } as FakeKv;
  for (const [method, run] of Object.entries(namespace)) {
    if (typeof run !== "function") continue;
    namespace[method] = (...args: unknown[]) => {
      calls.push({ method, args });
      return (run as (...args: unknown[]) => unknown)(...args);
    };
  }
  return { namespace, calls, values };
}
