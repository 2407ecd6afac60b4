/**
 * Values on their way in: the six types that callers may give, told apart.
 *
 * A caller's object may lie about itself, or throw when it is looked at; it is looked at once, here.
 * @module
 */

import { caused } from "../errors.js";
import { refusal } from "../questions.js";

/**
 * What holds a value's bytes, or why it is none: one of the five is set.
 * @typedef {{ text?: string, bytes?: Uint8Array, blob?: Blob, stream?: ReadableStream, wrong?: Error }} Source
 */

/**
 * Where a value's bytes are. What is no value is told only when its bytes are wanted: a wrong key or option comes
 * first.
 * @returns {Source}
 */
export function sourceOf(value) {
  try {
    return look(value) ?? { wrong: invalidValue(describe(value)) };
  } catch (error) {
    return { wrong: caused(invalidValue("a value that throws when it is read"), error) };
  }
}

function look(value) {
  if (typeof value === "string") return { text: value };
  if (typeof value !== "object" || value === null) return undefined;
  const bytes = viewOf(value);
  if (bytes !== undefined) return { bytes };
  if (isBlob(value)) return { blob: value };
  return typeof value.getReader === "function" && value.locked === false ? { stream: value } : undefined;
}

/** By the engine's own getter, which throws for what only says that it is a Blob. */
function isBlob(value) {
  if (!named(value, "Blob") && !named(value, "File")) return false;
  try {
    sizeOf(value);
    return true;
  } catch {
    return false;
  }
}

/** The bytes of an ArrayBuffer or of a view of one, by what the engine knows of them; undefined for anything else. */
export function viewOf(value) {
  if (isTyped(value)) return bytesOf(typed.buffer(value), typed.byteOffset(value), typed.byteLength(value));
  if (ArrayBuffer.isView(value)) return bytesOf(data.buffer(value), data.byteOffset(value), data.byteLength(value));
  return isArrayBuffer(value) ? bytesOf(value, 0, value.byteLength) : undefined;
}

/** The engine's own getter of a prototype: an object may have another. */
function getter(prototype, name) {
  const { get } = Object.getOwnPropertyDescriptor(prototype, name);
  return (value) => Reflect.apply(get, value, []);
}

const getters = (prototype) => ({
  buffer: getter(prototype, "buffer"),
  byteOffset: getter(prototype, "byteOffset"),
  byteLength: getter(prototype, "byteLength"),
});

const sizeOf = getter(Blob.prototype, "size");
const typed = getters(Object.getPrototypeOf(Uint8Array.prototype));
const data = getters(DataView.prototype);
const isTyped = (value) => ArrayBuffer.isView(value) && !named(value, "DataView");

function bytesOf(buffer, offset, length) {
  // Memory that other threads may write into is copied now; etag and bytes would not fit together else.
  if (named(buffer, "SharedArrayBuffer")) return new Uint8Array(buffer, offset, length).slice();
  // A detached buffer has no bytes left: not the same as an empty one.
  return length === 0 && isDetached(buffer) ? undefined : new Uint8Array(buffer, offset, length);
}

function isDetached(buffer) {
  if (buffer.detached !== undefined) return buffer.detached;
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}

const encoder = new TextEncoder();

/** The bytes of a source that has them at hand. */
export const bytesAtHand = ({ text, bytes }) => (text === undefined ? bytes : encoder.encode(text));

/** By name, so that values of another realm count too. */
const named = (value, name) => Object.prototype.toString.call(value) === `[object ${name}]`;
export const isArrayBuffer = (value) => named(value, "ArrayBuffer");

/** The refusal of what is no value. */
export const invalidValue = (what) =>
  refusal(
    "storage_invalid_value",
    `${what} cannot be stored; a value is a string, a Uint8Array or another view, an ArrayBuffer, a Blob or a ` +
      "ReadableStream of bytes",
  );

function describe(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  if (ArrayBuffer.isView(value) || isArrayBuffer(value)) return "a detached ArrayBuffer";
  if (typeof value.getReader === "function") return "a locked ReadableStream";
  const name = value.constructor?.name;
  return typeof name === "string" && name !== "" && name !== "Object" ? `an object (${name})` : "an object";
}
