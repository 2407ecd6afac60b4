/**
 * The etag of a value in memory or KV: the core's hash of its bytes.
 * @module
 */

import { core } from "./engine.js";

/** A value crosses piece by piece, so that the largest needs no more wasm memory than the smallest; src/etag.rs. */
const PIECE_BYTES = 64 * 1024;

export function etagOf(bytes) {
  let hash = core.hashOf(bytes.subarray(0, PIECE_BYTES), 0n);
  for (let at = PIECE_BYTES; at < bytes.byteLength; at += PIECE_BYTES) {
    hash = core.hashOf(bytes.subarray(at, at + PIECE_BYTES), hash);
  }
  return hash.toString(16).padStart(16, "0");
}
