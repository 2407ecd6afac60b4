/**
 * Gathers values that a store needs in memory in one piece.
 * @module
 */

import { bodyFailed, type Chunks, chunksOf } from "./chunks.ts";
import { bytesAtHand, invalidValue, isArrayBuffer, isAtHand, type Source } from "./source.ts";

/** Throws when so many bytes are too many. */
type SizeCheck = (bytes: number) => void;

/**
 * All bytes of a value; those that the caller passed are returned uncopied. `declaredSize` is the length that the
 * caller declared for a stream, if any.
 */
export async function gather(source: Source, declaredSize: number | undefined, check: SizeCheck): Promise<Uint8Array> {
  if (source.kind === "blob") {
    check(source.size);
    return readBlob(source.blob);
  }
  if (isAtHand(source)) {
    const bytes = bytesAtHand(source);
    check(bytes.byteLength);
    return bytes;
  }
  const chunks = chunksOf(source, declaredSize);
  if (source.kind !== "chunks" || source.size === undefined) return gathered(chunks, check);
  try {
    check(source.size);
    return await filled(chunks, source.size);
  } catch (error) {
    chunks.stop(error);
    throw error;
  }
}

/** All bytes of chunks. */
export async function gathered(chunks: Chunks, check: SizeCheck): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  let total = 0;
  for (let chunk = await chunks.next(); chunk !== undefined; chunk = await chunks.next()) {
    total += chunk.byteLength;
    try {
      check(total);
    } catch (error) {
      chunks.stop(error);
      throw error;
    }
    all.push(chunk);
  }
  return joined(all, total);
}

/** All bytes of chunks that have `size` of them, in a buffer that is allocated once: no byte is in memory twice. */
export async function filled(chunks: Chunks, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (let chunk = await chunks.next(); chunk !== undefined; chunk = await chunks.next()) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

async function readBlob(blob: Blob): Promise<Uint8Array> {
  let buffer: unknown;
  try {
    buffer = await blob.arrayBuffer();
  } catch (error) {
    throw bodyFailed(error);
  }
  if (!isArrayBuffer(buffer)) throw invalidValue("a Blob whose arrayBuffer() gives no ArrayBuffer");
  return new Uint8Array(buffer);
}

function joined(chunks: readonly Uint8Array[], total: number): Uint8Array {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  const whole = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
