/**
 * The segments of a value, sealed and opened one after the other: no more than a few are in memory, whatever the size of
 * the value.
 * @module
 */

import type { Chunks } from "../value/chunks.ts";
import { PieceReader } from "../value/pieces.ts";
import type { SealedPart } from "../wasm/core.js";
import type { Cipher } from "./cipher.ts";

/** The chunks of a value, sealed, the header first. */
export function sealing(chunks: Chunks, cipher: Cipher): Chunks {
  const { segmentBytes, tagBytes, headerBytes } = cipher.format;
  const pieces = new PieceReader(chunks);
  let segment = -1;
  /** Web Crypto copies its input, so that all segments but the first may lie in the same place. */
  let room: Uint8Array | undefined;
  return {
    async next() {
      const number = segment++;
      if (number < 0) return cipher.header;
      if (pieces.ended) return undefined;
      if (number > 0) room ??= new Uint8Array(segmentBytes);
      const size = segmentBytes - tagBytes - (number === 0 ? headerBytes : 0);
      const bytes = await pieces.next(size, room);
      return cipher.seal(number, pieces.ended, bytes);
    },
    stop: (reason) => chunks.stop(reason),
  };
}

/** A part of a value, in segments (src/seal/range.rs). */
interface SealedSegments extends SealedPart {
  /** The length of the whole sealed value. */
  readonly sealed: number;
}

/** The chunks of a part of a value, opened. `damaged` makes the error of a segment that does not open. */
export function opening(chunks: Chunks, cipher: Cipher, part: SealedSegments, damaged: () => Error): Chunks {
  const { segmentBytes, headerBytes } = cipher.format;
  const { sealed, first, until, last, skipped } = part;
  const pieces = new PieceReader(chunks);
  let { length: left, before } = part;
  let segment = first;
  /** The next segment, opened. One that is shorter than it has to be does not open. */
  const opened = async (number: number): Promise<Uint8Array> => {
    // The answer may begin within the segment before.
    if (number === first) await pieces.next(skipped);
    let size = number === last ? sealed - last * segmentBytes : segmentBytes;
    if (number === 0) {
      const header = await pieces.next(headerBytes);
      if (header.some((byte, at) => byte !== cipher.header[at])) throw damaged();
      size -= headerBytes;
    }
    const bytes = await pieces.next(size);
    try {
      return await cipher.open(number, number === last, bytes);
    } catch {
      // Web Crypto does not say what is wrong.
      throw damaged();
    }
  };
  return {
    async next() {
      // An empty value has a segment too, of which nothing is handed out.
      while (segment <= until) {
        const bytes = await opened(segment++);
        // A part of a segment is copied: the bytes beside it are not handed out.
        const wanted = bytes.byteLength > left || before > 0 ? bytes.slice(before, before + left) : bytes;
        before = 0;
        left -= wanted.byteLength;
        if (wanted.byteLength > 0) return wanted;
      }
      return undefined;
    },
    stop: (reason) => chunks.stop(reason),
  };
}
