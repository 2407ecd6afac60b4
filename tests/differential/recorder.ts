/**
 * A thin recorder between the package and R2, which can also fail in R2's place.
 *
 * How much of an upload is in memory cannot be seen from outside. What a source has given less what R2 has
 * taken can, and R2 itself goes on doing the work.
 * @module
 */

import { env } from "cloudflare:workers";
import { connect } from "layeron-storage";

export interface Recorded {
  binding: R2Bucket;
  puts: number;
  parts: number[];
  /** Bytes in parts that R2 has taken. */
  accepted: number;
  /** Parts on their way, at most. */
  sendingAtMost: number;
  uploadIds: string[];
  completed: number;
  aborted: number;
}

/** R2 with a recorder before it. `fail` throws in place of a step, named as `uploadPart 3`. */
export function recorded(fail: (step: string) => void = () => {}): Recorded {
  const real = env.BUCKET;
  let sending = 0;
  const upload = async (started: R2MultipartUpload) => ({
    async uploadPart(number: number, part: Uint8Array) {
      record.parts.push(part.byteLength);
      record.sendingAtMost = Math.max(record.sendingAtMost, ++sending);
      // Slower than any source: who reads ahead without limit gets far.
      await scheduler.wait(10);
      fail(`uploadPart ${number}`);
      const taken = await started.uploadPart(number, part);
      sending--;
      record.accepted += part.byteLength;
      return taken;
    },
    async complete(parts: R2UploadedPart[]) {
      fail("complete");
      const object = await started.complete(parts);
      record.completed++;
      return object;
    },
    async abort() {
      await started.abort();
      record.aborted++;
    },
  });
  const record: Recorded = {
    puts: 0,
    parts: [],
    accepted: 0,
    sendingAtMost: 0,
    uploadIds: [],
    completed: 0,
    aborted: 0,
    binding: {
      put(...args: Parameters<R2Bucket["put"]>) {
        record.puts++;
        return real.put(...args);
      },
      get: (...args: Parameters<R2Bucket["get"]>) => real.get(...args),
      head: (name: string) => real.head(name),
      list: (options: R2ListOptions) => real.list(options),
      delete: (names: string | string[]) => real.delete(names),
      async createMultipartUpload(...args: Parameters<R2Bucket["createMultipartUpload"]>) {
        fail("createMultipartUpload");
        const started = await real.createMultipartUpload(...args);
        record.uploadIds.push(started.uploadId);
        return upload(started);
      },
    } as unknown as R2Bucket,
  };
  connect({ BUCKET: record.binding, STORAGE_SIGNING_SECRET: `hex:${"5a".repeat(32)}` });
  return record;
}

/** The uploads under `key` that R2 still takes parts for: begun, and neither completed nor aborted. */
export async function unfinished(record: Recorded, key: string): Promise<string[]> {
  const open: string[] = [];
  for (const id of record.uploadIds) {
    const answer = await env.BUCKET.resumeMultipartUpload(key, id)
      .uploadPart(99, "x")
      .then(() => "taken", String);
    if (!answer.endsWith("The specified multipart upload does not exist. (10024)")) open.push(`${id}: ${answer}`);
  }
  return open;
}
