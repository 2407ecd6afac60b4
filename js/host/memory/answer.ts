/**
 * The records of the memory host, and what callers see of them.
 * @module
 */

import { type MemoryRecord, Variant } from "../../wasm/core.js";
import { metadataOf, objectOf } from "../object.ts";
import type { Place, Stored, StoredOptions } from "../store.ts";
import type { MemoryHost } from "./host.ts";

/** A value in memory. The core reads the members of a MemoryRecord; the rest is for callers. */
export interface KeptRecord extends MemoryRecord {
  readonly key: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly options: StoredOptions;
  /** The text that a layer stored next to the value. */
  readonly beside: string | undefined;
}

/** The memory host, as it works for one instance. */
export interface Memory {
  readonly place: Place;
  readonly host: MemoryHost;
}

/** The tables hold no other records than those that ./put.ts makes. */
export const keptOf = (record: MemoryRecord): KeptRecord => record as KeptRecord;

/** A stored value, in an object of its own. In a bucket it has no expiry, as R2 shows none for a lifecycle rule. */
export function storedOf({ declared }: Place, record: KeptRecord): Stored {
  const { key, size, etag, storedAt, options, beside } = record;
  const expiresAt = declared.variant === Variant.Kv ? record.expiresAt : undefined;
  return { object: objectOf({ key, size, etag, storedAt, expiresAt }, options, metadataOf(options)), beside };
}
