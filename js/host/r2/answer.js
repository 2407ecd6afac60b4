/**
 * What R2 answered, as a StorageObject.
 * @module
 */

import { namesOf } from "../../given.js";
import { described } from "../../seal/vault.js";
import { setHttp } from "../../shapes.js";
import { garbled } from "../failure.js";

/** Throws for an answer that no R2 gives: a made-up etag or size would be worse than an error. */
export function objectOf(declared, key, answer) {
  const { size, etag, uploaded, customMetadata, httpMetadata } = answer ?? {};
  const isObject = typeof etag === "string" && etag !== "" && Number.isSafeInteger(size) && size >= 0;
  if (!isObject || !(uploaded?.getTime() >= 0)) throw garbled("what is no R2Object");
  const object = { key, size, etag, storedAt: uploaded.toISOString(), metadata: unreserved(customMetadata) };
  if (httpMetadata !== undefined) setHttp(object, httpMetadata);
  return described(declared, object, entryOf(answer), size);
}

/** What stands beside a sealed object. */
export const entryOf = ({ customMetadata }) => customMetadata?.[namesOf("reserved")[2]];

/** A copy without the entries that are this component's own. */
function unreserved(metadata) {
  const reserved = namesOf("reserved")[1];
  const own = {};
  for (const name in metadata) if (!name.startsWith(reserved)) own[name] = metadata[name];
  return own;
}
