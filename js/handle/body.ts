/**
 * Bodies on their way out: where a read handle gets its bytes from.
 *
 * A handle uses one of a body's methods, once. A body has two forms for streaming, because workerd tells clients the
 * length of bytes and of its own streams, but never that of a stream of JavaScript.
 * @module
 */

import { core } from "../engine.ts";
import type { StorageError } from "../errors.js";
import type { Bytes } from "../types/index.ts";

export interface Body {
  /** The bytes, which are the caller's from then on. */
  bytes(): Promise<Bytes>;
  /** The bytes that a store keeps, to be looked at without a copy. */
  look?(): Uint8Array<ArrayBuffer>;
  stream(): ReadableStream<Uint8Array>;
  /** What a Response is made of. */
  sent(): BodyInit;
  cancel(): Promise<void>;
}

/** A part of a value, in bytes. */
interface Part {
  readonly offset: number;
  readonly length: number;
}

const CHUNK_BYTES = 64 * 1024;

/** Bytes that a store keeps, or a part of them. They are copied on the way out, as no caller may change a store. */
export class KeptBody implements Body {
  readonly #kept: Uint8Array<ArrayBuffer>;
  readonly #from: number;
  readonly #to: number;

  constructor(bytes: Uint8Array<ArrayBuffer>, part?: Part) {
    this.#kept = bytes;
    this.#from = part === undefined ? 0 : part.offset;
    this.#to = part === undefined ? bytes.byteLength : part.offset + part.length;
  }

  async bytes(): Promise<Bytes> {
    return this.#kept.slice(this.#from, this.#to);
  }

  look(): Uint8Array<ArrayBuffer> {
    return this.#kept.subarray(this.#from, this.#to);
  }

  /** A Response copies them. */
  sent(): BodyInit {
    return this.look();
  }

  stream(): ReadableStream<Uint8Array> {
    return streamOf(this.look());
  }

  async cancel(): Promise<void> {}
}

/** Bytes that are the caller's own: those that KV answered. */
export class OwnBody extends KeptBody {
  readonly #own: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    super(bytes);
    this.#own = bytes;
  }

  override async bytes(): Promise<Bytes> {
    return this.#own;
  }
}

/** What a body needs of an R2ObjectBody. */
interface R2Answer {
  arrayBuffer(): Promise<ArrayBuffer>;
  readonly body: ReadableStream<Uint8Array>;
}

/** The body of an R2ObjectBody. */
export class R2Body implements Body {
  readonly #answer: R2Answer;
  readonly #length: number;
  readonly #failed: (error: unknown) => StorageError;

  /** `failed` turns an error of the host into a StorageError. */
  constructor(answer: R2Answer, length: number, failed: (error: unknown) => StorageError) {
    this.#answer = answer;
    this.#length = length;
    this.#failed = failed;
  }

  async bytes(): Promise<Bytes> {
    try {
      const buffer = await this.#answer.arrayBuffer();
      // A part of a value must not pass for the value.
      if (buffer?.byteLength !== this.#length) throw wrongLength();
      return new Uint8Array(buffer);
    } catch (error) {
      throw this.#failed(error);
    }
  }

  stream(): ReadableStream<Uint8Array> {
    return this.#answer.body;
  }

  sent(): BodyInit {
    return this.#answer.body;
  }

  async cancel(): Promise<void> {
    try {
      await this.#answer.body.cancel();
    } catch (error) {
      throw this.#failed(error);
    }
  }
}

const wrongLength = () =>
  core.refusal("storage_host_error", "the host answered with a body of another length than it announced");

function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  const size = bytes.byteLength;
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < size) controller.enqueue(bytes.slice(at, at + CHUNK_BYTES));
      at += CHUNK_BYTES;
      if (at >= size) controller.close();
    },
  });
}
