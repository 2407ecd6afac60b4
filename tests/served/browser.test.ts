/**
 * What Chromium makes of signed and public URLs: where a stored page runs, and which pages may use them.
 * @module
 */

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startChromium } from "../matrix/page.mjs";
import { served } from "./worker";

const EVIL = `<!doctype html><title>stored</title><p id="p">stored</p>
  <script>document.title = "ran"; try { document.cookie = "stolen=1" } catch {}</script>
  <img src="x" onerror="document.title = 'ran'">`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg"><script>document.documentElement.id = "ran"</script></svg>`;

let browser: Browser;
let page: Page;
let other: Server;
let origin: string;
let worker: Awaited<ReturnType<typeof served>>;

beforeAll(async () => {
  browser = await startChromium();
  // A page of another origin, which the Worker's cors names.
  other = createServer((_, response) => response.setHeader("content-type", "text/html").end("<!doctype html>"));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  worker = await served(origin);
}, 60_000);
afterAll(async () => {
  await browser.close();
  other.close();
  await worker.stop();
});
beforeEach(async () => {
  page = await browser.newPage();
});
afterEach(() => page.close());

const urlOf = (path: string) => new URL(path, worker.base).href;
const read = async (key: string, options: object = {}) => urlOf(await worker.sign(key, { action: "read", ...options }));
const write = async (key: string, options: object = {}) =>
  urlOf(await worker.sign(key, { action: "write", ...options }));

describe("A stored page", () => {
  test("of a private bucket is saved, and not opened", async () => {
    await worker.put("evil.html", EVIL, { contentType: "text/html" });
    const url = await read("evil.html");
    const [download] = await Promise.all([page.waitForEvent("download"), page.goto(url).catch(() => {})]);
    expect(download.url()).toBe(url);
  });

  test("shown inline runs no script and has no origin", async () => {
    await worker.put("evil.html", EVIL, { contentType: "text/html" });
    const url = await read("evil.html", { disposition: "inline" });
    await page.goto(url);
    // Playwright's own evaluation runs where the page's scripts may not.
    expect(await page.locator("#p").textContent()).toBe("stored");
    expect(await page.title()).toBe("stored");
    expect(await page.evaluate(() => self.origin)).toBe("null");
    expect(await page.context().cookies()).toEqual([]);
  });

  test("shown inline as an SVG, or under a type that lies, runs neither", async () => {
    await worker.put("evil.svg", SVG, { contentType: "image/svg+xml" });
    await page.goto(await read("evil.svg", { disposition: "inline" }));
    expect(await page.evaluate(() => document.documentElement.id)).toBe("");
    for (const contentType of ["text/plain", "image/png", "application/x-unknown; charset=html"]) {
      await worker.put("lie", EVIL, { contentType });
      await page.goto(await read("lie", { disposition: "inline" })).catch(() => {});
      expect(await page.title()).not.toBe("ran");
    }
    await worker.put("typeless", EVIL);
    await page.goto(await read("typeless", { disposition: "inline" })).catch(() => {});
    expect(await page.title()).not.toBe("ran");
  });

  test("of a public bucket runs as what it is: the check above can fail", async () => {
    await page.goto(urlOf(await worker.publish("page.html", EVIL, { contentType: "text/html" })));
    expect(await page.title()).toBe("ran");
  });
});

describe("A script", () => {
  /** What a script of a page gets for an upload and a download. */
  const uses = async (from: string, urls: { put: string; get: string }) => {
    await page.goto(from);
    return page.evaluate(async ({ put, get }) => {
      try {
        const headers = { "content-type": "text/plain" };
        const stored = await fetch(put, { method: "PUT", body: "hello", headers });
        const loaded = await fetch(get, { headers: { range: "bytes=0-1" } });
        const part = loaded.headers.get("content-range");
        return [stored.status, (await stored.json()).size, loaded.status, part, await loaded.text()];
      } catch (error) {
        return String(error);
      }
    }, urls);
  };

  test("of the endpoint's own origin may use its URLs", async () => {
    const urls = { put: await write("own"), get: await read("own") };
    expect(await uses(urlOf("/page"), urls)).toEqual([200, 5, 206, "bytes 0-1/5", "he"]);
  });

  test("of an origin that cors names may, after asking first", async () => {
    const urls = { put: await write("cors"), get: await read("cors") };
    expect(await uses(origin, urls)).toEqual([200, 5, 206, "bytes 0-1/5", "he"]);
  });

  test("of any other origin may not, and stores nothing", async () => {
    const urls = { put: await write("foreign"), get: await read("foreign") };
    const foreign = origin.replace("127.0.0.1", "localhost");
    expect(await uses(foreign, urls)).toBe("TypeError: Failed to fetch");
    expect(await worker.head("foreign")).toBeNull();
  });
});
