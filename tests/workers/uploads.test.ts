/**
 * Uploads through signed URLs: what is in memory while they stream, and what is left of those that are cut off.
 *
 * R2 itself does the work here; a thin recorder between it and the package counts.
 * @module
 */

import { connect, serveStorage, storage, storageSignedUrl } from "layeron-storage";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { recorded, unfinished } from "../differential/recorder";
import { CHUNK, source } from "../differential/sources";
import { expectAborted, expectStored } from "./expected";

const MIB = 1024 * 1024;
const PART = 8 * MIB;

const bucket = storage.bucket({ name: "bucket" });

let key = "";
let keys = 0;
beforeEach(() => {
  keys++;
  key = `uploads/${keys}`;
});
afterAll(() => connect(undefined));

type Options = { maxSizeBytes?: number; oneTime?: boolean; ifNotExists?: boolean };

const urlOf = (options: Options = {}) =>
  storageSignedUrl(bucket, key, { action: "write", expiresInSeconds: 600, ...options });

async function put(url: string, body: ReadableStream<Uint8Array>, headers: Record<string, string> = {}) {
  const answer = await serveStorage(new Request(`https://x${url}`, { method: "PUT", body, headers }));
  return { status: answer?.status, text: await answer?.text() };
}

describe("An upload of 100 MiB", () => {
  test("without a Content-Length goes up in parts, two in memory at most", async () => {
    const record = recorded();
    let ahead = 0;
    const pulled = (given: number) => {
      ahead = Math.max(ahead, given - record.accepted);
    };
    const url = await urlOf({ maxSizeBytes: 100 * MIB });
    expect((await put(url, source(100 * MIB, { pulled }).stream)).status).toBe(200);
    expect(record.parts).toEqual([...Array(12).fill(PART), 4 * MIB]);
    expect(record.sendingAtMost).toBe(1);
    // Besides the two parts: the chunk that shows whether more is coming, and those that are being counted.
    expect(ahead).toBeLessThanOrEqual(2 * PART + 4 * CHUNK);
    await expectStored(bucket, key, 100 * MIB);
  });

  test("with one goes up in one request", async () => {
    const record = recorded();
    const url = await urlOf({ maxSizeBytes: 100 * MIB });
    const answer = await put(url, source(100 * MIB).stream, { "content-length": String(100 * MIB) });
    expect(answer.status).toBe(200);
    expect([record.puts, record.parts]).toEqual([1, []]);
    await expectStored(bucket, key, 100 * MIB);
  });
});

describe("An upload that passes its cap", () => {
  test.each([
    { what: "within the first part", max: 3 * MIB, headers: {} },
    { what: "in a later part", max: 20 * MIB, headers: {} },
    { what: "by a byte", max: 40 * MIB - 1, headers: {} },
    { what: "though it said that it would not", max: 20 * MIB, headers: { "content-length": String(20 * MIB) } },
  ])("$what is cut off there, and nothing is left", async ({ max, headers }) => {
    const record = recorded();
    await bucket.put(key, "older");
    const made = source(40 * MIB);
    const { status, text } = await put(
      await urlOf({ maxSizeBytes: max }),
      made.stream,
      headers as Record<string, string>,
    );
    expect([status, text]).toEqual([413, expect.stringContaining("storage_value_too_large")]);
    expect(made.given).toBeLessThanOrEqual(max + 4 * CHUNK);
    expect(made.cancelled).toBe(true);
    await expectAborted(record, key);
    expect(await (await bucket.get(key))?.text()).toBe("older");
  });

  test("as its Content-Length says is not read at all", async () => {
    recorded();
    const made = source(40 * MIB);
    const length = { "content-length": String(40 * MIB) };
    expect((await put(await urlOf({ maxSizeBytes: MIB }), made.stream, length)).status).toBe(413);
    expect(made.given).toBe(0);
    expect(await bucket.head(key)).toBeNull();
  });
});

describe("Of uploads at once through a URL for one request", () => {
  test("one is stored, and the parts of the others are removed", async () => {
    const record = recorded();
    const url = await urlOf({ oneTime: true });
    const sizes = [9 * MIB, 17 * MIB, 10 * MIB, 20 * MIB];
    const answers = await Promise.all(sizes.map((size) => put(url, source(size).stream)));
    const winners = sizes.filter((_, n) => answers[n]?.status === 200);
    expect(winners.length).toBe(1);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403]);
    expect([record.completed, record.aborted]).toEqual([1, 3]);
    expect(await unfinished(record, key)).toEqual([]);
    await expectStored(bucket, key, winners[0] as number);
  });

  test("a large one that came too late is refused before its body is read", async () => {
    recorded();
    const url = await urlOf({ oneTime: true });
    expect((await put(url, source(3).stream)).status).toBe(200);
    const late = source(40 * MIB);
    expect((await put(url, late.stream)).status).toBe(403);
    expect(late.given).toBeLessThanOrEqual(CHUNK);
    await expectStored(bucket, key, 3);
  });

  test("one that needs a condition and goes up in parts is told to give its length, and may", async () => {
    recorded();
    const url = await urlOf({ oneTime: true, ifNotExists: true });
    const { status, text } = await put(url, source(9 * MIB).stream);
    expect([status, text]).toEqual([400, expect.stringContaining("give its length as size")]);
    const length = { "content-length": String(9 * MIB) };
    expect((await put(url, source(9 * MIB).stream, length)).status).toBe(200);
    expect((await put(url, source(9 * MIB).stream, length)).status).toBe(403);
    await expectStored(bucket, key, 9 * MIB);
  });
});
