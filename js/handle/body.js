/**
 * Bodies on their way out: where a read handle gets its bytes from.
 *
 * A body is `{ bytes(): Promise<Uint8Array>, stream(): ReadableStream, cancel(): Promise<void> }`, used
 * once by its handle.
 * @module
 */

const CHUNK = 64 * 1024;

/** The bytes of a memory value, or the part of them that was asked for: copied, as no store aliases. */
export function bytesBody({ body, range }) {
  const from = range?.offset ?? 0;
  const to = range === undefined ? body.byteLength : from + range.length;
  return {
    bytes: async () => body.slice(from, to),
    stream: () => chunked(body, from, to),
    cancel: async () => {},
  };
}

/** The bytes that KV answered: already the caller's own. */
export const ownBody = (bytes) => ({
  bytes: async () => bytes,
  stream: () => chunked(bytes, 0, bytes.byteLength),
  cancel: async () => {},
});

/** An R2ObjectBody. `failed` turns what it throws into a StorageError. */
export const r2Body = (answer, failed) => ({
  bytes: async () => {
    try {
      return new Uint8Array(await answer.arrayBuffer());
    } catch (error) {
      throw failed(error);
    }
  },
  stream: () => answer.body,
  cancel: async () => {
    await answer.body.cancel();
  },
});

function chunked(bytes, from, to) {
  let at = from;
  return new ReadableStream({
    pull(controller) {
      if (at < to) {
        const end = Math.min(to, at + CHUNK);
        controller.enqueue(bytes.slice(at, end));
        at = end;
      }
      if (at >= to) controller.close();
    },
  });
}
