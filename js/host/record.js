/**
 * Values of KV by the record in their metadata: ours, expired, or written by another program.
 * @module
 */

import { now } from "../clock.js";
import { core } from "../engine.js";
import { given } from "../given.js";
import { foreignObject, recordedObject } from "../shapes.js";

/** The numbers of src/wasm/kv.rs. */
const EXPIRED = 0;
const EXISTS = 1;

/** The StorageObject of a value by its record alone: null when it has expired, undefined when it is foreign. */
export const recorded = (key, metadata) => judged(key, metadata, -1);

/** The StorageObject of a value whose bytes are here; null when it has expired. */
export function complete(key, metadata, bytes) {
  const object = judged(key, metadata, bytes.byteLength);
  return object === undefined ? foreign(key, bytes) : object;
}

/** The StorageObject of a value that another program wrote. */
export const foreign = (key, bytes, end) => foreignObject(key, bytes.byteLength, core.etagOf(bytes), end);

function judged(key, metadata, size) {
  const { frame, members } = given("record", metadata ?? undefined);
  const state = core.kvRecord(frame, size, now());
  if (state === EXISTS) return recordedObject(key, members);
  return state === EXPIRED ? null : undefined;
}
