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
import { membersOf, PLACEHOLDER } from "./plugins/env.js";
import { run } from "./run.js";
import { built, isVite } from "./vite.js";

/**
 * @param {string} entry the entry file, or Vite's configuration
 * @param {object} section the part of the configuration that counts: see configuration/section.js
 * @param {{ env?: string, timeout: number }} asked the environment, and how many seconds the top level may take
 * @returns {Promise<{ declared: object[], guessed: string[] }>} the declarations, in their order, and the members of
 * `env` that the top level read and the configuration does not have
 */
export async function declarationsOf(entry, section, { env, timeout }) {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "layeron-storage-"));
  try {
    const file = shown(section.file);
    const main = isVite(entry) ? await built(entry, { env, seconds: timeout, into: join(folder, "built") }) : entry;
    const bundled = await bundle({ main, entry }, section, folder);
    const { declared, guessed } = await run(bundled, entry, timeout, file);
    if (declared.length === 0) {
      throw new Refusal(
        `${shown(entry)} declares no bucket and no KV namespace when it is loaded; call storage.bucket() or ` +
          "storage.kv() at the top level of a module that it imports",
      );
    }
    for (const one of declared) known(one, guessed, { entry, file });
    return { declared, guessed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Refuses a name with the placeholder in it: the store would be another than the Worker's. */
function known({ name, namespace, binding }, guessed, { entry, file }) {
  if (guessed.length === 0 || ![name, namespace, binding].some((text) => text.includes(PLACEHOLDER))) return;
  throw new Refusal(
    `${shown(entry)}: ${namespace}/${name} is named by ${membersOf(guessed)}, which ${file} has neither in vars nor as ` +
      "a binding; add it there, so that this finds the name",
  );
}
