/**
 * Streams of every origin that a Worker meets, with bytes that can be told apart.
 *
 * workerd knows the length of some of them and not of others, reads some natively and others by calling
 * JavaScript: each way into a store is a different one.
 * @module
 */

const KIB = 1024;
export const CHUNK = 64 * KIB;

/** The bytes of every stream here: no two parts are alike. */
export function bytesAt(offset: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = Math.imul(offset + at, 2654435761) >>> 24;
  return bytes;
}

export interface Source {
  stream: ReadableStream<Uint8Array>;
  /** Bytes that have been asked for. */
  given: number;
  cancelled: boolean;
}

export interface SourceOptions {
  /** What it breaks with in place of its end. */
  error?: Error | undefined;
  /** The length of a chunk. */
  chunk?: number | undefined;
  /** Milliseconds that each step takes, the end or the error included. */
  wait?: number | undefined;
  /** Is told how many bytes have been given. */
  pulled?: (given: number) => void;
}

/** A stream of `total` bytes that are made when they are pulled. */
export function source(total: number, { error, chunk = CHUNK, wait, pulled }: SourceOptions = {}): Source {
  const made: Source = {
    given: 0,
    cancelled: false,
    stream: new ReadableStream(
      {
        async pull(controller) {
          if (wait !== undefined) await scheduler.wait(wait);
          if (made.given === total) return error === undefined ? controller.close() : controller.error(error);
          const length = Math.min(chunk, total - made.given);
          controller.enqueue(bytesAt(made.given, length));
          made.given += length;
          pulled?.(made.given);
        },
        cancel() {
          made.cancelled = true;
        },
      },
      // Nothing is made ahead of the reader, so that `given` is what the reader has.
      { highWaterMark: 0 },
    ),
  };
  return made;
}

/** Where two arrays differ; -1 when they do not. (Comparing megabytes with `toEqual` takes seconds.) */
export function differAt(one: Uint8Array | undefined, other: Uint8Array): number {
  if (one === undefined || one.byteLength !== other.byteLength) return Math.min(one?.byteLength ?? 0, other.byteLength);
  return one.findIndex((byte, at) => byte !== other[at]);
}

export async function hash(stream: ReadableStream<Uint8Array>): Promise<string> {
  const digest = new crypto.DigestStream("SHA-256");
  await stream.pipeTo(digest);
  return new Uint8Array(await digest.digest).toHex();
}

/** A stream of these chunks, whatever they are. */
export function streamOf(chunks: unknown[]): ReadableStream {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

/** By the standard a source has to answer the read that is pending when it closes, if a reader brought room. */
function byteStream(bytes: Uint8Array, end = answered): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    type: "bytes",
    pull(controller) {
      if (at === bytes.byteLength) {
        end(controller);
        return;
      }
      controller.enqueue(bytes.slice(at, at + CHUNK));
      at = Math.min(at + CHUNK, bytes.byteLength);
    },
  } as UnderlyingByteSource);
}

function answered(controller: ReadableByteStreamController) {
  controller.close();
  controller.byobRequest?.respond(0);
}

/** Few sources do; workerd ends the read all the same. */
const closed = (controller: ReadableByteStreamController) => controller.close();

