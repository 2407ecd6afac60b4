/**
 * What a token does not allow: all of it is refused alike.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { newBucket, newKv, pass, type Store } from "../subject";
import { ask, expectRefused, readUrl, told, upload, writeUrl } from "./request";

/** The same URL with another path. */
const withPath = (url: string, change: (path: string) => string) => {
  const [path = "", query = ""] = url.split("?");
  return `${change(path)}?${query}`;
};

export function refusals(store: Store) {
  describe("A signed URL is refused", () => {
    test("without its token, whether or not the key exists", async () => {
      const bucket = newBucket();
      await bucket.put("k", "v");
      for (const key of ["k", "none"]) {
        const [path = ""] = (await readUrl(bucket, key)).split("?");
        for (const method of ["GET", "HEAD", "PUT", "DELETE"]) await expectRefused(await ask(path, { method }));
      }
    });

    test("once it has expired, to the millisecond", async () => {
      let now = Date.now();
      await store.fresh({ clock: () => now });
      const bucket = newBucket();
      await bucket.put("k", "v");
      const read = await readUrl(bucket, "k", { expiresInSeconds: 60 });
      const write = await writeUrl(bucket, "w", { expiresInSeconds: 60 });
      now += 59_999;
      expect(await told(await ask(read))).toEqual([200, "v"]);
      expect((await upload(write, "v")).status).toBe(200);
      for (const later of [1, 1000, 86_400_000]) {
        now += later;
        await expectRefused(await ask(read));
        await expectRefused(await upload(write, "v"));
      }
    });

    test("for another key, bucket or namespace", async () => {
      const [a, b] = [newBucket(), newBucket()];
      const c = newBucket({ namespace: "media", name: `${a.name}-x` });
      // On real bindings the three are one, and sealed objects belong to the last that wrote them.
      for (const bucket of [c, b, a]) for (const key of ["k", "k2"]) await bucket.put(key, "v");
      const url = await readUrl(a, "k");
      await expectRefused(await ask(withPath(url, (path) => `${path}2`)));
      await expectRefused(await ask(withPath(url, (path) => path.replace(a.name, b.name))));
      await expectRefused(await ask(withPath(url, (path) => path.replace(`default/${a.name}`, `media/${c.name}`))));
      await expectRefused(await ask(withPath(url, (path) => path.replace("default", "media"))));
      await expectRefused(await ask(withPath(url, (path) => path.replace(a.name, "undeclared"))));
      await expectRefused(await ask(withPath(url, (path) => path.replace(a.name, newKv().name))));
      expect(await told(await ask(url))).toEqual([200, "v"]);
    });

    test("for another action", async () => {
      const bucket = newBucket();
      await bucket.put("k", "v");
      await expectRefused(await upload(await readUrl(bucket, "k"), "w"));
      await expectRefused(await ask(await writeUrl(bucket, "k")));
    });

    test("on a path that decodes to another key, or to none", async () => {
      const bucket = newBucket();
      await bucket.put("a/b c", "v");
      await bucket.put("a+b", "v");
      const url = await readUrl(bucket, "a/b c");
      for (const change of [
        (path: string) => path.replace("%20", "+"),
        (path: string) => path.replace("%2F", "%252F"),
        (path: string) => path.replace("%2F", "%2F%2F"),
        (path: string) => path.replace("%2F", "//"),
        (path: string) => `${path}/`,
        (path: string) => `${path}%20`,
        (path: string) => `${path}%00`,
        (path: string) => `${path}%`,
        (path: string) => `${path}%2`,
        (path: string) => `${path}%zz`,
        (path: string) => `${path}%C3`,
        (path: string) => `${path}%ED%A0%80`,
        (path: string) => path.replace(/a%2F.*/, ""),
        (path: string) => path.replace(/\/a%2F.*/, ""),
      ]) {
        await expectRefused(await ask(withPath(url, change)), change.toString());
      }
      const plus = await readUrl(bucket, "a+b");
      await expectRefused(await ask(withPath(plus, (path) => path.replace("%2B", "%20"))));
      expect(await told(await ask(url))).toEqual([200, "v"]);
    });

    test("in another spelling of its path before the key", async () => {
      const bucket = newBucket();
      await bucket.put("k", "v");
      const url = await readUrl(bucket, "k");
      for (const change of [
        (path: string) => path.replace("/_storage/", "/_storage//"),
        (path: string) => path.replace("/default/", "/default//"),
        (path: string) => path.replace("/default/", "/default%2F"),
        (path: string) => path.replace("default", "%64efault"),
        (path: string) => path.replace("default", "Default"),
        (path: string) => path.replace(bucket.name, bucket.name.replace("-", "%2D")),
        (path: string) => path.replace(bucket.name, bucket.name.toUpperCase()),
      ]) {
        await expectRefused(await ask(withPath(url, change)), change.toString());
      }
      expect(await told(await ask(url))).toEqual([200, "v"]);
    });

    test("in another spelling of its token", async () => {
      const bucket = newBucket();
      await bucket.put("k", "v");
      const url = await readUrl(bucket, "k");
      const [path = "", token = ""] = url.split("?token=");
      const [claims = "", signature = ""] = token.split(".");
      // The last digit of 43 has two bits that mean nothing; all four ways to set them decode alike.
      const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
      const last = digits.indexOf(signature.slice(-1));
      const twins = [1, 2, 3].map((bits) => signature.slice(0, -1) + digits[last | bits]);
      for (const query of [
        `token=${token}=`,
        `token=${claims}=.${signature}`,
        `token=${claims}.${signature}%3D`,
        `token=${token}&`,
        `token=${token}&token=${token}`,
        `&token=${token}`,
        `a=b&token=${token}`,
        `token=${token}&a=b`,
        `Token=${token}`,
        `token=%20${token}`,
        `token=${claims}`,
        `token=${claims}.`,
        `token=.${signature}`,
        `token=${signature}.${claims}`,
        `token=${token}.${signature}`,
        `token=${token.replace(/./, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
        `token=${token}A`,
        `token=${claims}A.${signature}`,
        `token=${claims}.${signature.slice(0, -1)}`,
        ...twins.map((twin) => `token=${claims}.${twin}`),
      ]) {
        await expectRefused(await ask(`${path}?${query}`), query);
      }
    });

    test("after the clock has gone on by seven days, whatever was asked for", async () => {
      const bucket = newBucket();
      await bucket.put("k", "v");
      const url = await readUrl(bucket, "k", { expiresInSeconds: 604_800 });
      pass(604_801_000);
      await expectRefused(await ask(url));
    });
  });

  describe("A signed URL is the same", () => {
    test("whatever Host and X-Forwarded-* say", async () => {
      const bucket = newBucket();
      await bucket.put("k", "v");
      const url = await readUrl(bucket, "k");
      const headers = {
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "http",
        "x-forwarded-prefix": "/x",
        forwarded: "host=evil.example",
        "x-original-url": "/_storage/default/other/k",
        "x-http-method-override": "DELETE",
      };
      expect(await told(await ask(url, { headers }))).toEqual([200, "v"]);
      expect(await told(await ask(`https://other.example:8443${url}`))).toEqual([200, "v"]);
      expect(url.startsWith("/_storage/")).toBe(true);
    });

    test("below the path of an endpoint, and only there", async () => {
      await store.fresh({ endpoint: "https://files.example.com/base" });
      const bucket = newBucket();
      await bucket.put("k", "v");
      const url = await readUrl(bucket, "k");
      expect(await told(await ask(url))).toEqual([200, "v"]);
      await expectRefused(await ask(url.replace("/base/_storage/default", "/base/_storage/base/_storage/default")));
    });

    test("in every spelling of its key, whatever a client encodes", async () => {
      const bucket = newBucket();
      const key = "dir/a (1)'s @ 10:30 + ü~*!.txt";
      await bucket.put(key, "v");
      const [path = "", query = ""] = (await readUrl(bucket, key)).split("?");
      const start = path.slice(0, path.lastIndexOf("/") + 1);
      const everything = [...new TextEncoder().encode(key)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`);
      for (const spelling of [
        path.slice(start.length).replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
        path.slice(start.length).replace("%28", "(").replace("%29", ")").replace("%27", "'"),
        path.slice(start.length).replace("%40", "@").replace("%3A", ":").replace("%2B", "+"),
        path.slice(start.length).replace("%2F", "/"),
        path.slice(start.length).replace("d", "%64"),
        encodeURIComponent(key),
        encodeURI(key),
        key,
        everything.join(""),
        everything.join("").toUpperCase(),
      ]) {
        expect(await told(await ask(`${start}${spelling}?${query}`)), spelling).toEqual([200, "v"]);
      }
      const respelled = (await writeUrl(bucket, key)).replace("%2F", "/");
      expect((await upload(respelled, "w")).status).toBe(200);
      expect(await (await bucket.get(key))?.text()).toBe("w");
    });

    test("and is for one request in all spellings together", async () => {
      const bucket = newBucket();
      await bucket.put("a/b", "v");
      const url = await readUrl(bucket, "a/b", { oneTime: true });
      expect(await told(await ask(url.replace("%2F", "/")))).toEqual([200, "v"]);
      for (const other of [url, url.replace("%2F", "%2f")]) await expectRefused(await ask(other));
    });

    test("for a key that R2 would compose", async () => {
      const bucket = newBucket();
      await bucket.put("e\u0301", "v");
      const url = await readUrl(bucket, "e\u0301");
      expect(url).toBe(
        await readUrl(bucket, "\u00e9").then((same) => same.replace(/token=.*/, "") + url.replace(/.*\?/, "")),
      );
      for (const same of [url, url.replace("%C3%A9", "e%CC%81"), url.replace("%C3%A9", "e\u0301")]) {
        expect(await told(await ask(same))).toEqual([200, "v"]);
      }
    });
  });
}
