/**
 * examples/direct-upload in Chromium, against workerd: what a person sees.
 * @module
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as Axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startWorker } from "../../scripts/demo/workerd.mjs";
import { startChromium } from "../matrix/page.mjs";

const EXAMPLE = "examples/direct-upload/wrangler.jsonc";
const STORAGE_SIGNING_SECRET = `hex:${"d7".repeat(32)}`;
const MAX_BYTES = 3_000_000;

const bytes = (size: number) => Buffer.from(Array.from({ length: size }, (_, n) => (n * 31 + (n >> 8)) % 251));
const file = (size: number) => ({ name: "größe.bin", mimeType: "application/x-test", buffer: bytes(size) });

let browser: Browser;
let worker: { url: string; stop(): Promise<void> };
let page: Page;

beforeAll(async () => {
  browser = await startChromium();
}, 60_000);
afterAll(() => browser.close());

function within(seconds: number) {
  beforeAll(async () => {
    worker = await startWorker(EXAMPLE, 0, { STORAGE_SIGNING_SECRET, MAX_BYTES, LINK_SECONDS: seconds });
  }, 120_000);
  afterAll(() => worker.stop());
  beforeEach(async () => {
    page = await browser.newPage();
    await page.goto(worker.url);
  });
  afterEach(() => page.close());
}

/** Uploads a file, and returns what the page says of it. */
async function upload(chosen: ReturnType<typeof file>): Promise<string> {
  await page.getByLabel("A file").setInputFiles(chosen);
  await page.getByRole("button", { name: "Upload" }).click();
  const said = page.getByRole("status").filter({ hasText: /^(Stored|Not stored)/ });
  return (await said.textContent()) ?? "";
}

/** The answer to a PUT that a script of the page sends. */
const putAgain = () =>
  page.evaluate(async () => {
    const url = document.querySelector("form")?.dataset.uploadedTo ?? "";
    const headers = { "content-type": "application/x-test" };
    const answer = await fetch(url, { method: "PUT", body: "again", headers });
    return { status: answer.status, ...(await answer.json()) };
  });

const REFUSED = { status: 403, error: { code: "storage_signed_url_invalid", message: expect.any(String) } };

describe("while links are valid", () => {
  within(300);

  test("a file goes up, the bar moves, and it comes down again under its name", async () => {
    // Every value that the bar takes.
    await page.evaluate(() => {
      const bar = document.querySelector("progress") as HTMLProgressElement & { seen: number[] };
      bar.seen = [];
      new MutationObserver(() => bar.seen.push(bar.value)).observe(bar, { attributes: true });
    });
    // Slowly enough for the browser to tell how far it has come.
    const network = await page.context().newCDPSession(page);
    await network.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: 2_000_000,
    });
    const chosen = file(MAX_BYTES);
    expect(await upload(chosen)).toBe(`Stored ${MAX_BYTES} bytes`);
    const seen = await page.evaluate(() => (document.querySelector("progress") as unknown as { seen: number[] }).seen);
    expect(seen.filter((value) => value > 0 && value < 1).length).toBeGreaterThan(0);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("größe.bin");
    expect(readFileSync(await download.path()).equals(chosen.buffer)).toBe(true);
  });

  test("the page can be used without a mouse and without eyes, as far as axe can tell", async () => {
    expect(await upload(file(10))).toBe("Stored 10 bytes");
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core") });
    const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof Axe }).axe.run());
    expect(violations.map(({ id, help }) => `${id}: ${help}`)).toEqual([]);
  });

  test("a link stores one file, and no second one", async () => {
    expect(await upload(file(10))).toBe("Stored 10 bytes");
    expect(await putAgain()).toEqual(REFUSED);
    const href = await page.getByRole("link", { name: "Download" }).getAttribute("href");
    const stored = await page.evaluate(async (url) => (await fetch(url as string)).text(), href);
    expect(stored.length).toBe(10);
  });

  test("a file that is too large is not stored, and the page says so", async () => {
    expect(await upload(file(MAX_BYTES + 1))).toMatch(
      /^Not stored: (413 storage_value_too_large|the connection was closed; the file may be too large)$/,
    );
    await expect(page.getByRole("link", { name: "Download" }).isVisible()).resolves.toBe(false);
  });
});

describe("once links have expired", () => {
  within(1);

  test("nothing goes up and nothing comes down", async () => {
    expect(await upload(file(10))).toBe("Stored 10 bytes");
    const fresh = await page.evaluate(async () => {
      const answer = await fetch("/uploads", { method: "POST", body: JSON.stringify({ type: "application/x-test" }) });
      const { url } = await answer.json();
      (document.querySelector("form") as HTMLFormElement).dataset.uploadedTo = url;
      return url;
    });
    expect(fresh).toContain("/_storage/default/uploads/");
    await page.waitForTimeout(1100);
    expect(await putAgain()).toEqual(REFUSED);
    const href = await page.getByRole("link", { name: "Download" }).getAttribute("href");
    expect(await page.evaluate(async (url) => (await fetch(url as string)).status, href)).toBe(403);
  });
});
