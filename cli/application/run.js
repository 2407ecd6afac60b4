/**
 * Runs a bundled application's top level, and says how that ended where it did not end well.
 *
 * Only the application's author can mend it, so each end has words of its own.
 * @module
 */

import { fileURLToPath } from "node:url";
import { shown } from "../paths.js";
import { Refusal } from "../refusal.js";
import { membersOf, PLACEHOLDER } from "./plugins/env.js";
import { ended, indented } from "./process.js";

const CHILD = fileURLToPath(new URL("child.js", import.meta.url));

/**
 * @param {string} lacking where members of `env` are looked for, for messages
 * @returns {Promise<{ declared: object[], guessed: string[] }>} the declarations, and the members of `env` that were
 * made up
 */
export async function run(bundle, entry, seconds, lacking) {
  const name = shown(entry);
  const end = await ended([CHILD, bundle], seconds);
  if (end.declared !== undefined) return end;
  if (end.thrown !== undefined) {
    const hint = end.guessed.length === 0 ? "" : `\n${madeUp(end.guessed, lacking)}`;
    throw new Refusal(`${name} threw an error when it was loaded:\n${indented(end.thrown)}${hint}`);
  }
  if (end.isLate) {
    throw new Refusal(
      `${name} was still loading after ${seconds} seconds; its top level must not wait for what does not come ` +
        "(--timeout gives it longer)",
    );
  }
  if (end.isPending) throw new Refusal(`${name} awaits something at its top level that never comes`);
  throw new Refusal(
    `${name} ended the process when it was loaded (${end.signal ?? `exit code ${end.code}`}); ` +
      "its top level must not call process.exit()",
  );
}

const madeUp = (names, lacking) =>
  `"${PLACEHOLDER}" stood for ${membersOf(names)}, which ${lacking} has neither in vars nor as a binding; add it ` +
  "there, or name a module that only declares";
