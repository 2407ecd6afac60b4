/** Chromium and its driver, for the tests that run in a browser. */

import { Failed, output, run, timed } from "./run.mjs";

const PACKAGES = ["chromium", "chromium-driver"];

export async function browser(signal) {
  if (output("chromedriver", ["--version"]) !== undefined && chromium() !== undefined) return;
  const command = `apt-get install -y ${PACKAGES.join(" ")}`;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || output("apt-get", ["--version"]) === undefined) {
    throw new Failed(`the browser tests need Chromium and chromedriver on the PATH; on Debian: sudo ${command}`);
  }
  await timed("Installing Chromium", "a minute", async () => {
    await run("apt-get", ["update", "-q"], { signal });
    await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...PACKAGES], { signal });
  });
}

/** The browser's program; undefined when there is none. */
export function chromium() {
  const names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
  return names.find((name) => output(name, ["--version"]) !== undefined);
}
