/**
 * Copies of small values, which lie together in larger buffers: allocating a buffer for 1 KiB takes longer than all the
 * rest of a put.
 *
 * A buffer lives as long as any value in it, so a small value may hold on to PACK_BYTES.
 * @module
 */

import type { Source } from "../../value/source.ts";

const PACK_BYTES = 16 * 1024;
const SMALL_BYTES = 2 * 1024;

/** UTF-8 has at most three bytes for a UTF-16 unit. */
const WIDEST = 3;

let buffer: ArrayBuffer | undefined;
let used = 0;

const encoder = new TextEncoder();

/** The bytes of a source that has them at hand, copied; their buffer may hold other values too. */
export function copyOf(source: Source): Uint8Array<ArrayBuffer> | undefined {
  if (source.kind === "text") return encoded(source.text);
  return source.kind === "bytes" ? copyOfBytes(source.bytes) : undefined;
}

function copyOfBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  // Not slice(): on Node's Buffer that is a view.
  if (bytes.byteLength > SMALL_BYTES) return new Uint8Array(bytes);
  const copy = room(bytes.byteLength);
  copy.set(bytes);
  used += copy.byteLength;
  return copy;
}

function encoded(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > SMALL_BYTES) return encoder.encode(text);
  const wide = room(text.length * WIDEST);
  const { written } = encoder.encodeInto(text, wide);
  used += written;
  return wide.subarray(0, written);
}

/** So many bytes that nothing lies in yet. */
function room(size: number): Uint8Array<ArrayBuffer> {
  if (buffer === undefined || used + size > PACK_BYTES) {
    buffer = new ArrayBuffer(PACK_BYTES);
    used = 0;
  }
  return new Uint8Array(buffer, used, size);
}
