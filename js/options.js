/**
 * The options of calls, as given: what is done to them before the core judges them.
 * @module
 */

import { given } from "./given.js";
import { spelled } from "./key.js";

/** The options of a put; a Blob's own type is the content type unless they name one. */
export function givenToPut({ isBucket }, options, { type = "" }) {
  const table = isBucket ? "bucketPut" : "kvPut";
  if (type === "") return given(table, options);
  const typed = (name, member) => (name === "contentType" ? (member ?? type) : member);
  return given(table, options === undefined ? {} : options, typed);
}

/** The options of a list; what may be a part of a key is spelled as keys are. */
export function givenToList(declared, options) {
  if (!declared.isBucket) return given("kvList", options);
  return given("bucketList", options, (name, member) => (name === "cursor" ? member : spelled(declared, member)));
}
