/**
 * Values on their way in: the six types that callers may give, as bytes.
 *
 * What is a value and what is too large is the core's decision; here bytes are looked at, never changed.
 * @module
 */

import { core } from "./engine.js";

const encoder = new TextEncoder();

/** The bytes of a value that is in memory already; undefined for anything else. */
export function viewOf(value) {
  if (typeof value === "string") return encoder.encode(value);
  if (ArrayBuffer.isView(value)) return bytesOf(value.buffer, value.byteOffset, value.byteLength, value);
  if (isArrayBuffer(value)) return bytesOf(value, 0, value.byteLength);
  return undefined;
}

function bytesOf(buffer, offset, length, view) {
  // Memory that other threads may write into is copied now; etag and bytes would not fit together else.
  if (Object.prototype.toString.call(buffer) === "[object SharedArrayBuffer]") {
    return new Uint8Array(buffer, offset, length).slice();
  }
  if (view instanceof Uint8Array && length > 0) return view;
  // A detached buffer has no bytes left: not the same as an empty one.
  if (length === 0 && isDetached(buffer)) return undefined;
  return new Uint8Array(buffer, offset, length);
}

function isDetached(buffer) {
  if (buffer.detached !== undefined) return buffer.detached;
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}

/** By name, so that values of another realm count too. */
const named = (value, name) => Object.prototype.toString.call(value) === `[object ${name}]`;
const isArrayBuffer = (value) => named(value, "ArrayBuffer");

export const isBlob = (value) =>
  typeof value === "object" &&
  value !== null &&
  typeof value.arrayBuffer === "function" &&
  typeof value.size === "number" &&
  typeof value.type === "string";

export const isStream = (value) => typeof value === "object" && value !== null && typeof value.getReader === "function";

/** The refusal of what is no value. */
export const refuseValue = (declared, key, value) =>
  core.invalidValue(declared, typeof key === "string" ? key : undefined, describe(value));

function describe(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  if (ArrayBuffer.isView(value) || isArrayBuffer(value)) return "a detached ArrayBuffer";
  if (isStream(value)) return "a locked ReadableStream";
  const name = value.constructor?.name;
  return typeof name === "string" && name !== "" && name !== "Object" ? `an object (${name})` : "an object";
}

/**
 * Reads a Blob or a stream to its end. `checked` is what core.checkPut returned.
 * @returns {Promise<Uint8Array>}
 */
export async function gather(declared, checked, value) {
  const { key, size } = checked;
  if (isBlob(value)) {
    core.checkGathered(declared, key, value.size);
    return readBlob(declared, key, value);
  }
  if (!isStream(value) || value.locked) throw refuseValue(declared, key, value);
  const reader = new ChunkReader(declared, key, value, size);
  const chunks = [];
  let total = 0;
  for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) {
    total += chunk.byteLength;
    try {
      core.checkGathered(declared, key, total);
    } catch (error) {
      reader.stop(error);
      throw error;
    }
    chunks.push(chunk);
  }
  return join(chunks, total);
}

async function readBlob(declared, key, blob) {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    throw core.bodyFailed(declared, key, error);
  }
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

/**
 * Reads a caller's stream chunk by chunk. Fails with storage_body_failed when the stream does, or when
 * it does not have the `size` that it was declared with; a stream that failed so is cancelled.
 */
export class ChunkReader {
  #declared;
  #key;
  #size;
  #reader;
  #seen = 0;

  constructor(declared, key, stream, size) {
    this.#declared = declared;
    this.#key = key;
    this.#size = size;
    this.#reader = stream.getReader();
  }

  /** The next chunk, never empty; undefined at the end. */
  async next() {
    for (;;) {
      const { done, value } = await this.#read();
      if (done) {
        this.#checkEnd();
        this.#reader.releaseLock();
        return undefined;
      }
      const chunk = this.#take(value);
      if (chunk.byteLength > 0) return chunk;
    }
  }

  /** Tells the stream's owner that nobody reads on; how it takes that is its own affair. */
  stop(reason) {
    this.#reader.cancel(reason).catch(() => {});
  }

  async #read() {
    try {
      return await this.#reader.read();
    } catch (error) {
      throw core.bodyFailed(this.#declared, this.#key, error);
    }
  }

  #take(value) {
    const chunk = typeof value === "string" ? undefined : viewOf(value);
    if (chunk === undefined) this.#fail(core.invalidValue(this.#declared, this.#key, `a stream of ${plural(value)}`));
    this.#seen += chunk.byteLength;
    if (this.#seen > this.#size) this.#fail(core.wrongLength(this.#declared, this.#key, this.#size, this.#seen));
    return chunk;
  }

  #checkEnd() {
    if (this.#seen < this.#size) throw core.wrongLength(this.#declared, this.#key, this.#size, this.#seen);
  }

  #fail(error) {
    this.stop(error);
    throw error;
  }
}

const plural = (value) => (value === null || typeof value === "object" ? "objects" : `${typeof value}s`);
