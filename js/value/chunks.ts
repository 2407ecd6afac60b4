/**
 * A value's bytes, chunk by chunk, whatever the value is.
 *
 * Uploads and sealing read every value in this one way, so that none of them has to know where the bytes come from.
 * @module
 */

import { core } from "../engine.ts";
import { caused, type StorageError } from "../errors.js";
import { ignoreFailure } from "./ignore-failure.ts";
import { type Reader, readerOf } from "./reader.ts";
import { bytesAtHand, DETACHED, invalidValue, type Source, viewOf } from "./source.ts";

export interface Chunks {
  /** The next chunk, never empty; undefined at the end. */
  next(): Promise<Uint8Array | undefined>;
  /** Tells the owner of the bytes that nobody reads on. */
  stop(reason?: unknown): void;
}

/** The chunks of a value; `declaredSize` is the length that the caller declared for a stream, if any. */
export function chunksOf(source: Source, declaredSize?: number): Chunks {
  switch (source.kind) {
    case "wrong":
      throw source.error;
    case "chunks":
      return source.chunks;
    case "stream":
      return new ChunkReader(source.stream, declaredSize);
    case "blob":
      return new ChunkReader(source.blob.stream(), source.size);
    case "text":
      return oneChunk(bytesAtHand(source));
    case "bytes":
      return copiesOf(source.bytes);
  }
}

/** The chunks of bytes that nobody else can change: one, or none. */
export function oneChunk(bytes: Uint8Array): Chunks {
  let rest: Uint8Array | undefined = bytes.byteLength === 0 ? undefined : bytes;
  return {
    async next() {
      const chunk = rest;
      rest = undefined;
      return chunk;
    },
    stop() {},
  };
}

/** About as many bytes as a sealed segment has. */
const COPY_BYTES = 65_536;

/** The chunks of a caller's bytes, copied one by one: the caller may transfer the buffer between two of them. */
function copiesOf(bytes: Uint8Array): Chunks {
  const size = bytes.byteLength;
  let at = 0;
  return {
    async next() {
      if (at >= size) return undefined;
      if (bytes.byteLength < size) throw invalidValue(DETACHED);
      const copy = bytes.slice(at, at + COPY_BYTES);
      at += COPY_BYTES;
      return copy;
    },
    stop() {},
  };
}

/** The refusal of a value whose own source failed. */
export const bodyFailed = (cause: unknown): StorageError =>
  caused(core.refusal("storage_body_failed", "the stream failed; its error is the cause"), cause);

/**
 * The chunks of a caller's stream. Fails with storage_body_failed when the stream does, or when it does not have the
 * size that was declared; a stream that fails so is cancelled.
 */
class ChunkReader implements Chunks {
  readonly #size: number | undefined;
  readonly #reader: Reader;
  #seen = 0;

  constructor(stream: ReadableStream, size: number | undefined) {
    this.#size = size;
    try {
      this.#reader = readerOf(stream);
    } catch (error) {
      throw bodyFailed(error);
    }
  }

  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      const chunk = await this.#read();
      if (chunk === undefined) {
        this.#checkEnd();
        return undefined;
      }
      this.#seen += chunk.byteLength;
      if (this.#size !== undefined && this.#seen > this.#size)
        throw this.#failure(core.wrongLength(this.#size, this.#seen));
      if (chunk.byteLength > 0) return chunk;
    }
  }

  stop(reason?: unknown): void {
    ignoreFailure(() => this.#reader.cancel(reason));
  }

  async #read(): Promise<Uint8Array | undefined> {
    let value: unknown;
    try {
      const { done, value: read } = await this.#reader.read();
      if (done) return undefined;
      value = read;
    } catch (error) {
      throw bodyFailed(error);
    }
    let chunk: Uint8Array | undefined;
    try {
      chunk = viewOf(value);
    } catch (error) {
      throw this.#failure(bodyFailed(error));
    }
    if (chunk === undefined) throw this.#failure(invalidValue(`a stream of ${plural(value)}`));
    // A source may use its buffer again as soon as the next chunk is read.
    return new Uint8Array(chunk);
  }

  #checkEnd(): void {
    ignoreFailure(() => this.#reader.releaseLock());
    if (this.#size !== undefined && this.#seen < this.#size) throw core.wrongLength(this.#size, this.#seen);
  }

  /** The same error, for which the stream is cancelled. */
  #failure(error: StorageError): StorageError {
    this.stop(error);
    return error;
  }
}

const plural = (value: unknown) => (value === null || typeof value === "object" ? "objects" : `${typeof value}s`);