/** What is written into a transform comes out of its other end. */
function through(bytes: Uint8Array, { readable, writable }: ReadableWritablePair): ReadableStream<Uint8Array> {
  const writer = writable.getWriter();
  // Whether this fails shows at the other end.
  writer.write(bytes).then(
    () => writer.close(),
    () => {},
  );
  return readable;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Streams of bytes by where they come from. `known`: workerd knows how long they are. */
export const ORIGINS: { origin: string; known?: boolean; make: (bytes: Bytes) => ReadableStream<Uint8Array> }[] = [
  {
    origin: "a request's body",
    known: true,
    make: (bytes) => bodyOf(new Request("https://example.com/", { method: "PUT", body: bytes })),
  },
  { origin: "a response's body", known: true, make: (bytes) => bodyOf(new Response(bytes)) },
  {
    origin: "a request's body of a stream",
    make: (bytes) => bodyOf(new Request("https://example.com/", { method: "PUT", body: byteStream(bytes) })),
  },
  { origin: "a response's body of a stream", make: (bytes) => bodyOf(new Response(streamOf([bytes]))) },
  {
    origin: "a FixedLengthStream",
    known: true,
    make: (bytes) => through(bytes, new FixedLengthStream(bytes.byteLength)),
  },
  { origin: "an IdentityTransformStream", make: (bytes) => through(bytes, identity()) },
  { origin: "a TransformStream", make: (bytes) => through(bytes, new TransformStream()) },
  { origin: "a Blob", make: (bytes) => new Blob([bytes]).stream() },
  { origin: "a byte stream", make: (bytes) => byteStream(bytes) },
  { origin: "a byte stream that only closes", make: (bytes) => byteStream(bytes, closed) },
  { origin: "one branch of a tee", make: (bytes) => byteStream(bytes).tee()[1] },
  {
    origin: "a decompression",
    make: (bytes) =>
      streamOf([bytes]).pipeThrough(new CompressionStream("gzip")).pipeThrough(new DecompressionStream("gzip")),
  },
  { origin: "a generator", make: (bytes) => fromIterable(halves(bytes)) },
  {
    origin: "chunks of other views",
    make: (bytes) => streamOf([new DataView(bytes.buffer, 0, 8), bytes.buffer.slice(8), new Uint16Array(0)]),
  },
  {
    origin: "empty chunks between",
    make: (bytes) =>
      streamOf([new Uint8Array(0), bytes.subarray(0, 5), new Uint8Array(0), bytes.subarray(5), new Uint8Array(0)]),
  },
];

/** Streams without a byte. */
export const EMPTY: { what: string; make: () => ReadableStream<Uint8Array> }[] = [
  { what: "nothing", make: () => streamOf([]) },
  { what: "a byte stream that only closes", make: () => byteStream(new Uint8Array(0), closed) },
  { what: "empty chunks", make: () => streamOf([new Uint8Array(0), new Uint8Array(0)]) },
  { what: "an empty response's body", make: () => bodyOf(new Response("")) },
];

/** Chunks that are no bytes, and what they are called. */
export const NO_BYTES: [kind: string, chunk: unknown][] = [
  ["strings", "text"],
  ["objects", { byteLength: 1 }],
  ["objects", null],
  ["numbers", 7],
  ["objects", [1, 2]],
];

/** Streams of `total` bytes that are announced with another `size`. */
export const WRONG_LENGTHS: { how: string; total: number; size: number; chunk: number; wait?: number }[] = [
  { how: "one byte short", total: 99, size: 100, chunk: 10 },
  { how: "short by megabytes", total: 3 * 1024 * KIB, size: 20 * 1024 * KIB, chunk: CHUNK },
  { how: "empty", total: 0, size: 1, chunk: 1 },
  { how: "one byte long, in the last chunk", total: 101, size: 100, chunk: 101 },
  { how: "long by a chunk of its own", total: 200, size: 100, chunk: 100 },
  { how: "long by its last byte", total: 11, size: 10, chunk: 1 },
  { how: "long where nothing was announced", total: 1, size: 0, chunk: 1 },
  { how: "long by megabytes", total: 20 * 1024 * KIB, size: 1024 * KIB, chunk: CHUNK },
  // R2 has long had all that was announced when these go on.
  { how: "long, much later", total: 11, size: 10, chunk: 10, wait: 50 },
  { how: "long, much later, where nothing was announced", total: 1, size: 0, chunk: 1, wait: 50 },
  { how: "short, much later", total: 10, size: 11, chunk: 10, wait: 50 },
];

/** Ways in which the writer of a stream can leave its reader alone. */
export const BREAKS = [
  { how: "aborted", end: (writer: WritableStreamDefaultWriter, error: Error) => writer.abort(error) },
  { how: "closed too soon", end: (writer: WritableStreamDefaultWriter) => writer.close() },
];

// Biome does not know this global of workerd's, nor do the types know the other.
const { IdentityTransformStream: Identity } = globalThis as unknown as {
  IdentityTransformStream: new () => ReadableWritablePair;
};
const identity = () => new Identity();
const fromIterable = (chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> =>
  (ReadableStream as unknown as { from(chunks: unknown): ReadableStream<Uint8Array> }).from(chunks);

async function* halves(bytes: Uint8Array) {
  yield bytes.subarray(0, bytes.byteLength >> 1);
  yield bytes.subarray(bytes.byteLength >> 1);
}

function bodyOf({ body }: Body): ReadableStream<Uint8Array> {
  if (body === null) throw new TypeError("there is no body");
  return body;
}
