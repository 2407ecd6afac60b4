/**
 * Installs what is missing, and nothing else: the second run only looks.
 *
 * Everything comes from crates.io, npm, rustup or Debian's packages. What this project installs for
 * itself goes into `.tools` and `node_modules`; only Chromium is the system's.
 */

import { browser } from "./browser.mjs";
import { npm } from "./npm.mjs";
import { wasm } from "./wasm.mjs";

const STEPS = { npm, wasm, browser };

/** @param {("npm" | "wasm" | "browser")[]} steps */
export async function setUp(steps) {
  for (const step of steps) await STEPS[step]();
}
