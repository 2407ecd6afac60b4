/**
 * A stream in pieces of given sizes, each with the knowledge whether it is the last.
 * @module
 */

/** Cuts chunks into pieces; the last one is shorter, and empty only if there is nothing at all. */
export class PieceReader {
  #chunks;
  #rest;

  /** @param {{ next(): Promise<Uint8Array | undefined> }} chunks never empty ones */
  constructor(chunks) {
    this.#chunks = chunks;
  }

  /** The next piece, of `size` bytes unless it is the last one. */
  async next(size) {
    let chunk = this.#rest ?? (await this.#chunks.next());
    // One chunk that fits exactly, or holds more, is not copied.
    if (chunk !== undefined && chunk.byteLength > size) {
      this.#rest = chunk.subarray(size);
      return { bytes: chunk.subarray(0, size), isLast: false };
    }
    const piece = new Uint8Array(size);
    let filled = 0;
    while (chunk !== undefined && filled < size) {
      const taken = chunk.subarray(0, size - filled);
      piece.set(taken, filled);
      filled += taken.byteLength;
      chunk = taken.byteLength < chunk.byteLength ? chunk.subarray(taken.byteLength) : await this.#chunks.next();
    }
    this.#rest = chunk;
    return { bytes: piece.subarray(0, filled), isLast: chunk === undefined };
  }
}
