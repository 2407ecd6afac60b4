/**
 * Streams into R2. The core decides which way a stream takes (src/upload.rs); this file pumps it.
 *
 * R2's binding takes streams in workerd only, and only those of known length.
 * @module
 */

import { core } from "../../engine.ts";
import { bodyFailed, type Chunks, chunksOf } from "../../value/chunks.ts";
import { filled, gathered } from "../../value/gather.ts";
import { PieceReader } from "../../value/pieces.ts";
import { isWorkerd } from "../../value/reader.ts";
import { Host, Mode, StreamFailure, UploadWay, Variant } from "../../wasm/core.js";
import { hostFailure, textOf } from "../failure.ts";
import type { R2Bucket, UploadPlan } from "./api.ts";
import { putParts } from "./parts.ts";

export async function putStream(bucket: R2Bucket, plan: UploadPlan, stream: ReadableStream): Promise<unknown> {
  const way = core.uploadWay(plan.mode, plan.size);
  if (way === UploadWay.Buffered && isWorkerd() && plan.commit === undefined) {
    const known = await putKnown(bucket, plan, stream);
    if (known !== undefined) return known.answer;
  }
  return putChunks(bucket, plan, chunksOf({ kind: "stream", stream }, plan.size));
}

export async function putChunks(bucket: R2Bucket, plan: UploadPlan, chunks: Chunks): Promise<unknown> {
  const { size } = plan;
  const way = core.uploadWay(plan.mode, size);
  // One request takes a value of known length only.
  if (way !== UploadWay.Single || size === undefined) return putBuffered(bucket, plan, chunks, core.partSize(size));
  const { FixedLengthStream } = globalThis;
  if (FixedLengthStream !== undefined) return putFixed(bucket, { ...plan, size }, chunks, FixedLengthStream);
  // A condition takes one request, and that takes the whole value where the binding takes no streams.
  if (plan.mode !== Mode.Overwrite) {
    return putWhole(bucket, plan, await gathered(chunks, (seen) => core.checkValueSize(Variant.Bucket, seen)));
  }
  return putBuffered(bucket, plan, chunks, core.partSize());
}

/** A value that is all here. Without a commit R2 takes it before anything else can happen to it. */
export async function putWhole(bucket: R2Bucket, plan: UploadPlan, value: Uint8Array | Blob): Promise<unknown> {
  if (plan.commit !== undefined) await plan.commit();
  return bucket.binding.put(plan.key, value, plan.options);
}

type FixedLengthStreams = NonNullable<typeof globalThis.FixedLengthStream>;

/** A stream of known length, in one request. */
async function putFixed(
  bucket: R2Bucket,
  plan: UploadPlan & { readonly size: number },
  chunks: Chunks,
  FixedLengthStream: FixedLengthStreams,
): Promise<unknown> {
  const { size, commit } = plan;
  // There is no chunk to hold back, so the end of the stream has to come first.
  if (size === 0) return putWhole(bucket, plan, await filled(chunks, size));
  const { readable, writable } = new FixedLengthStream(size);
  const put = settled(() => bucket.binding.put(plan.key, readable, plan.options));
  const failure = await pump(chunks, writable.getWriter(), put, commit);
  const outcome = await put;
  if (failure !== undefined) throw failure.error;
  if ("error" in outcome) throw hostFailure(Host.R2, outcome.error);
  return outcome.answer;
}

async function settled(run: () => Promise<unknown>): Promise<{ answer: unknown } | { error: unknown }> {
  try {
    return { answer: await run() };
  } catch (error) {
    return { error };
  }
}

const ANSWERED = Symbol();

/**
 * Writes chunks until their end, or until the host has answered: where a condition does not hold R2 reads no further.
 * Returns the failure of the chunks, if there was one.
 *
 * Each chunk waits for the next: R2 stores the value as soon as it has all bytes that were declared, and a stream that
 * then goes on would have replaced the older value.
 */
async function pump(
  chunks: Chunks,
  writer: WritableStreamDefaultWriter<Uint8Array>,
  put: Promise<unknown>,
  commit: (() => Promise<void>) | undefined,
): Promise<{ error: unknown } | undefined> {
  const answered = put.then((): typeof ANSWERED => ANSWERED);
  // A failure of the writer fails the put too, which reports it.
  ignoreRejection(writer.closed);
  const written = (write: Promise<void>) => Promise.race([answered, write.catch(() => answered)]);
  let held: Uint8Array | undefined;
  try {
    for (;;) {
      const chunk = await Promise.race([answered, chunks.next()]);
      if (chunk === undefined) await commit?.();
      if (chunk === ANSWERED || (held !== undefined && (await written(writer.write(held))) === ANSWERED)) {
        chunks.stop();
        return undefined;
      }
      if (chunk === undefined) {
        await written(writer.close());
        return undefined;
      }
      held = chunk;
    }
  } catch (error) {
    ignoreRejection(writer.abort(error));
    return { error };
  }
}

function ignoreRejection(promise: Promise<unknown>): void {
  promise.catch(() => {});
}

/** A stream whose length workerd may know, such as a request's body. Undefined where it does not know it. */
async function putKnown(
  { binding }: R2Bucket,
  { key, options }: UploadPlan,
  stream: ReadableStream,
): Promise<{ answer: unknown } | undefined> {
  try {
    return { answer: await binding.put(key, stream, options) };
  } catch (error) {
    switch (core.streamFailure(textOf(error))) {
      case StreamFailure.UnknownLength:
        return undefined;
      case StreamFailure.Stream:
        throw bodyFailed(error);
      case StreamFailure.Host:
        throw error;
    }
  }
}

/** In parts of `size` bytes, unless the value ends within the first. */
async function putBuffered(bucket: R2Bucket, plan: UploadPlan, chunks: Chunks, size: number): Promise<unknown> {
  const parts = new PieceReader(chunks);
  const first = await parts.next(size);
  return parts.ended ? putWhole(bucket, plan, first) : putParts(bucket, plan, { first, parts, size });
}
