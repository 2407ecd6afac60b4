/**
 * A caller's stream, chunk by chunk.
 * @module
 */

import { caused } from "../errors.js";
import { refusal, wrongLength } from "../questions.js";
import { quietly } from "./quietly.js";
import { readerOf } from "./reader.js";
import { invalidValue, TAKEN, viewOf } from "./source.js";

/** The refusal of a value whose own source failed. */
export const bodyFailed = (cause) =>
  caused(refusal("storage_body_failed", "the stream failed; its error is the cause"), cause);

/**
 * Fails with storage_body_failed when the stream does, or when it does not have the `size` that it was declared
 * with; a stream that failed so is cancelled.
 */
export class ChunkReader {
  #size;
  #reader;
  #seen = 0;

  constructor(stream, size) {
    this.#size = size;
    try {
      this.#reader = readerOf(stream);
    } catch (error) {
      throw bodyFailed(error);
    }
  }

  /** The next chunk, never empty; undefined at the end. */
  async next() {
    for (;;) {
      const chunk = await this.#read();
      if (chunk === undefined) {
        this.#checkEnd();
        return undefined;
      }
      this.#seen += chunk.byteLength;
      if (this.#seen > this.#size) this.#fail(wrongLength(this.#size, this.#seen));
      if (chunk.byteLength > 0) return chunk;
    }
  }

  /** Tells the stream's owner that nobody reads on; how it takes that is its own affair. */
  stop(reason) {
    quietly(() => this.#reader.cancel(reason));
  }

  async #read() {
    let value;
    try {
      const { done, value: read } = await this.#reader.read();
      if (done) return undefined;
      value = read;
    } catch (error) {
      throw bodyFailed(error);
    }
    let chunk;
    try {
      chunk = viewOf(value);
    } catch (error) {
      this.#fail(bodyFailed(error));
    }
    if (chunk === undefined) this.#fail(invalidValue(`a stream of ${plural(value)}`));
    // A source may use its buffer again as soon as the next chunk is asked for.
    return new Uint8Array(chunk);
  }

  #checkEnd() {
    quietly(() => this.#reader.releaseLock());
    if (this.#seen < this.#size) throw wrongLength(this.#size, this.#seen);
  }

  #fail(error) {
    this.stop(error);
    throw error;
  }
}

/** The chunks of a Blob or a stream; `declared` is the length that the caller declared for a stream, if any. */
export const chunksOfSource = ({ blob, stream, size }, declared) =>
  blob === undefined ? new ChunkReader(stream, declared) : new ChunkReader(blob.stream(), size);

/** About as many bytes as a sealed segment has. */
const COPIED = 65_536;

/** The chunks of a caller's bytes, copied one by one: they may be taken away while what came before is on its way. */
export function copiesOf(bytes) {
  const size = bytes.byteLength;
  let at = 0;
  return {
    async next() {
      if (at >= size) return undefined;
      if (bytes.byteLength < size) throw invalidValue(TAKEN);
      const copy = bytes.slice(at, at + COPIED);
      at += COPIED;
      return copy;
    },
    stop() {},
  };
}

/** The chunks of bytes that are all here, and nobody else's: one, or none. */
export function chunksOf(bytes) {
  let rest = bytes.byteLength > 0 ? bytes : undefined;
  return {
    async next() {
      const chunk = rest;
      rest = undefined;
      return chunk;
    },
    stop() {},
  };
}

const plural = (value) => (value === null || typeof value === "object" ? "objects" : `${typeof value}s`);
