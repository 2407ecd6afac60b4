/**
 * Keys, and what may be a part of one, as the stores spell them.
 *
 * R2 takes NFC-equal names for one, so that in a bucket every store gets the composed form. The host's own
 * Unicode tables do it: ours would weigh more than the rest of the package.
 * @module
 */

import { caused, StorageError } from "./errors.js";
import { isArray, LONG } from "./frame.js";
import { namesOf } from "./given.js";
import { checkKey, refusal } from "./questions.js";

export const spelled = ({ isBucket }, text) =>
  isBucket && typeof text === "string" && text.length <= LONG ? text.normalize("NFC") : text;

/** A key that has been checked, as its store spells it. */
export function checkedKey(declared, input) {
  const key = spelled(declared, input);
  checkKey(declared.isBucket, key);
  return key;
}

/** One key or an array of them, all checked. The error says which one is wrong. */
export function checkedKeys(declared, keys) {
  if (!isArray(keys)) return [checkedKey(declared, keys)];
  const checked = [];
  try {
    // One by one: an array may say that it has more than there is memory for.
    for (const key of keys) checked.push(checkedAmong(declared, key));
  } catch (error) {
    if (StorageError.is(error)) throw error;
    throw caused(refusal("storage_invalid_key", "reading the keys threw an error; it is the cause"), error);
  }
  return checked;
}

function checkedAmong(declared, key) {
  try {
    return checkedKey(declared, key);
  } catch (error) {
    if (typeof key === "string") error.key = spelled(declared, key);
    throw error;
  }
}

/** Awaits what may fail because of one of several keys. */
export async function aboutKey(key, run) {
  try {
    return await run();
  } catch (error) {
    error.key = key;
    throw error;
  }
}

/** Whether a key or a prefix is this component's own. */
export const isReserved = (key) => key.startsWith(namesOf("reserved")[0]);
