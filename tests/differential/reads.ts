/**
 * Reads a handle in a given order of its methods and writes down what each of them did.
 *
 * Which reader may follow which is part of what both hosts promise, so that a read which fails is an
 * answer like any other.
 * @module
 */

import type { StorageReadHandle } from "layeron-storage";
import type { Read } from "./operation";
import { failure, type Outcome, type Seen } from "./outcome";
import { digest } from "./values";

export async function read(seen: Seen, handle: StorageReadHandle, reads: readonly Read[]): Promise<Outcome> {
  const shown = seen.object(properties(handle)) as object;
  const outcomes: Outcome[] = [];
  const arrays = new Set<Uint8Array>();
  for (const name of reads) {
    try {
      outcomes.push({ [name]: await readers[name](handle, seen, arrays) });
    } catch (error) {
      outcomes.push({ [name]: failure(error) });
    }
  }
  // The caller's own by now: no later read may see this.
  for (const array of arrays) array.fill(0x55);
  handle.metadata.scribbled = "over";
  const whole = outcomes.find((outcome) => typeof (outcome as { bytes?: unknown }).bytes === "string");
  if (handle.range === undefined && whole !== undefined) {
    const [array] = arrays;
    if (array?.byteLength !== handle.size) return { ...shown, reads: "not as many bytes as size says" };
  }
  // Not left to the garbage collector: an unread body holds a connection.
  await handle.cancel();
  return { ...shown, reads: outcomes };
}

/** What a handle shows, without its methods: those that it has are asked for one by one. */
function properties(handle: StorageReadHandle): StorageReadHandle {
  const own = Object.entries(handle).filter(([, value]) => typeof value !== "function");
  return Object.fromEntries(own) as unknown as StorageReadHandle;
}

type Reader = (handle: StorageReadHandle, seen: Seen, arrays: Set<Uint8Array>) => Promise<Outcome>;

const readers: Record<Read, Reader> = {
  async bytes(handle, _, arrays) {
    const bytes = await handle.bytes();
    arrays.add(bytes);
    // The same array at every call.
    return arrays.size === 1 ? digest(bytes) : "another array than before";
  },
  async text(handle) {
    const text = await handle.text();
    return { length: text.length, isWellFormed: text.isWellFormed(), ...digested(text) };
  },
  async json(handle) {
    return { value: await handle.json() };
  },
  async blob(handle) {
    const blob = await handle.blob();
    return { type: blob.type, body: digest(new Uint8Array(await blob.arrayBuffer())) };
  },
  async stream(handle) {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    // One by one, so that a chunk of another type than bytes is seen.
    for await (const chunk of handle.stream()) chunks.push(chunk as Uint8Array<ArrayBuffer>);
    if (!chunks.every((chunk) => chunk instanceof Uint8Array)) return "chunks that are no bytes";
    const whole = digest(new Uint8Array(await new Blob(chunks).arrayBuffer()));
    for (const chunk of chunks) chunk.fill(0x55);
    return whole;
  },
  async toResponse(handle, seen) {
    return seen.response(handle.key, handle.toResponse());
  },
  async "toResponse with init"(handle, seen) {
    const init = {
      status: 203,
      statusText: "Other",
      headers: { "x-own": "own", "cache-control": "own", etag: '"own"' },
    };
    return seen.response(handle.key, handle.toResponse(handle.notModified ? { headers: init.headers } : init));
  },
  async cancel(handle) {
    return String(await handle.cancel());
  },
};

function digested(text: string): { text: string } {
  return { text: text.length <= 40 ? text : digest(new TextEncoder().encode(text)) };
}
