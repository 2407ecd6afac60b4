/**
 * URLs for one request.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { newBucket, pass, type Store } from "../subject";
import { ask, codeOf, expectRefused, readUrl, streamOf, told, upload, writeUrl } from "./request";

const ONCE = { oneTime: true };
const REQUESTS = 100;

export function oneTime(store: Store) {
  describe("A URL for one request", () => {
    test("The first GET succeeds, and no other", async () => {
      const bucket = newBucket();
      await bucket.put("k", "v");
      const url = await readUrl(bucket, "k", ONCE);
      const first = await ask(url);
      expect(first.headers.get("cache-control")).toBe("no-store");
      expect(await told(first)).toEqual([200, "v"]);
      for (const init of [{}, { method: "HEAD" }, { headers: { range: "bytes=9-" } }]) {
        await expectRefused(await ask(url, init));
      }
      await bucket.delete("k");
      await expectRefused(await ask(url), "after the key has gone");
    });

    test("The first PUT succeeds, and no other", async () => {
      const bucket = newBucket();
      const url = await writeUrl(bucket, "k", ONCE);
      expect((await upload(url, "first")).status).toBe(200);
      for (const body of ["second", streamOf("second"), null]) await expectRefused(await upload(url, body));
      expect(await (await bucket.get("k"))?.text()).toBe("first");
    });

    test("Two URLs of the same key are two", async () => {
      const bucket = newBucket();
      await bucket.put("k", "v");
      const urls = [await readUrl(bucket, "k", ONCE), await readUrl(bucket, "k", ONCE)];
      for (const url of urls) expect(await told(await ask(url))).toEqual([200, "v"]);
    });

    test("HEAD, 304, 404, 416 and refusals do not use it up", async () => {
      const bucket = newBucket();
      const url = await readUrl(bucket, "k", ONCE);
      expect((await ask(url)).status).toBe(404);
      const { etag } = await bucket.put("k", "v");
      expect((await ask(url, { method: "HEAD" })).status).toBe(200);
      expect((await ask(url, { headers: { "if-none-match": `"${etag}"` } })).status).toBe(304);
      expect((await ask(url, { headers: { range: "bytes=9-" } })).status).toBe(416);
      await expectRefused(await upload(url, "v"));
      await expectRefused(await ask(`${url}A`));
      expect(await told(await ask(url))).toEqual([200, "v"]);
      await expectRefused(await ask(url));
    });

    test("An upload that is refused does not use it up", async () => {
      const bucket = newBucket();
      const bounds = { contentType: "a/b", maxSizeBytes: 5, ifNotExists: true };
      const url = await writeUrl(bucket, "k", { ...ONCE, ...bounds });
      const type = { "content-type": "a/b" };
      expect((await upload(url, "v", { "content-type": "c/d" })).status).toBe(415);
      expect((await upload(url, "123456", type)).status).toBe(413);
      expect((await upload(url, streamOf("123", "456"), type)).status).toBe(413);
      expect((await upload(url, streamOf("123"), { ...type, "content-length": "4" })).status).toBe(400);
      await bucket.put("k", "older");
      expect(await codeOf(await upload(url, "v", type))).toEqual([409, "storage_key_already_exists"]);
      expect(await codeOf(await upload(url, null, type))).toEqual([409, "storage_key_already_exists"]);
      await bucket.delete("k");
      expect((await upload(url, "12345", type)).status).toBe(200);
      await expectRefused(await upload(url, "12345", type));
    });

    test(`Of ${REQUESTS} GETs at once exactly one succeeds`, async () => {
      const bucket = newBucket();
      await bucket.put("k", "v");
      const url = await readUrl(bucket, "k", ONCE);
      const answers = await Promise.all(Array.from({ length: REQUESTS }, () => ask(url)));
      const [winner, ...others] = answers.sort((a, b) => a.status - b.status) as [Response, ...Response[]];
      expect(await told(winner)).toEqual([200, "v"]);
      for (const other of others) await expectRefused(other);
    });

    test.each([
      ["strings", (n: number) => `caller ${n}`, {}],
      ["streams of unknown length", (n: number) => streamOf("caller ", String(n)), {}],
      ["streams of known length", (n: number) => streamOf("caller ", String(n)), "length"],
      ["create-only strings", (n: number) => `caller ${n}`, { ifNotExists: true }],
    ] as const)(`Of ${REQUESTS} PUTs of %s at once exactly one succeeds`, async (_, bodyOf, options) => {
      const bucket = newBucket();
      const url = await writeUrl(bucket, "k", { ...ONCE, ...(options === "length" ? {} : options) });
      const put = (n: number) => {
        const headers = options === "length" ? { "content-length": String(`caller ${n}`.length) } : undefined;
        return upload(url, bodyOf(n), headers);
      };
      const answers = await Promise.all(Array.from({ length: REQUESTS }, (_, n) => put(n)));
      const winners = answers.flatMap(({ status }, n) => (status === 200 ? [n] : []));
      expect(winners.length).toBe(1);
      for (const [n, answer] of answers.entries()) {
        if (n === winners[0]) continue;
        // With ifNotExists a loser may also learn that the winner's value is there.
        if (answer.status === 409) expect(options).toEqual({ ifNotExists: true });
        else await expectRefused(answer);
      }
      expect(await (await bucket.get("k"))?.text()).toBe(`caller ${winners[0]}`);
      await expectRefused(await put(0));
    });

    test("A body that is too large races a good one, and loses", async () => {
      const bucket = newBucket();
      const url = await writeUrl(bucket, "k", { ...ONCE, maxSizeBytes: 5 });
      const bodies = Array.from({ length: 20 }, (_, n) => (n === 10 ? streamOf("go", "od") : streamOf("bad", "bad")));
      const answers = await Promise.all(bodies.map((body) => upload(url, body)));
      expect(answers[10]?.status).toBe(200);
      for (const [n, { status }] of answers.entries()) if (n !== 10) expect([403, 413]).toContain(status);
      expect(await (await bucket.get("k"))?.text()).toBe("good");
    });

    test("The record of its use is hidden, and gone some time after the URL has expired", async () => {
      const bucket = newBucket();
      await bucket.put("k", "v");
      const used = await readUrl(bucket, "k", { ...ONCE, expiresInSeconds: 60 });
      await told(await ask(used));
      expect((await bucket.list()).items.map(({ key }) => key)).toEqual(["k"]);
      const records = async () => (await store.raw?.bucket.list({ prefix: "!layeron/" }))?.objects.length;
      if (store.raw !== undefined) expect(await records()).toBe(1);
      pass(10 * 60_000);
      await expectRefused(await ask(used));
      await told(await ask(await readUrl(bucket, "k", ONCE)));
      // That of the second URL.
      if (store.raw !== undefined) expect(await records()).toBe(1);
    });

    test("A body that is still coming when the URL ends comes too late, also when its record has been removed", async () => {
      const bucket = newBucket();
      const url = await writeUrl(bucket, "k", { ...ONCE, expiresInSeconds: 60 });
      const slow = Array.from({ length: 2 }, () => {
        const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
        const writer = writable.getWriter();
        const writing = writer.write(new TextEncoder().encode("slow"));
        const answer = upload(url, readable);
        return { answer, writing, end: () => writer.close().catch(() => {}) };
      });
      // Each has been let in once its body is read: without this the clock could overtake the check of its token.
      await Promise.all(slow.map(({ writing }) => writing));
      expect((await upload(url, "quick")).status).toBe(200);
      pass(61_000);
      await slow[0]?.end();
      await expectRefused((await slow[0]?.answer) as Response);
      pass(600_000);
      // The use of any other URL removes the record.
      expect((await upload(await writeUrl(bucket, "other", ONCE), "v")).status).toBe(200);
      await slow[1]?.end();
      await expectRefused((await slow[1]?.answer) as Response);
      expect(await (await bucket.get("k"))?.text()).toBe("quick");
    });

    test("No lifecycle of the bucket revives it", async () => {
      const bucket = newBucket({ lifecycle: { deleteAfterDays: 1 } });
      const url = await writeUrl(bucket, "k", { ...ONCE, expiresInSeconds: 86_400 });
      pass(3_600_000);
      expect((await upload(url, "v")).status).toBe(200);
      pass(86_400_000 - 3_600_001);
      await expectRefused(await upload(url, "v"));
      pass(3_600_000);
      await expectRefused(await upload(url, "v"));
    });
  });
}
