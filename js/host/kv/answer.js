/**
 * What KV answered, as a StorageObject: by the record in its metadata, or by the bytes of a value that another
 * program wrote.
 * @module
 */

import { now } from "../../clock.js";
import { etagOf } from "../../etag.js";
import { given } from "../../given.js";
import { kvRecord } from "../../questions.js";
import { foreignObject, recordedObject } from "../../shapes.js";

/** By the record alone: null when the value has expired, undefined when it is foreign. */
export const recordedOf = (key, metadata) => judged(key, metadata);

/** With the bytes at hand; null when the value has expired. */
export function objectOf(key, metadata, bytes) {
  const object = judged(key, metadata, bytes.byteLength);
  return object === undefined ? foreignOf(key, bytes) : object;
}

/** Of a value that another program wrote; `end` is its expiry in milliseconds. */
export const foreignOf = (key, bytes, end) => foreignObject(key, bytes.byteLength, etagOf(bytes), end);

function judged(key, metadata, size) {
  const record = readable(metadata);
  if (record === undefined) return undefined;
  const { frame, members } = record;
  const state = kvRecord(frame, size, now());
  if (state === "exists") return recordedObject(key, members);
  return state === "expired" ? null : undefined;
}

/** The record, if it can be one. What throws when it is read is none. */
function readable(metadata) {
  try {
    return given("record", metadata ?? undefined);
  } catch {
    return undefined;
  }
}
