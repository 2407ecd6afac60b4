/**
 * A real browser opening what a bundler made.
 *
 * The pages are served under the strictest policy that lets wasm run, so that whatever the package would need beyond
 * it comes out.
 */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { chromium as program } from "../../scripts/setup/browser.mjs";
import { output } from "../../scripts/setup/run.mjs";

export const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/** Without these Chromium looks up addresses of its maker's, and as root it does not start. */
const FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"];

const TYPES = { html: "text/html", js: "text/javascript", css: "text/css" };

/** Serves a folder under a policy for as long as `use` runs. */
export async function served(folder, policy, use) {
  const server = createServer(async ({ url }, response) => {
    const path = new URL(url, "http://localhost").pathname;
    const name = path.endsWith("/") ? `${path}index.html` : path;
    try {
      const content = await readFile(join(folder, name));
      const type = TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, "content-security-policy": policy }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

export const startChromium = () => chromium.launch({ executablePath: output("which", [program()]), args: FLAGS });

/** What a page writes into its <output>, or the first error that it throws. */
export async function shown(url) {
  const browser = await startChromium();
  try {
    const page = await browser.newPage();
    const failed = new Promise((_, reject) => page.on("pageerror", reject));
    // Whichever loses the race rejects when the browser closes, and a script may throw before the page has loaded.
    failed.catch(() => {});
    await page.goto(url);
    const said = page.waitForFunction(() => document.querySelector("output")?.textContent, null, { timeout: 30_000 });
    said.catch(() => {});
    return await (await Promise.race([said, failed])).jsonValue();
  } finally {
    await browser.close();
  }
}
