/**
 * Streams into R2. Which way a stream takes is the core's decision (src/upload.rs); here it is pumped. Only workerd's R2
 * takes streams, and only of known length.
 * @module
 */

import { namesOf } from "../../given.js";
import { blamesStream, checkGathered, r2Upload, sealedSize } from "../../questions.js";
import { sealer } from "../../seal/vault.js";
import { bodyFailed, ChunkReader } from "../../value/chunks.js";
import { gathered } from "../../value/gather.js";
import { PieceReader } from "../../value/pieces.js";
import { isWorkerd } from "../../value/reader.js";
import { hostFailure, textOf } from "../failure.js";
import { putParts } from "./parts.js";

/** The numbers of src/wasm/r2.rs and src/wasm/call.rs. */
const ONE_REQUEST = 0;
const OVERWRITE = 0;

/** What workerd throws for a stream whose length it does not know, before it reads from it. */
const UNKNOWN_LENGTH = "must have a known length";

export async function putStream(declared, binding, plan, stream) {
  if (r2Upload(plan.mode, plan.size) < 0 && isWorkerd() && plan.commit === undefined) {
    const answer = await putKnown(binding, plan, stream);
    if (answer !== undefined) return answer;
  }
  return putChunks(declared, binding, plan, new ChunkReader(stream, plan.size));
}

/** Chunks of so many bytes, if their number is known, sealed on their way. */
export async function putSealed(declared, binding, plan, chunks, plain) {
  try {
    const size = plain === undefined ? undefined : sealedSize(true, plain);
    r2Upload(plan.mode, size);
    const { entry, seal } = await sealer(declared, plan.key);
    const customMetadata = { ...plan.options.customMetadata, [namesOf("reserved")[2]]: entry };
    const options = { ...plan.options, customMetadata };
    return await putChunks(declared, binding, { ...plan, size, options }, seal(chunks));
  } catch (error) {
    chunks.stop(error);
    throw error;
  }
}

async function putChunks(declared, binding, plan, reader) {
  const way = r2Upload(plan.mode, plan.size);
  if (way === ONE_REQUEST) {
    if (isWorkerd()) return putFixed(declared, binding, plan, reader);
    // A condition needs one request, and that needs the whole value where streams are not taken.
    if (plan.mode !== OVERWRITE)
      return putWhole(binding, plan, await gathered(reader, (seen) => checkGathered(true, seen)));
  }
  return putBuffered(declared, binding, plan, reader, Math.abs(way || r2Upload(OVERWRITE)));
}

/** Bytes that are all here. */
async function putWhole(binding, { key, options, commit }, bytes) {
  await commit?.();
  return binding.put(key, bytes, options);
}

/** A stream of declared length, in one request. */
async function putFixed(declared, binding, plan, reader) {
  // Nothing to hold back: whether the stream ends here has to be seen first.
  if (plan.size === 0) return putWhole(binding, plan, (await reader.next()) ?? new Uint8Array());
  const { readable, writable } = new FixedLengthStream(plan.size);
  const put = binding.put(plan.key, readable, plan.options).then(
    (answer) => ({ answer }),
    (error) => ({ error }),
  );
  const failure = await pump(reader, writable.getWriter(), put, plan.commit);
  const { answer, error } = await put;
  if (failure !== undefined) throw failure;
  if (error !== undefined) throw hostFailure(declared, error);
  return answer;
}

/**
 * Writes chunks until their end, or until the host has answered: when a condition does not hold it
 * reads no further. Returns what went wrong with the chunks, if anything did.
 *
 * Each chunk waits for the next: once it has all the bytes that were declared the host stores them, and a
 * stream that then goes on would have replaced the older value.
 */
async function pump(reader, writer, put, commit) {
  const ANSWERED = Symbol();
  const answered = put.then(() => ANSWERED);
  // What fails the writer fails the put too, and there it is reported.
  writer.closed.catch(() => {});
  const written = (write) => Promise.race([answered, write.catch(() => answered)]);
  let held;
  try {
    for (;;) {
      const chunk = await Promise.race([answered, reader.next()]);
      if (chunk === undefined) await commit?.();
      if (chunk === ANSWERED || (held !== undefined && (await written(writer.write(held))) === ANSWERED)) {
        reader.stop();
        return undefined;
      }
      if (chunk === undefined) {
        await written(writer.close());
        return undefined;
      }
      held = chunk;
    }
  } catch (error) {
    writer.abort(error).catch(() => {});
    return error;
  }
}

/** A stream whose length workerd may know, such as a request's body. Undefined when it does not. */
async function putKnown(binding, plan, stream) {
  try {
    return await binding.put(plan.key, stream, plan.options);
  } catch (error) {
    const text = textOf(error);
    if (error instanceof TypeError && text.includes(UNKNOWN_LENGTH)) return undefined;
    throw blamesStream(text) ? bodyFailed(error) : error;
  }
}

/** Part by part, unless it ends within the first. */
async function putBuffered(declared, binding, plan, reader, size) {
  const parts = new PieceReader(reader);
  const first = await parts.next(size);
  if (parts.ended) return putWhole(binding, plan, first);
  return putParts(declared, binding, plan, first, parts, size);
}
