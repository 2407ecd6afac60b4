/**
 * Copies of small values, which lie together in larger buffers: to allocate a buffer for 1 KiB takes longer than
 * all the rest of a put.
 *
 * A buffer lives as long as any value in it, so that a small value may hold on to PACK bytes.
 * @module
 */

const PACK = 16 * 1024;
const SMALL = 2 * 1024;

let buffer;
let used = PACK;

const encoder = new TextEncoder();

/** UTF-8 has at most three bytes for a UTF-16 unit. */
const WIDEST = 3;

/**
 * The bytes of a source that has them at hand, in nobody else's hands; their buffer may hold other values too.
 * @param {import("../../value/source.js").Source} source
 */
export const copyOf = ({ text, bytes }) => (text === undefined ? copyOfBytes(bytes) : encoded(text));

function copyOfBytes(bytes) {
  // Not slice(): on Node's Buffer that is a view.
  if (bytes === undefined || bytes.byteLength > SMALL) return bytes && new Uint8Array(bytes);
  const copy = room(bytes.byteLength);
  copy.set(bytes);
  used += copy.byteLength;
  return copy;
}

function encoded(text) {
  if (text.length > SMALL) return encoder.encode(text);
  const wide = room(text.length * WIDEST);
  const { written } = encoder.encodeInto(text, wide);
  used += written;
  return wide.subarray(0, written);
}

/** So many bytes that nothing lies in yet. */
function room(size) {
  if (used + size > PACK) {
    buffer = new ArrayBuffer(PACK);
    used = 0;
  }
  return new Uint8Array(buffer, used, size);
}
