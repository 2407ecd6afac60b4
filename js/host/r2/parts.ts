/**
 * Multipart uploads: a stream of unknown length in equal parts, two of them in memory at most.
 * @module
 */

import { core } from "../../engine.ts";
import type { PieceReader } from "../../value/pieces.ts";
import { Host, type Mode } from "../../wasm/core.js";
import { awaitHost, hostFailure } from "../failure.ts";
import type { R2Bucket, R2MultipartUpload, UploadPlan } from "./api.ts";

/** A value in parts of one size, of which the first has been read. */
interface Parts {
  readonly first: Uint8Array;
  readonly parts: PieceReader;
  readonly size: number;
}

/** Uploads all parts; leaves nothing behind where anything fails. */
export async function putParts(bucket: R2Bucket, plan: UploadPlan, value: Parts): Promise<unknown> {
  let upload: R2MultipartUpload | undefined;
  try {
    core.checkPart(plan.mode, 1, value.size);
    const { onlyIf: _, ...options } = plan.options;
    bucket.requireMethod("createMultipartUpload");
    upload = (await bucket.binding.createMultipartUpload(plan.key, options)) as R2MultipartUpload;
    const uploaded = await sendAll(upload, plan.mode, value);
    await plan.commit?.();
    return await upload.complete(uploaded);
  } catch (error) {
    value.parts.stop(error);
    // Where the abort fails too, R2 removes the upload after seven days; the first failure tells more.
    await aborted(upload);
    throw hostFailure(Host.R2, error);
  }
}

async function aborted(upload: R2MultipartUpload | undefined): Promise<void> {
  try {
    await upload?.abort();
  } catch {}
}

/** Sends one part while the next one fills. */
async function sendAll(upload: R2MultipartUpload, mode: Mode, { first, parts, size }: Parts): Promise<unknown[]> {
  const uploaded: unknown[] = [];
  let part: Uint8Array | undefined = first;
  for (let number = 1; part !== undefined; number++) {
    core.checkPart(mode, number, size);
    const bytes: Uint8Array = part;
    const sending = awaitHost(Host.R2, async () => uploaded.push(await upload.uploadPart(number, bytes)));
    part = parts.ended ? undefined : await whileSending(sending, parts.next(size));
    await sending;
  }
  return uploaded;
}

/** The part that fills, unless the one that is being sent fails first. */
function whileSending(sending: Promise<unknown>, filling: Promise<Uint8Array>): Promise<Uint8Array> {
  // Of the two the race reports one; the other must not be an unhandled rejection.
  filling.catch(() => {});
  sending.catch(() => {});
  return Promise.race([filling, sending.then(() => filling)]);
}
