/**
 * Values that have to be in memory in one piece, gathered.
 * @module
 */

import { bodyFailed, ChunkReader } from "./chunks.js";
import { invalidValue, isArrayBuffer } from "./source.js";

/**
 * All bytes of a value that are not at hand. `declared` is the length that the caller declared, if any; `check` throws
 * when so many bytes are too many.
 * @param {import("./source.js").Source} source
 * @returns {Promise<Uint8Array>}
 */
export async function gather({ blob, size, stream, wrong }, declared, check) {
  if (wrong !== undefined) throw wrong;
  if (blob !== undefined) {
    check(size);
    return readBlob(blob);
  }
  return gathered(new ChunkReader(stream, declared), check);
}

/** All bytes of chunks; `check` throws when so many are too many. */
export async function gathered(reader, check) {
  const chunks = [];
  let total = 0;
  for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) {
    total += chunk.byteLength;
    try {
      check(total);
    } catch (error) {
      reader.stop(error);
      throw error;
    }
    chunks.push(chunk);
  }
  return join(chunks, total);
}

/** All bytes of chunks that have so many, in room that is made once: nothing is in memory twice. */
export async function filled(reader, size) {
  const whole = new Uint8Array(size);
  let at = 0;
  for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

async function readBlob(blob) {
  let buffer;
  try {
    buffer = await blob.arrayBuffer();
  } catch (error) {
    throw bodyFailed(error);
  }
  if (!isArrayBuffer(buffer)) throw invalidValue("a Blob whose arrayBuffer() gives no ArrayBuffer");
  return new Uint8Array(buffer);
}

function join(chunks, total) {
  if (chunks.length === 1) return chunks[0];
  const whole = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
