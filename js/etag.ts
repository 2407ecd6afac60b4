/**
 * Etags of values that lie in memory or in KV: the core's hash of their bytes.
 *
 * R2 has etags of its own; the other hosts have none.
 * @module
 */

import { constants, core } from "./engine.ts";

/** A value crosses into the wasm piece by piece, so that the largest needs no more wasm memory than the smallest. */
export function etagOf(bytes: Uint8Array): string {
  const { etagPiece } = constants();
  // Most values are one piece, and need no view of it.
  let hash = core.hashOf(bytes.byteLength <= etagPiece ? bytes : bytes.subarray(0, etagPiece), 0n);
  for (let at = etagPiece; at < bytes.byteLength; at += etagPiece) {
    hash = core.hashOf(bytes.subarray(at, at + etagPiece), hash);
  }
  return hash.toString(16).padStart(16, "0");
}
