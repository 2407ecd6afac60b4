/**
 * KV's answers, shaped: by the record in a value's metadata, or by the bytes of a value that another program wrote.
 * @module
 */

import { core } from "../../engine.ts";
import { etagOf } from "../../etag.ts";
import { metadataOf, objectOf } from "../object.ts";
import type { Place, Stored } from "../store.ts";

/** A listed or read value, of which the bytes may not be at hand. */
export interface KvValue {
  readonly key: string;
  readonly metadata: unknown;
  readonly bytes?: Uint8Array;
  /** The expiry in milliseconds, where the host tells it: for values without a record. */
  readonly expiresAt?: number | undefined;
}

/** By the record alone: null where the value has expired, undefined where another program wrote it. */
export function recordedOf(place: Place, { key, metadata, bytes }: KvValue): Stored | null | undefined {
  const record = core.kvRecord(metadata, bytes?.byteLength, place.now());
  if (record === null || record === undefined) return record;
  const { size, etag, storedAt, expiresAt, sealed } = record;
  // Without the layer that stored it the bytes are another program's.
  if (sealed !== undefined && !place.layered) return undefined;
  const facts = { key, size, etag, storedAt, expiresAt: expiresAt === undefined ? undefined : expiresAt * 1000 };
  return { object: objectOf(facts, record, metadataOf(record)), beside: sealed };
}

/** With the bytes at hand; null where the value has expired. */
export function storedOf(place: Place, value: KvValue & { readonly bytes: Uint8Array }): Stored | null {
  const recorded = recordedOf(place, value);
  return recorded === undefined ? foreignOf(value) : recorded;
}

/** A value that another program wrote: its bytes are all there is to know. */
export function foreignOf({ key, bytes, expiresAt }: KvValue & { readonly bytes: Uint8Array }): Stored {
  const facts = { key, size: bytes.byteLength, etag: etagOf(bytes), storedAt: 0, expiresAt };
  return { object: objectOf(facts, {}), beside: undefined };
}
