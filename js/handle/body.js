/**
 * Bodies on their way out: where a read handle gets its bytes from.
 *
 * A body has `bytes(): Promise<Uint8Array>`, `stream(): ReadableStream`, `sent()`, which is what a Response can be made
 * of, and `cancel(): Promise<void>`, of which its handle uses one, once. workerd tells clients the length of bytes and
 * of its own streams, never that of a stream of JavaScript.
 * @module
 */

import { garbled } from "../host/failure.js";

const CHUNK = 64 * 1024;

/** Bytes that a store keeps, or a part of them: they are copied on the way out, as no store aliases. */
export class KeptBody {
  constructor(bytes, range) {
    this.kept = bytes;
    this.from = range === undefined ? 0 : range.offset;
    this.to = range === undefined ? bytes.byteLength : range.offset + range.length;
  }

  async bytes() {
    return this.kept.slice(this.from, this.to);
  }

  look() {
    return this.kept.subarray(this.from, this.to);
  }

  /** Response copies it. */
  sent() {
    return this.look();
  }

  stream() {
    return chunked(this.kept, this.from, this.to);
  }

  async cancel() {}
}

/** Bytes that are the caller's own: what KV answered. */
export class OwnBody extends KeptBody {
  async bytes() {
    return this.kept;
  }
}

/** An R2ObjectBody of `length` bytes. `failed` turns what it throws into a StorageError. */
export class R2Body {
  constructor(answer, length, failed) {
    this.answer = answer;
    this.length = length;
    this.failed = failed;
  }

  async bytes() {
    try {
      const buffer = await this.answer.arrayBuffer();
      // No part of a value may pass for the value.
      if (buffer?.byteLength !== this.length) throw garbled("a body of another length than it said");
      return new Uint8Array(buffer);
    } catch (error) {
      throw this.failed(error);
    }
  }

  stream() {
    return this.answer.body;
  }

  sent() {
    return this.answer.body;
  }

  async cancel() {
    try {
      await this.answer.body.cancel();
    } catch (error) {
      throw this.failed(error);
    }
  }
}

function chunked(bytes, from, to) {
  let at = from;
  return new ReadableStream({
    pull(controller) {
      if (at < to) {
        const end = Math.min(to, at + CHUNK);
        controller.enqueue(bytes.slice(at, end));
        at = end;
      }
      if (at >= to) controller.close();
    },
  });
}
