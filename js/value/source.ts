/**
 * Values on their way in: tells apart the six types that callers may pass.
 *
 * A caller's object may lie about itself, or throw when it is looked at. It is looked at once, here.
 * @module
 */

import { core } from "../engine.ts";
import { caused, type StorageError } from "../errors.js";
import type { Chunks } from "./chunks.ts";
import { requireFeature } from "./require-feature.ts";

/** Where a value's bytes are, or why it has none. */
export type Source =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "blob"; readonly blob: Blob; readonly size: number; readonly type: string }
  | { readonly kind: "stream"; readonly stream: ReadableStream }
  /** What a layer has made of a value; `size` where it is known. */
  | { readonly kind: "chunks"; readonly chunks: Chunks; readonly size: number | undefined }
  | { readonly kind: "wrong"; readonly error: StorageError };

/**
 * Where a value's bytes are. A wrong value is no error yet: it is reported when its bytes are wanted, after a wrong key
 * or option.
 */
export function sourceOf(value: unknown): Source {
  try {
    return look(value) ?? { kind: "wrong", error: invalidValue(describe(value)) };
  } catch (error) {
    return { kind: "wrong", error: caused(invalidValue("a value that throws when it is read"), error) };
  }
}

function look(value: unknown): Source | undefined {
  if (typeof value === "string") return { kind: "text", text: value };
  if (typeof value !== "object" || value === null) return undefined;
  const bytes = viewOf(value);
  if (bytes !== undefined) return { kind: "bytes", bytes };
  if (isNamed(value, "Blob") || isNamed(value, "File")) return blobOf(value);
  return isStream(value) && isUnread(value) ? { kind: "stream", stream: value } : undefined;
}

const isStream = (value: object): value is ReadableStream =>
  "getReader" in value && typeof value.getReader === "function";

/**
 * The rest of a stream that somebody has read from would pass for all of it. A Response refuses such a stream (Fetch
 * standard, 5.2).
 */
const isUnread = (stream: ReadableStream) => stream.locked === false && !fails(() => new Response(stream));

/**
 * A Blob, by the engine's own methods, which throw for an object that only claims to be one. A slice has no properties
 * of the caller's, and copies no bytes.
 */
function blobOf(blob: object): Source | undefined {
  try {
    const slice: Blob = Reflect.apply(Blob.prototype.slice, blob, []);
    return { kind: "blob", blob: slice, size: sizeOf(blob), type: typeOf(blob) };
  } catch {
    return undefined;
  }
}

/** The bytes of an ArrayBuffer or of a view of one, by the engine's own getters; undefined for anything else. */
export function viewOf(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return typed.name(value) === undefined ? dataBytesOf(value) : typedBytesOf(value);
  if (!isArrayBuffer(value) || fails(() => new Uint8Array(value, 0, lengthOf(value)))) return undefined;
  return new Uint8Array(value);
}

const dataBytesOf = (value: ArrayBufferView) =>
  bytesOf(data.buffer(value), data.byteOffset(value), data.byteLength(value));

function typedBytesOf(value: ArrayBufferView): Uint8Array | undefined {
  const length = typed.byteLength(value);
  // A view whose buffer was transferred, or shrank under it, has no bytes left: not the same as an empty one.
  if (length === 0 && fails(() => Reflect.apply(typedAt, value, [0]))) return undefined;
  return bytesOf(typed.buffer(value), typed.byteOffset(value), length);
}

function fails(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

/** The engine's own getter of a prototype: an object may have another one. */
function getter<T>(prototype: object, name: string | symbol): (value: object) => T {
  const get = requireFeature(requireFeature(Object.getOwnPropertyDescriptor(prototype, name)).get);
  return (value) => Reflect.apply(get, value, []);
}

const getters = (prototype: object) => ({
  buffer: getter<ArrayBuffer>(prototype, "buffer"),
  byteOffset: getter<number>(prototype, "byteOffset"),
  byteLength: getter<number>(prototype, "byteLength"),
});

const lengthOf = getter<number>(ArrayBuffer.prototype, "byteLength");
const sizeOf = getter<number>(Blob.prototype, "size");
const typeOf = getter<string>(Blob.prototype, "type");
const TYPED: Uint8Array = Object.getPrototypeOf(Uint8Array.prototype);
/** Only typed arrays have a name, whatever an object says of itself. */
const typed = { ...getters(TYPED), name: getter<string | undefined>(TYPED, Symbol.toStringTag) };
const typedAt = TYPED.at;
const data = getters(DataView.prototype);

function bytesOf(buffer: ArrayBuffer, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(buffer, offset, length);
  // Other threads may write into shared memory; without a copy made now, etag and bytes might not fit together.
  const isShared = !(buffer instanceof ArrayBuffer) && isNamed(buffer, "SharedArrayBuffer");
  return isShared ? bytes.slice() : bytes;
}

const encoder = new TextEncoder();

/** UTF-8, with U+FFFD for lone surrogates. */
export const encodedText = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);

/** A source that has its bytes at hand. */
type SourceAtHand = Extract<Source, { kind: "text" | "bytes" }>;

export const isAtHand = (source: Source): source is SourceAtHand => source.kind === "text" || source.kind === "bytes";

/** The bytes of a source that has them at hand; those of `kind: "bytes"` are the caller's. */
export const bytesAtHand = (source: SourceAtHand): Uint8Array =>
  source.kind === "text" ? encodedText(source.text) : source.bytes;

/** By its name, so that a value of another realm counts too. */
const isNamed = (value: unknown, name: string) => Object.prototype.toString.call(value) === `[object ${name}]`;
export const isArrayBuffer = (value: unknown): value is ArrayBuffer => isNamed(value, "ArrayBuffer");

/** The refusal of a value that cannot be stored. */
export const invalidValue = (what: string): StorageError =>
  core.refusal(
    "storage_invalid_value",
    `${what} cannot be stored; a value is a string, a Uint8Array or another view, an ArrayBuffer, a Blob or a ` +
      "ReadableStream of bytes",
  );

/** Names bytes that are no longer there. */
export const DETACHED = "a detached ArrayBuffer, or a view beyond its end,";

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  if (ArrayBuffer.isView(value) || isArrayBuffer(value)) return DETACHED;
  if (isStream(value)) return "a ReadableStream that is locked or was read from";
  const name: unknown = value.constructor?.name;
  return typeof name === "string" && name !== "" && name !== "Object" ? `an object (${name})` : "an object";
}
