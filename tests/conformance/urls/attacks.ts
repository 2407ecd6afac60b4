/**
 * Valid URLs, changed at random: none gets through.
 *
 * @module
 */

import { serveStorage } from "layeron-storage";
import { describe, expect, inject, test } from "vitest";
import { Random } from "../../differential/random";
import { newBucket, type Store } from "../subject";
import { ask, expectRefused, readUrl, upload, writeUrl } from "./request";

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

/** The request that a path and query stand for: all spellings of a key are one. */
function meaning(sent: string): string {
  const [path = "", ...query] = sent.split("?");
  const [, storage, namespace, name, ...key] = path.split("/");
  try {
    const decoded = decodeURIComponent(key.join("/")).normalize("NFC");
    return JSON.stringify([storage, namespace, name, decoded, query.join("?")]);
  } catch {
    return sent;
  }
}

/** Keys that mean something to one parser or another, and those that they could be taken for. */
const STRANGE = [
  ...["a/../b", "b", "a/b", "a%2Fb", "a%252Fb", "..x", "../x", "/../../etc/passwd", "%2e%2e", "%2E%2E", "./a", "a/./b"],
  ...[
    "a\r\nset-cookie: x=1",
    "a\nb",
    "a\tb",
    "a?token=b",
    "a?b#c",
    "a#b",
    "a&b",
    "a+b",
    "a b",
    "a%20b",
    "a;b=c",
    "a\\b",
  ],
  ...[
    "\u00e9",
    "e\u0301x",
    "\ufeffa",
    "\u202ea",
    "😀",
    "a//b",
    "/a",
    "a/",
    "//a",
    "__proto__",
    "constructor",
    "7",
    "~",
    "'\"<>",
  ],
  ...["x".repeat(1024), "é".repeat(512)],
];

export function attacks(store: Store) {
  test("Every key comes back through its own URLs, and no other does", async () => {
    const bucket = newBucket();
    for (const key of STRANGE) {
      const { status } = await upload(await writeUrl(bucket, key), `this is ${key}`);
      expect(status, key).toBe(200);
    }
    const stored = (await bucket.list()).items.map(({ key }) => key);
    expect(stored.sort()).toEqual(STRANGE.map((key) => key.normalize("NFC")).sort());
    for (const key of STRANGE) {
      const answer = await ask(await readUrl(bucket, key));
      expect([answer.status, await answer.text()]).toEqual([200, `this is ${key}`]);
    }
    // Each token, on each other's path.
    const urls = await Promise.all(STRANGE.slice(0, 20).map((key) => readUrl(bucket, key)));
    for (const [n, url] of urls.entries()) {
      const other = urls[(n + 1) % urls.length] as string;
      await expectRefused(await ask(`${other.split("?")[0]}?${url.split("?")[1]}`), other);
    }
  });

  describe("A valid URL, changed at random", () => {
    test(`gets through in none of ${MUTATIONS} cases`, { timeout: 120_000 }, async () => {
      const seed = Number(inject("seed") ?? Date.now() % 2 ** 32);
      const random = new Random(seed);
      // No few changes lead from this name to that of another test's bucket, which may be public.
      const bucket = newBucket({ name: `secret-files${store.isSealed ? "-sealed" : ""}` });
      await bucket.put("a/b", "secret");
      await bucket.put("a", "secret");
      const valid = [
        await readUrl(bucket, "a/b"),
        await readUrl(bucket, "a", { disposition: "inline", filename: "x.txt", oneTime: true }),
        await writeUrl(bucket, "w", { maxSizeBytes: 10, metadata: { by: "ada" } }),
        await writeUrl(bucket, "w", { oneTime: true, contentType: "text/plain" }),
      ];
      const meant = new Set(valid.map(meaning));
      let refused = 0;
      for (let n = 0; n < MUTATIONS; ) {
        const url = random.pick(valid);
        const other = sent(changed(url, random));
        // Another spelling of the valid URL is no attack.
        if (other === undefined || meant.has(meaning(other))) continue;
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
