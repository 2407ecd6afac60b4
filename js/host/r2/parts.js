/**
 * Multipart uploads: a stream of unknown length in equal parts, two of them in memory at most.
 * @module
 */

import { r2Part } from "../../questions.js";
import { ask, hostFailure } from "../failure.js";
import { needs } from "../needs.js";

/** Uploads `first` and all that follows, in parts of one size; leaves nothing behind when anything fails. */
export async function putParts(declared, binding, plan, first, parts, size) {
  let upload;
  try {
    r2Part(plan.mode, 1, size);
    const { httpMetadata, customMetadata } = plan.options;
    needs(declared, binding, "createMultipartUpload");
    upload = await binding.createMultipartUpload(plan.key, { httpMetadata, customMetadata });
    const uploaded = await sendAll(declared, upload, plan, first, parts, size);
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
async function sendAll(declared, upload, { mode }, first, parts, size) {
  const uploaded = [];
  let part = first;
  for (let number = 1; part !== undefined; number++) {
    r2Part(mode, number, size);
    const bytes = part;
    const sending = ask(declared, async () => uploaded.push(await upload.uploadPart(number, bytes)));
    part = parts.ended ? undefined : await whileSending(sending, parts.next(size));
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
