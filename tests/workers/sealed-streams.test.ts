/**
 * How much of a sealed value is in memory at once while it goes up. What a source has given less what R2 has taken shows
 * it.
 * @module
 */

import { env } from "cloudflare:workers";
import { connect, type StorageBucketModule } from "layeron-storage";
import { expect, test } from "vitest";
import { recorded } from "../differential/recorder";
import { bytesAt, CHUNK, hash, source } from "../differential/sources";
import { declare, hex } from "../seal/vault";

const MIB = 1024 * 1024;
const PART = 8 * MIB;
const SEGMENT = 65_536;

const connectTo = (binding: object) =>
  connect(new Proxy({}, { get: (_, name) => (name === "ATTACKED_KEY" ? hex(1) : binding) }));

/** A source of so many bytes, and how far it was ahead of what was taken, at most. */
function measured(total: number, taken: () => number) {
  const measure = { ahead: 0, stream: undefined as unknown as ReadableStream<Uint8Array> };
  const pulled = (given: number) => {
    measure.ahead = Math.max(measure.ahead, given - taken());
  };
  measure.stream = source(total, { pulled }).stream;
  return measure;
}

test("64 MiB of unknown length are sealed with two parts in memory at most", async () => {
  const record = recorded();
  connectTo(record.binding);
  const bucket = declare("bucket", {}) as StorageBucketModule;
  const measure = measured(64 * MIB, () => record.accepted);
  expect(await bucket.put("unknown", measure.stream)).toMatchObject({ size: 64 * MIB });
  // One part on its way, one that fills, a segment that is sealed, and what shows whether more is coming.
  expect(measure.ahead).toBeLessThanOrEqual(2 * PART + 2 * SEGMENT + 2 * CHUNK);
  expect(measure.ahead).toBeGreaterThan(PART);
  const stored = await bucket.get("unknown");
  expect(await hash(stored?.stream() as ReadableStream<Uint8Array>)).toBe(await hash(source(64 * MIB).stream));
});

test("a stream whose condition does not hold is cancelled, and not read to its end", async () => {
  // R2's answer comes when it comes; workerd's own R2 reads everything first.
  const answer = async () => null;
  connectTo(new Proxy(env.BUCKET, { get: (target, name) => (name === "put" ? answer : Reflect.get(target, name)) }));
  const bucket = declare("bucket", {}) as StorageBucketModule;
  const size = 4 * MIB;
  const made = source(size);
  await expect(bucket.put("taken", made.stream, { size, ifNotExists: true })).rejects.toMatchObject({ status: 409 });
  expect(made.cancelled).toBe(true);
  expect(made.given).toBeLessThan(size);
});

test("16 MiB of known length are sealed with four segments in memory at most", async () => {
  let taken = 0;
  const slow = new Proxy(env.BUCKET, {
    get: (target, name) => {
      if (name !== "put") return Reflect.get(target, name).bind(target);
      return async (key: string, value: ReadableStream<Uint8Array>, options: R2PutOptions) => {
        const reader = value.getReader();
        const chunks: Uint8Array[] = [];
        for (let next = await reader.read(); !next.done; next = await reader.read()) {
          if (taken % (MIB / 2) < next.value.byteLength) await scheduler.wait(1);
          taken += next.value.byteLength;
          chunks.push(next.value);
        }
        return target.put(key, await new Blob(chunks as BlobPart[]).arrayBuffer(), options);
      };
    },
  });
  connectTo(slow);
  const bucket = declare("bucket", {}) as StorageBucketModule;
  const size = 16 * MIB;
  const measure = measured(size, () => taken);
  expect(await bucket.put("known", measure.stream, { size })).toMatchObject({ size });
  expect(measure.ahead).toBeLessThanOrEqual(4 * SEGMENT);
  const part = await bucket.get("known", { range: { offset: 9 * MIB + 1, length: 1000 } });
  expect(Buffer.compare((await part?.bytes()) ?? Buffer.of(), bytesAt(9 * MIB + 1, 1000))).toBe(0);
});
