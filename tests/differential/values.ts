/**
 * Values in every shape that `put` takes, and some that it does not.
 *
 * The bytes of one content are the same in each shape, so that the sequences also show that the shape
 * leaves no trace in what is stored.
 * @module
 */

import type { Content, Token } from "./operation";

export interface Made {
  value: unknown;
  /** What is stored if all goes well. */
  content: Uint8Array<ArrayBuffer>;
  /** When the value may be handed over, if not at once. */
  ready?: Promise<void>;
  /** What a failing stream fails with. */
  error?: Error;
  /** Overwrites the caller's own buffer: nobody may notice once `put` has settled. */
  scribble?: () => void;
}

const encoder = new TextEncoder();

export function contentOf(content: Content): Uint8Array<ArrayBuffer> {
  if ("text" in content) return new Uint8Array(encoder.encode(content.text));
  if ("hex" in content) return Uint8Array.from(content.hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const { fill, length } = content;
  return Uint8Array.from({ length }, (_, at) => (Math.imul(fill * 8191 + at, 2654435761) >>> 13) & 255);
}

export function makeValue({ as, content: wanted, type, cuts }: Extract<Token, { $: "value" }>): Made {
  const content = contentOf(wanted);
  if (as === "string") {
    if (!("text" in wanted)) throw new TypeError("only text can be a string");
    return { value: wanted.text, content };
  }
  // Windows of a larger buffer, with other bytes around them.
  const around = new Uint8Array(content.byteLength + 16).fill(0xaa);
  around.set(content, 8);
  const scribble = () => void around.fill(0x55);
  switch (as) {
    case "bytes":
      return { value: around.subarray(8, 8 + content.byteLength), content, scribble };
    case "view":
      return { value: new DataView(around.buffer, 8, content.byteLength), content, scribble };
    case "words": {
      const even = content.byteLength - (content.byteLength % 2);
      return { value: new Uint16Array(around.buffer, 8, even / 2), content: content.subarray(0, even), scribble };
    }
    case "buffer": {
      const own = content.slice();
      return { value: own.buffer, content, scribble: () => void own.fill(0x55) };
    }
    case "blob":
      return { value: new Blob([content], type === undefined ? {} : { type }), content };
    case "response body":
      // Of known length, and null for nothing: then an ordinary stream stands in.
      return { value: new Response(content).body ?? streamOf([]), content };
    case "byte stream":
      return { value: streamOf(cut(content, cuts), "bytes"), content };
    case "stream":
      return { value: streamOf(cut(content, cuts)), content };
    case "failing stream": {
      const error = new Error("the source went away");
      return { value: streamOf(cut(content, cuts), undefined, error), content, error };
    }
    case "locked stream": {
      const value = streamOf([content]);
      value.getReader();
      return { value, content };
    }
    case "read stream": {
      // Its first half has gone to somebody who has let go of it.
      const half = content.byteLength >> 1;
      const value = streamOf([content.slice(0, half), content.slice(half)]);
      const reader = value.getReader();
      return { value, content: content.slice(half), ready: reader.read().then(() => reader.releaseLock()) };
    }
    case "stream of strings":
      return { value: streamOf([content.slice(0, 1), "text"]), content };
    case "stream of objects":
      return { value: streamOf([{ length: 1 }]), content };
  }
}

function cut(content: Uint8Array, cuts: number[] = []): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const length of cuts) {
    chunks.push(content.slice(at, at + length));
    at += length;
  }
  if (at < content.byteLength) chunks.push(content.slice(at));
  return chunks;
}

/** A stream of these chunks, pulled one at a time, that ends or fails after the last. */
function streamOf(chunks: unknown[], type?: "bytes", error?: Error): ReadableStream {
  const left = [...chunks];
  const source = {
    pull(controller: ReadableStreamDefaultController | ReadableByteStreamController) {
      let next = left.shift();
      // A byte stream takes no empty chunks.
      while (type === "bytes" && next !== undefined && (next as Uint8Array).byteLength === 0) next = left.shift();
      if (next !== undefined) controller.enqueue(next as Uint8Array<ArrayBuffer>);
      else if (error !== undefined) controller.error(error);
      else {
        controller.close();
        (controller as ReadableByteStreamController).byobRequest?.respond(0);
      }
    },
  };
  return type === "bytes"
    ? new ReadableStream({ type, ...source } as UnderlyingByteSource)
    : new ReadableStream(source as UnderlyingSource);
}

/** Bytes, short enough for a message: all of them when there are few. */
export function digest(bytes: Uint8Array): string {
  if (bytes.byteLength <= 24) return `${bytes.byteLength} bytes ${hex(bytes)}`;
  // FNV-1a, from both ends.
  let forth = 0x811c9dc5;
  let back = 0x811c9dc5;
  for (let at = 0; at < bytes.byteLength; at++) {
    forth = Math.imul(forth ^ (bytes[at] as number), 0x01000193);
    back = Math.imul(back ^ (bytes[bytes.byteLength - 1 - at] as number), 0x01000193);
  }
  return `${bytes.byteLength} bytes ${hex(bytes.subarray(0, 8))}… #${(forth >>> 0).toString(16)}${(back >>> 0).toString(16)}`;
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
