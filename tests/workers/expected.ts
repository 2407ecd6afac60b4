/**
 * What is stored, and what is left, after streams into R2.
 *
 * @module
 */

import type { StorageBucketModule } from "layeron-storage";
import { expect } from "vitest";
import { type Recorded, unfinished } from "../differential/recorder";
import { hash, source } from "../differential/sources";

/** Checks that the stored object has the bytes of a source of that length. */
export async function expectStored(bucket: StorageBucketModule, key: string, total: number) {
  const handle = await bucket.get(key);
  expect(handle?.size).toBe(total);
  expect(await hash(handle?.stream() as ReadableStream<Uint8Array>)).toBe(await hash(source(total).stream));
}

/** Checks that nothing is left of the uploads that were begun. */
export async function expectAborted(record: Recorded, key: string) {
  expect([record.completed, record.aborted]).toEqual([0, record.uploadIds.length]);
  expect(await unfinished(record, key)).toEqual([]);
}
