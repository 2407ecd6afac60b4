/**
 * What KV answered, as a StorageObject: by the record in its metadata, or by the bytes of a value that another
 * program wrote.
 * @module
 */

import { now } from "../../clock.js";
import { etagOf } from "../../etag.js";
import { given } from "../../given.js";
import { kvRecord } from "../../questions.js";
import { described } from "../../seal/vault.js";
import { foreignObject, recordedObject } from "../../shapes.js";

/** By the record alone: null when the value has expired, undefined when it is foreign. */
export const recordedOf = (declared, key, metadata) => judged(declared, key, metadata);

/** With the bytes at hand; null when the value has expired. `end` is for foreign ones. */
export function objectOf(declared, key, metadata, bytes, end) {
  const object = judged(declared, key, metadata, bytes.byteLength);
  return object === undefined ? foreignOf(declared, key, bytes, end) : object;
}

/** Of a value that another program wrote; `end` is its expiry in milliseconds. */
export const foreignOf = (declared, key, bytes, end) =>
  described(declared, foreignObject(key, bytes.byteLength, etagOf(bytes), end));

function judged(declared, key, metadata, size) {
  const record = readable(metadata);
  if (record === undefined) return undefined;
  const { frame, members } = record;
  const state = kvRecord(frame, size, now());
  if (state === "expired") return null;
  // What is sealed says nothing else to an instance that does not open it.
  if (state !== "exists" || (members.sealed !== undefined && declared.encryption === undefined)) return undefined;
  return described(declared, recordedObject(key, members), members.sealed);
}

/** The record, if it can be one. What throws when it is read is none. */
function readable(metadata) {
  try {
    return given("record", metadata ?? undefined);
  } catch {
    return undefined;
  }
}
