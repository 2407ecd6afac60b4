/**
 * Values on their way in: the six types that callers may give, as bytes.
 *
 * What is a value and what is too large is the core's decision; here bytes are looked at, never changed.
 * @module
 */

import { core } from "./engine.js";
import { caused } from "./errors.js";

const encoder = new TextEncoder();

/**
 * What holds a value's bytes. One of the three is set; `isOwn` says that the bytes are in nobody else's hands.
 * @typedef {{ bytes?: Uint8Array, isOwn?: boolean, blob?: Blob, stream?: ReadableStream }} Source
 */

/**
 * Where a value's bytes are; throws the refusal of what is no value. A caller's object may throw when it is
 * looked at.
 * @returns {Source}
 */
export function sourceOf(value) {
  let source;
  try {
    source = look(value);
  } catch (error) {
    throw caused(invalidValue("a value that throws when it is read"), error);
  }
  if (source === undefined) throw invalidValue(describe(value));
  return source;
}

function look(value) {
  if (typeof value === "string") return { bytes: encoder.encode(value), isOwn: true };
  const bytes = viewOf(value);
  if (bytes !== undefined) return { bytes };
  if (typeof value !== "object" || value === null) return undefined;
  if (named(value, "Blob") || named(value, "File")) return { blob: value };
  return typeof value.getReader === "function" && value.locked === false ? { stream: value } : undefined;
}

/** The bytes of what is in memory already; undefined for anything else. */
function viewOf(value) {
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

/** The refusal of what is no value. */
const invalidValue = (what) =>
  core.refusal(
    "storage_invalid_value",
    `${what} cannot be stored; a value is a string, a Uint8Array or another view, an ArrayBuffer, a Blob or a ` +
      "ReadableStream of bytes",
  );

/** The refusal of a value whose own source failed. */
export const bodyFailed = (cause) =>
  caused(core.refusal("storage_body_failed", "the stream failed; its error is the cause"), cause);

function describe(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  if (ArrayBuffer.isView(value) || isArrayBuffer(value)) return "a detached ArrayBuffer";
  if (typeof value.getReader === "function") return "a locked ReadableStream";
  const name = value.constructor?.name;
  return typeof name === "string" && name !== "" && name !== "Object" ? `an object (${name})` : "an object";
}

/**
 * All bytes of a value. `size` is the length that the caller declared, if any.
 * @param {Source} source
 * @returns {Promise<Uint8Array>}
 */
export async function gather({ isBucket }, { bytes, blob, stream }, size) {
  if (bytes !== undefined) return bytes;
  if (blob !== undefined) {
    core.checkGathered(isBucket, blob.size);
    return readBlob(blob);
  }
  const reader = new ChunkReader(stream, size);
  const chunks = [];
  let total = 0;
  for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) {
    total += chunk.byteLength;
    try {
      core.checkGathered(isBucket, total);
    } catch (error) {
      reader.stop(error);
      throw error;
    }
    chunks.push(chunk);
  }
  return join(chunks, total);
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

/**
 * Reads a caller's stream chunk by chunk. Fails with storage_body_failed when the stream does, or when
 * it does not have the `size` that it was declared with; a stream that failed so is cancelled.
 */
export class ChunkReader {
  #size;
  #reader;
  #seen = 0;

  constructor(stream, size) {
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
      throw bodyFailed(error);
    }
  }

  #take(value) {
    const chunk = viewOf(value);
    if (chunk === undefined) this.#fail(invalidValue(`a stream of ${plural(value)}`));
    this.#seen += chunk.byteLength;
    if (this.#seen > this.#size) this.#fail(core.wrongLength(this.#size, this.#seen));
    return chunk;
  }

  #checkEnd() {
    if (this.#seen < this.#size) throw core.wrongLength(this.#size, this.#seen);
  }

  #fail(error) {
    this.stop(error);
    throw error;
  }
}

const plural = (value) => (value === null || typeof value === "object" ? "objects" : `${typeof value}s`);
