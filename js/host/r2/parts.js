/**
 * Multipart uploads: a stream of unknown length in equal parts, two of them in memory at most.
 * @module
 */

import { r2Part } from "../../questions.js";
import { ask, hostFailure } from "../failure.js";
import { needs } from "../needs.js";

/** The first part starts small: most streams end soon. */
const FIRST_BYTES = 64 * 1024;

/** Cuts chunks into parts of equal size. */
export class PartReader {
  #chunks;
  #size;
  #buffer;
  /** What of the last chunk did not fit into the part before. */
  #rest;
  /** True once the part that was returned is the last. */
  ended = false;

  constructor(chunks, size) {
    this.#chunks = chunks;
    this.#size = size;
    this.#buffer = new Uint8Array(Math.min(FIRST_BYTES, size));
  }

  get size() {
    return this.#size;
  }

  /** The next part, full unless it is the last one. */
  async next() {
    let filled = 0;
    let chunk = this.#rest ?? (await this.#chunks.next());
    while (chunk !== undefined) {
      if (filled === this.#size) break;
      const taken = chunk.subarray(0, this.#size - filled);
      this.#grow(filled, filled + taken.byteLength);
      this.#buffer.set(taken, filled);
      filled += taken.byteLength;
      chunk = taken.byteLength < chunk.byteLength ? chunk.subarray(taken.byteLength) : await this.#chunks.next();
    }
    this.#rest = chunk;
    this.ended = chunk === undefined;
    const part = this.#buffer.subarray(0, filled);
    // The host may still be reading this part while the next one fills.
    this.#buffer = this.ended ? undefined : new Uint8Array(this.#size);
    return part;
  }

  stop(reason) {
    this.#chunks.stop(reason);
  }

  #grow(filled, needed) {
    if (needed <= this.#buffer.byteLength) return;
    const larger = new Uint8Array(Math.min(this.#size, Math.max(needed, this.#buffer.byteLength * 2)));
    larger.set(this.#buffer.subarray(0, filled));
    this.#buffer = larger;
  }
}

/** Uploads `first` and all that follows; leaves nothing behind when anything fails. */
export async function putParts(declared, binding, plan, first, parts) {
  let upload;
  try {
    r2Part(plan.mode, 1, parts.size);
    const { httpMetadata, customMetadata } = plan.options;
    needs(declared, binding, "createMultipartUpload");
    upload = await binding.createMultipartUpload(plan.key, { httpMetadata, customMetadata });
    const uploaded = await sendAll(declared, upload, plan, first, parts);
    await plan.commit?.();
    return await upload.complete(uploaded);
  } catch (error) {
    parts.stop(error);
    // If the abort fails too, R2 removes the upload after seven days; the first failure tells more.
    await abort(upload);
    throw hostFailure(declared, error);
  }
}

async function abort(upload) {
  try {
    await upload?.abort();
  } catch {}
}

/** One part is on its way while the next one fills. */
async function sendAll(declared, upload, { mode }, first, parts) {
  const uploaded = [];
  let part = first;
  for (let number = 1; part !== undefined; number++) {
    r2Part(mode, number, parts.size);
    const bytes = part;
    const sending = ask(declared, async () => uploaded.push(await upload.uploadPart(number, bytes)));
    part = parts.ended ? undefined : await whileSending(sending, parts.next());
    await sending;
  }
  return uploaded;
}

/** The part that fills, unless the one that is on its way fails first. */
function whileSending(sending, filling) {
  // Whichever of the two is not waited for has been reported through the other.
  filling.catch(() => {});
  sending.catch(() => {});
  return Promise.race([filling, sending.then(() => filling)]);
}
