/**
 * The options of calls, as given: what is done to them before the core judges them.
 * @module
 */

import { decodedText } from "./base64url.js";
import { given } from "./given.js";
import { spelled } from "./key.js";

/** The options of a put; a Blob's own type is the content type unless they name one. */
export function givenToPut({ isBucket }, options, { type = "" }) {
  const table = isBucket ? "bucketPut" : "kvPut";
  if (type === "") return given(table, options);
  const typed = (name, member) => (name === "contentType" ? (member ?? type) : member);
  return given(table, options === undefined ? {} : options, typed);
}

/** The options of a list; what may be a part of a key is spelled as keys are, and a cursor is what it stands for. */
export function givenToList(declared, options) {
  const read = (name, member) => {
    if (name !== "cursor") return spelled(declared, member);
    return typeof member === "string" ? (decodedText(member) ?? "") : member;
  };
  return given(declared.isBucket ? "bucketList" : "kvList", options, read);
}
