/**
 * Values on their way in: the six types that callers may give, told apart.
 *
 * A caller's object may lie about itself, or throw when it is looked at; it is looked at once, here.
 * @module
 */

import { brought } from "../compatibility.js";
import { caused } from "../errors.js";
import { refusal } from "../questions.js";

/**
 * What holds a value's bytes, or why it is none: one of the five is set, and with a Blob its size and type.
 * @typedef {{
 *   text?: string, bytes?: Uint8Array, blob?: Blob, stream?: ReadableStream, wrong?: Error, size?: number, type?: string,
 * }} Source
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
  if (named(value, "Blob") || named(value, "File")) return blobOf(value);
  return typeof value.getReader === "function" && isUnread(value) ? { stream: value } : undefined;
}

/** What is left of a stream that somebody has read from would pass for all of it. A Response takes none (Fetch, 5.2). */
const isUnread = (stream) => stream.locked === false && !fails(() => new Response(stream));

/**
 * By the engine's own methods, which throw for what only says that it is a Blob. A slice has no properties of the
 * caller's, and is not copied.
 */
function blobOf(blob) {
  try {
    return { blob: Reflect.apply(Blob.prototype.slice, blob, []), size: sizeOf(blob), type: typeOf(blob) };
  } catch {
    return undefined;
  }
}

/** The bytes of an ArrayBuffer or of a view of one, by what the engine knows of them; undefined for anything else. */
export function viewOf(value) {
  if (isTyped(value)) {
    const length = typed.byteLength(value);
    // One that its buffer has been taken from, or shrunk under, has no bytes left: not the same as an empty one.
    if (length === 0 && fails(() => Reflect.apply(typedAt, value, [0]))) return undefined;
    return bytesOf(typed.buffer(value), typed.byteOffset(value), length);
  }
  if (ArrayBuffer.isView(value)) return bytesOf(data.buffer(value), data.byteOffset(value), data.byteLength(value));
  if (!isArrayBuffer(value) || fails(() => new Uint8Array(value))) return undefined;
  return bytesOf(value, 0, value.byteLength);
}

function fails(run) {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

/** The engine's own getter of a prototype: an object may have another. */
function getter(prototype, name) {
  const { get } = brought(Object.getOwnPropertyDescriptor(prototype, name));
  return (value) => Reflect.apply(get, value, []);
}

const getters = (prototype) => ({
  buffer: getter(prototype, "buffer"),
  byteOffset: getter(prototype, "byteOffset"),
  byteLength: getter(prototype, "byteLength"),
});

const sizeOf = getter(Blob.prototype, "size");
const typeOf = getter(Blob.prototype, "type");
const TYPED = Object.getPrototypeOf(Uint8Array.prototype);
const typed = getters(TYPED);
const typedAt = TYPED.at;
const data = getters(DataView.prototype);
const isTyped = (value) => ArrayBuffer.isView(value) && !named(value, "DataView");

function bytesOf(buffer, offset, length) {
  // Memory that other threads may write into is copied now; etag and bytes would not fit together else.
  const bytes = new Uint8Array(buffer, offset, length);
  return named(buffer, "SharedArrayBuffer") ? bytes.slice() : bytes;
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

/** Bytes that are not there any more. */
export const TAKEN = "a detached ArrayBuffer, or a view beyond its end,";

function describe(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  if (ArrayBuffer.isView(value) || isArrayBuffer(value)) return TAKEN;
  if (typeof value.getReader === "function") return "a ReadableStream that is locked or was read from";
  const name = value.constructor?.name;
  return typeof name === "string" && name !== "" && name !== "Object" ? `an object (${name})` : "an object";
}
