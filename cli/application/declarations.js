/**
 * What an application declares, found by running its top level.
 *
 * Declarations are calls, and their arguments may come from anywhere, so reading the source would not do.
 * @module
 */

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shown } from "../paths.js";
import { Refusal } from "../refusal.js";
import { bundle } from "./bundle.js";
import { run } from "./run.js";

/**
 * @param {string} entry the entry file
 * @param {object} section the part of the configuration that counts: see configuration/section.js
 * @param {number} seconds how long the top level may take
 * @returns {Promise<object[]>} the declarations, in their order
 */
export async function declarationsOf(entry, section, seconds) {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "layeron-storage-"));
  try {
    const declared = await run(await bundle(entry, section, folder), entry, seconds);
    if (declared.length === 0) {
      throw new Refusal(
        `${shown(entry)} declares no bucket and no KV namespace when it is loaded; call storage.bucket() or ` +
          "storage.kv() at the top level of a module that it imports",
      );
    }
    return declared;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
