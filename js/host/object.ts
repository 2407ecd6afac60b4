/**
 * StorageObjects: what callers see of a stored value, shaped from what was stored beside it.
 *
 * Every host shapes them here, so that they have the same members in the same order. They are shaped in JavaScript as
 * building them in the wasm took two to four times as long.
 * @module
 */

import type { StorageHttpMetadata, StorageObject } from "../types/index.ts";
import type { StoredOptions } from "./store.ts";

type Mutable<T> = { -readonly [Member in keyof T]: T[Member] };

/** The facts that a store knows of a value by itself. Times are in milliseconds. */
export interface Facts {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly storedAt: number;
  readonly expiresAt?: number | undefined;
}

/** A StorageObject. It keeps `metadata`, which must be a copy of its own. Absent members stay absent. */
export function objectOf(
  { key, size, etag, storedAt, expiresAt }: Facts,
  fields: StorageHttpMetadata,
  metadata: Record<string, string> = {},
): StorageObject {
  const object: Mutable<StorageObject> = { key, size, etag, storedAt: storedIso(storedAt), metadata };
  setHttp(object, fields);
  if (expiresAt !== undefined) object.expiresAt = expiresIso(expiresAt);
  return object;
}

/** Copies the HTTP fields that are set. An empty one is not. */
export function setHttp<T extends Mutable<StorageHttpMetadata>>(target: T, fields: StorageHttpMetadata): T {
  const { contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage, expires } = fields;
  if (contentType) target.contentType = contentType;
  if (cacheControl) target.cacheControl = cacheControl;
  if (contentDisposition) target.contentDisposition = contentDisposition;
  if (contentEncoding) target.contentEncoding = contentEncoding;
  if (contentLanguage) target.contentLanguage = contentLanguage;
  if (expires) target.expires = expires;
  return target;
}

/** A copy of the caller's metadata, with the checksum among it; undefined where there is neither. */
export function metadataOf({ metadata, checksum }: StoredOptions): Record<string, string> | undefined {
  if (checksum !== undefined) return { ...metadata, checksum };
  return metadata === undefined ? undefined : { ...metadata };
}

/** A Date in ISO 8601, or the words that Dates without a time have; undefined for anything else than a Date. */
export function isoOf(value: unknown): string | undefined {
  // Most calls have none, and an error that is thrown and caught takes longer than a whole put.
  if (typeof value !== "object" || value === null) return undefined;
  try {
    const ms: number = Reflect.apply(Date.prototype.getTime, value, []);
    return Number.isNaN(ms) ? "Invalid Date" : new Date(ms).toISOString();
  } catch {
    // The engine's own method throws for what only claims to be a Date.
    return undefined;
  }
}

/**
 * Writes dates in ISO 8601. Dates of one kind come in runs of the same millisecond, and writing one takes as long as a
 * whole put, so the last one is kept.
 */
function isoDates(): (ms: number) => string {
  let lastMs: number | undefined;
  let lastIso = "";
  return (ms) => {
    if (ms !== lastMs) {
      lastIso = new Date(ms).toISOString();
      lastMs = ms;
    }
    return lastIso;
  };
}

const storedIso = isoDates();
const expiresIso = isoDates();
