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

/**
 * Runs steps side by side: npm waits for the network while cargo compiles. When one fails, it stops the others.
 *
 * @param {("npm" | "wasm" | "browser")[]} steps
 */
export async function setUp(steps) {
  const others = new AbortController();
  const run = async (step) => {
    try {
      await STEPS[step](others.signal);
    } catch (error) {
      others.abort();
      throw error;
    }
  };
  await Promise.all(steps.map(run));
}
