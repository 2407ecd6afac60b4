/**
 * Valid URLs, changed at random: none gets through.
 *
 * @module
 */

import { serveStorage } from "layeron-storage";
import { describe, expect, inject, test } from "vitest";
import { Random } from "../../differential/random";
import { newBucket } from "../subject";
import { readUrl, writeUrl } from "./request";

const MUTATIONS = 20_000;
const ORIGIN = "https://worker.example";

/** Whatever may stand in a URL, and what has a meaning in one. */
const CHARACTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~.%/?#&=+;:@!$'()*,\\ é😀\0"];

/** Texts that mean something to one parser or another. */
const TEXTS = ["%2F", "%2f", "..", "%2e%2e", "//", "/./", "%00", "%0d%0a", "token=", "&token=", "?", "=", "==", "%25"];

/** The URL after one to three changes. */
function changed(url: string, random: Random): string {
  let result = url;
  for (let n = random.whole(1, 3); n > 0; n--) {
    const at = random.whole(1, result.length - 1);
    const to = random.whole(at, Math.min(result.length, at + 8));
    result = random.weighted([
      [6, () => result.slice(0, at) + random.pick(CHARACTERS) + result.slice(at + 1)],
      [2, () => result.slice(0, at) + random.pick(CHARACTERS) + result.slice(at)],
      [2, () => result.slice(0, at) + result.slice(at + 1)],
      [1, () => result.slice(0, at) + random.pick(TEXTS) + result.slice(at)],
      [1, () => result.slice(0, at) + result.slice(to)],
      [1, () => result.slice(0, at) + result.slice(at, to) + result.slice(at)],
      [1, () => result.slice(0, at) + result.slice(at, to).toUpperCase() + result.slice(to)],
      [1, () => result.slice(0, at)],
    ]);
  }
  return result;
}

/** What a server sees of a URL: the fragment stays with the client, and dots are resolved before anything is sent. */
function sent(url: string): string | undefined {
  try {
    const { pathname, search } = new URL(url, ORIGIN);
    return pathname + search;
  } catch {
    return undefined;
  }
}

export function attacks() {
  describe("A valid URL, changed at random", () => {
    test(`gets through in none of ${MUTATIONS} cases`, { timeout: 120_000 }, async () => {
      const seed = Number(inject("seed") ?? Date.now() % 2 ** 32);
      const random = new Random(seed);
      // No few changes lead from this name to that of another test's bucket, which may be public.
      const bucket = newBucket({ name: "secret-files" });
      await bucket.put("a/b", "secret");
      await bucket.put("a", "secret");
      const valid = [
        await readUrl(bucket, "a/b"),
        await readUrl(bucket, "a", { disposition: "inline", filename: "x.txt", oneTime: true }),
        await writeUrl(bucket, "w", { maxSizeBytes: 10, metadata: { by: "ada" } }),
        await writeUrl(bucket, "w", { oneTime: true, contentType: "text/plain" }),
      ];
      let refused = 0;
      for (let n = 0; n < MUTATIONS; ) {
        const url = random.pick(valid);
        const other = sent(changed(url, random));
        // What is not sent otherwise than the valid URL is no attack.
        if (other === undefined || valid.includes(other)) continue;
        n++;
        const method = url.includes("/w?") ? "PUT" : random.pick(["GET", "HEAD"]);
        const request = new Request(ORIGIN + other, { method, ...(method === "PUT" ? { body: "attack" } : {}) });
        const answer = await serveStorage(request);
        if (answer === null) {
          expect(new URL(request.url).pathname.startsWith("/_storage/"), `${other}, seed ${seed}`).toBe(false);
          continue;
        }
        expect(answer.status, `${other}, seed ${seed}`).toBe(403);
        refused++;
      }
      expect(refused).toBeGreaterThan(MUTATIONS / 2);
      expect(await bucket.head("w")).toBeNull();
    });
  });
}
