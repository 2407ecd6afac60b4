/**
 * Values sealed and opened as they stream. One segment is on its way through Web Crypto while the next one is read, so
 * that no more than a few are in memory, whatever the size.
 * @module
 */

import { HEADER_BYTES, PLAIN_BYTES, SEGMENT_BYTES, TAG_BYTES } from "./cipher.js";
import { PieceReader } from "./pieces.js";

/** The sealed bytes of a value, its header first. */
export function sealed(chunks, header, cipher) {
  const pieces = new PieceReader(chunks);
  const sizeOf = (segment) => (segment === 0 ? PLAIN_BYTES - HEADER_BYTES : PLAIN_BYTES);
  return through(pieces, sizeOf, cipher.seal, header);
}

/**
 * The plain bytes of segments, from the first of the chunks on. `last` is the number of the value's last segment: it
 * has to be there, and nothing after it.
 */
export function opened(chunks, cipher, first, last) {
  const pieces = new PieceReader(chunks);
  const sizeOf = (segment) => (segment === 0 ? SEGMENT_BYTES - HEADER_BYTES : SEGMENT_BYTES);
  const open = (segment, isLast, bytes) => {
    if (bytes.byteLength < TAG_BYTES || isLast !== (segment === last)) throw new Error("a segment is missing or cut");
    return cipher.open(segment, isLast, bytes);
  };
  return through(pieces, sizeOf, open, undefined, first);
}

function through(pieces, sizeOf, run, header, first = 0) {
  let segment = first;
  /** The segment that is being worked on while the next one is read. */
  let working;
  let isDone = false;
  const start = async () => {
    const { bytes, isLast } = await pieces.next(sizeOf(segment));
    isDone = isLast;
    return run(segment++, isLast, bytes);
  };
  return new ReadableStream(
    {
      start(controller) {
        if (header !== undefined) controller.enqueue(header);
      },
      async pull(controller) {
        working ??= start();
        const result = await working;
        working = isDone ? undefined : start();
        // What fails is seen when it is waited for.
        working?.catch(() => {});
        if (result.byteLength > 0) controller.enqueue(result);
        if (working === undefined) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
