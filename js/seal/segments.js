/**
 * The segments of a value, sealed and opened one after the other: no more than a few are in memory, whatever the size of
 * the value.
 * @module
 */

import { PieceReader } from "../value/pieces.js";
import { HEADER_BYTES, SEGMENT_BYTES, TAG_BYTES } from "./cipher.js";

/** The chunks of a value, sealed, the header first. */
export function sealing(chunks, header, cipher) {
  const pieces = new PieceReader(chunks);
  let segment = -1;
  /** Web Crypto copies what it is given, so that all segments but the first may lie in the same place. */
  let room;
  return {
    async next() {
      const number = segment++;
      if (number < 0) return header;
      if (pieces.ended) return undefined;
      if (number > 0) room ??= new Uint8Array(SEGMENT_BYTES);
      const bytes = await pieces.next(SEGMENT_BYTES - TAG_BYTES - (number === 0 ? HEADER_BYTES : 0), room);
      return cipher.seal(number, pieces.ended, bytes);
    },
    stop: (reason) => chunks.stop(reason),
  };
}

/**
 * The chunks of the part of a value that is asked for, opened.
 * @param {{ sealed: number, length: number, first: number, until: number, last: number, skipped: number, before: number }} part
 *   see src/seal/range.rs; `sealed` is the length of the whole sealed value
 * @param {() => Error} damaged the error of what does not open
 */
export function opening(chunks, header, cipher, part, damaged) {
  const { sealed, first, until, last, skipped } = part;
  const pieces = new PieceReader(chunks);
  let { length: left, before } = part;
  let segment = first;
  /** The next one, opened. Less than there should be of it does not open. */
  const opened = async (number) => {
    // The last bytes of an object may begin within a segment, and in memory all of it is there.
    if (number === first) await pieces.next(skipped);
    let size = number === last ? sealed - last * SEGMENT_BYTES : SEGMENT_BYTES;
    if (number === 0) {
      const own = await pieces.next(HEADER_BYTES);
      if (own.some((byte, at) => byte !== header[at])) throw damaged();
      size -= HEADER_BYTES;
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
      // An empty value has a segment too, of which nothing is left to be seen.
      while (segment <= until) {
        const bytes = await opened(segment++);
        // A part of a segment is copied: what was not asked for stays here.
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
