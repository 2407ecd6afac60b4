/**
 * Puts into memory. A put of bytes or text is stored before the call returns; any other waits for its value.
 * @module
 */

import { core } from "../../engine.ts";
import { etagOf } from "../../etag.ts";
import { gather } from "../../value/gather.ts";
import { Variant } from "../../wasm/core.js";
import type { Awaitable, Put, Stored } from "../store.ts";
import { type KeptRecord, type Memory, storedOf } from "./answer.ts";
import { tableOf } from "./host.ts";
import { copyOf } from "./pack.ts";

export function putValue(memory: Memory, put: Put): Awaitable<Stored> {
  const bytes = copyOf(put.source);
  if (bytes === undefined) return putLater(memory, put);
  core.checkValueSize(memory.place.declared.variant, bytes.byteLength);
  return put.commit === undefined ? keep(memory, put, bytes) : committed(memory, put, bytes);
}

/** A value that is not at hand: a Blob, a stream, or the chunks of a layer. */
async function putLater(memory: Memory, put: Put): Promise<Stored> {
  const { source, options } = put;
  if (source.kind === "wrong") throw source.error;
  const check = sizeCheck(memory, put);
  if (source.kind === "stream") check(options.size ?? 0);
  const bytes = await gather(source, options.size, check);
  check(bytes.byteLength);
  return committed(memory, put, bytes as Uint8Array<ArrayBuffer>);
}

/** Refuses a value that is too large for its store. */
function sizeCheck({ place }: Memory, { source, options, mode }: Put): (size: number) => void {
  const { variant } = place.declared;
  const known = source.kind === "blob" || source.kind === "chunks" ? source.size : options.size;
  // R2 takes a longer stream of unknown length in parts, and parts know no conditions.
  const part = variant === Variant.Bucket && known === undefined ? core.partSize() : undefined;
  return (size) => {
    // A layer that made the chunks has checked the size that callers know.
    if (source.kind !== "chunks") core.checkValueSize(variant, size);
    if (part !== undefined && size > part) core.checkPart(mode, 1, part);
  };
}

async function committed(memory: Memory, put: Put, bytes: Uint8Array<ArrayBuffer>): Promise<Stored> {
  await put.commit?.();
  return keep(memory, put, bytes);
}

/** Stores bytes that nobody else can change. */
function keep({ place, host }: Memory, put: Put, bytes: Uint8Array<ArrayBuffer>): Stored {
  const { declared } = place;
  const { key, options, mode, beside } = put;
  const storedAt = put.at ?? place.now();
  const expiresAt =
    declared.variant === Variant.Bucket
      ? core.bucketExpiry(declared.deleteAfterDays, storedAt)
      : core.kvExpiry(options.ttlSeconds, declared.ttlSeconds, storedAt);
  const size = bytes.byteLength;
  const record: KeptRecord = { key, bytes, etag: etagOf(bytes), size, storedAt, expiresAt, options, beside };
  tableOf(host, declared.identity).put(key, mode, options.ifMatch, record);
  return storedOf(place, record);
}
