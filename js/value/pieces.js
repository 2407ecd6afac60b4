/**
 * Chunks in pieces of given sizes: the parts of an upload, and the segments of what is sealed.
 * @module
 */

const NO_ROOM = new Uint8Array(0);

/** Cuts chunks into pieces; the last one is shorter, and empty only if there is nothing at all. */
export class PieceReader {
  #chunks;
  /** What of the last chunk did not fit into the piece before. */
  #rest;
  /** True once the piece that was returned is the last. */
  ended = false;

  /** @param {{ next(): Promise<Uint8Array | undefined>, stop(reason?: unknown): void }} chunks never empty ones */
  constructor(chunks) {
    this.#chunks = chunks;
  }

  /**
   * The next piece, of `size` bytes unless it is the last one. It lies in `room`, if that is given; else in room of its
   * own, which grows, as most streams end soon.
   */
  async next(size, room = NO_ROOM) {
    let chunk = this.#rest ?? (await this.#chunks.next());
    // What one chunk holds is not copied.
    let piece = chunk?.byteLength >= size ? chunk.subarray(0, size) : room;
    let filled = piece === room ? 0 : size;
    if (filled > 0) chunk = chunk.byteLength > size ? chunk.subarray(size) : await this.#chunks.next();
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

  stop(reason) {
    this.#chunks.stop(reason);
  }
}
