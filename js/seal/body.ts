/**
 * The body of a sealed value, opened as it is read: nobody gets a byte of a segment that has not been authenticated.
 * @module
 */

import type { StorageError } from "../errors.js";
import type { Body } from "../handle/body.ts";
import type { Bytes } from "../types/index.ts";
import { type Chunks, oneChunk } from "../value/chunks.ts";
import { filled } from "../value/gather.ts";
import { ignoreFailure } from "../value/ignore-failure.ts";
import { readerOf } from "../value/reader.ts";

/** How a body is opened. */
interface Opening {
  /** Plain bytes of the body. */
  readonly length: number;
  /** Opens the sealed chunks of the body. */
  open(sealed: Chunks): Chunks;
  /** Makes a StorageError of whatever reading throws. */
  failed(error: unknown): StorageError;
}

export class OpenedBody implements Body {
  readonly #sealed: Body;
  readonly #opening: Opening;

  /** `sealed` is the body of the stored bytes. */
  constructor(sealed: Body, opening: Opening) {
    this.#sealed = sealed;
    this.#opening = opening;
  }

  async bytes(): Promise<Bytes> {
    const chunks = this.#open();
    try {
      return await filled(chunks, this.#opening.length);
    } catch (error) {
      chunks.stop(error);
      throw this.#opening.failed(error);
    }
  }

  stream(): ReadableStream<Uint8Array> {
    const chunks = this.#open();
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      let chunk: Uint8Array | undefined;
      try {
        chunk = await chunks.next();
      } catch (error) {
        chunks.stop(error);
        throw this.#opening.failed(error);
      }
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    };
    // A segment is opened when somebody reads it, and not before.
    return new ReadableStream({ pull, cancel: (reason) => chunks.stop(reason) }, { highWaterMark: 0 });
  }

  sent(): BodyInit {
    const stream = this.stream();
    const { length } = this.#opening;
    const { FixedLengthStream } = globalThis;
    // A stream of a known length of 0 would end before anybody knows whether the value opens.
    if (length === 0 || FixedLengthStream === undefined) return stream;
    const { readable, writable } = new FixedLengthStream(length);
    // The reader gets a failure through `readable`.
    ignoreFailure(() => stream.pipeTo(writable));
    return readable;
  }

  cancel(): Promise<void> {
    return this.#sealed.cancel();
  }

  #open(): Chunks {
    return this.#opening.open(chunksOf(this.#sealed));
  }
}

/** The chunks of a body: its bytes where the store has them at hand, else its stream. */
function chunksOf(body: Body): Chunks {
  const bytes = body.look?.();
  if (bytes !== undefined) return oneChunk(bytes);
  const reader = readerOf(body.stream());
  return {
    async next() {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return undefined;
        const chunk = value as Uint8Array;
        if (chunk.byteLength > 0) return chunk;
      }
    },
    stop: (reason) => ignoreFailure(() => reader.cancel(reason)),
  };
}
