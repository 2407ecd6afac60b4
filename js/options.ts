/**
 * The snapshot of a call's options: what the core judges is what the package then stores and passes on.
 *
 * A getter runs once, and whatever it throws is the caller's mistake, never a fault in the middle of the wasm.
 * @module
 */

import { core } from "./engine.ts";
import { caused } from "./errors.js";
import { isArray, isPlain, LONG } from "./look.js";

/** How deep below the options objects are copied: `encryption`, and `secret` in it. */
export const SNAPSHOT_DEPTH = 2;

/** How many calls deep getters may call the package with options that have getters. */
const NESTED_CALLS = 16;

/** How many snapshots are being taken. */
let running = 0;

/**
 * A copy of an options object and of the plain objects and arrays in it, two levels deep. Any other value is returned
 * as it is, for the core to refuse by its kind. Throws storage_invalid_options with the cause where reading throws.
 */
export function copied<T>(options: T): T {
  if (options === undefined) return options;
  // A getter that calls the package without an end would overflow the stack within the wasm, and cost the instance.
  if (running >= NESTED_CALLS) {
    const why = `reading the options calls the package again, ${running} calls deep, allowed are ${NESTED_CALLS}`;
    throw core.refusal("storage_invalid_options", why);
  }
  running++;
  try {
    return isPlain(options) ? (copyOf(options, SNAPSHOT_DEPTH) as T) : options;
  } catch (error) {
    throw caused(core.refusal("storage_invalid_options", "reading the options threw an error; it is the cause"), error);
  } finally {
    running--;
  }
}

function copyOf(object: Record<string, unknown>, depth: number): Record<string, unknown> {
  // Unlike an assignment, a spread copies a member `__proto__` as a member.
  const copy = { ...object };
  // An `ifNotExists` that is not enumerable counts like any other: unseen, it would overwrite.
  for (const name of Object.getOwnPropertyNames(object)) {
    if (!Object.hasOwn(copy, name)) define(copy, name, object[name]);
  }
  for (const name of Object.keys(copy)) {
    const value = copy[name];
    if (typeof value === "object" && value !== null) copy[name] = nested(value, depth);
  }
  return copy;
}

const define = (copy: object, name: string, value: unknown) =>
  Object.defineProperty(copy, name, { value, enumerable: true, writable: true, configurable: true });

function nested(value: object, depth: number): unknown {
  // Asked at every depth, as it throws for a Proxy that refuses to be looked at.
  if (isPlain(value)) return depth > 0 ? copyOf(value, depth - 1) : value;
  return isArray(value) && depth > 0 ? copyOfArray(value as readonly unknown[]) : value;
}

/** An array may claim any length, and its iterator may be the caller's own. */
function copyOfArray(array: readonly unknown[]): readonly unknown[] {
  const { length } = array;
  if (length > LONG) return array;
  const copy = [];
  for (let at = 0; at < length; at++) copy.push(array[at]);
  return copy;
}
