/**
 * Cuts chunks into pieces of given sizes: the parts of an upload, and the segments of a sealed value.
 * @module
 */

import type { Chunks } from "./chunks.ts";

const NO_ROOM = new Uint8Array(0);

/** The last piece may be shorter, and is empty only if there are no bytes at all. */
export class PieceReader {
  readonly #chunks: Chunks;
  /** The bytes of the last chunk that did not fit into the piece before. */
  #rest: Uint8Array | undefined;
  /** True once the piece that was returned is the last. */
  ended = false;

  constructor(chunks: Chunks) {
    this.#chunks = chunks;
  }

  /**
   * The next piece, of `size` bytes unless it is the last one. It lies in `room`, if that is given; else in a buffer of
   * its own, which grows, as most streams end soon.
   */
  async next(size: number, room: Uint8Array = NO_ROOM): Promise<Uint8Array> {
    let chunk = this.#rest ?? (await this.#chunks.next());
    let piece = room;
    let filled = 0;
    if (chunk !== undefined && size > 0 && chunk.byteLength >= size) {
      // A piece that lies in one chunk is not copied.
      piece = chunk.subarray(0, size);
      filled = size;
      chunk = chunk.byteLength > size ? chunk.subarray(size) : await this.#chunks.next();
    }
    while (chunk !== undefined && filled < size) {
      const taken = chunk.subarray(0, size - filled);
      const needed = filled + taken.byteLength;
      if (needed > piece.byteLength) {
        const larger = new Uint8Array(Math.min(size, Math.max(needed, piece.byteLength * 2)));
        larger.set(piece.subarray(0, filled));
        piece = larger;
      }
      piece.set(taken, filled);
      filled = needed;
      chunk = taken.byteLength < chunk.byteLength ? chunk.subarray(taken.byteLength) : await this.#chunks.next();
    }
    this.#rest = chunk;
    this.ended = chunk === undefined;
    return piece.subarray(0, filled);
  }

  stop(reason?: unknown): void {
    this.#chunks.stop(reason);
  }
}
