/**
 * Keys, as the stores spell them.
 *
 * R2 takes names that are equal in NFC for one, so in a bucket every store gets the composed form. The runtime's own
 * Unicode tables compose it: ours would weigh more than the rest of the package.
 * @module
 */

import { constants, core } from "./engine.ts";
import { caused, StorageError } from "./errors.js";
import { isArray, isWellFormed, LONG } from "./look.js";
import type { Declared } from "./registry.ts";
import { Variant } from "./wasm/core.js";

/** A text that may be a part of a key, spelled as the store spells keys. */
export const spelled = ({ variant }: Declared, text: string): string =>
  variant === Variant.Bucket && text.length <= LONG ? text.normalize("NFC") : text;

/** A key as its store spells it, not yet checked by the core's rules. Throws for a value that cannot be a key. */
export function keyOf(declared: Declared, input: unknown): string {
  if (typeof input === "string" && input.length <= LONG && isWellFormed(input)) return spelled(declared, input);
  throw core.notAKey(declared.variant, input);
}

/** A key as its store spells it, checked. */
export function checkedKey(declared: Declared, input: unknown): string {
  const key = keyOf(declared, input);
  core.checkKey(declared.variant, key);
  return key;
}

/** One key or an array of them, all checked. The error says which one is wrong. */
export function checkedKeys(declared: Declared, input: unknown): string[] {
  if (!isArray(input)) return [checkedKey(declared, input)];
  const checked: string[] = [];
  try {
    // One by one, as an array may claim more entries than there is memory for; and by number, as its iterator may be the
    // caller's own, and without an end.
    for (let at = 0; at < input.length; at++) checked.push(checkedAmong(declared, input[at]));
  } catch (error) {
    if (StorageError.is(error)) throw error;
    throw caused(core.refusal("storage_invalid_key", "reading the keys threw an error; it is the cause"), error);
  }
  return checked;
}

function checkedAmong(declared: Declared, key: unknown): string {
  try {
    return checkedKey(declared, key);
  } catch (error) {
    if (StorageError.is(error) && typeof key === "string") error.key = spelled(declared, key);
    throw error;
  }
}

/** Awaits a call that may fail because of one of several keys. */
export async function aboutKey<T>(key: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (StorageError.is(error)) error.key = key;
    throw error;
  }
}

/** Whether a key or a prefix is the package's own. */
export const isReserved = (key: string): boolean => key.startsWith(constants().reservedKeys);
