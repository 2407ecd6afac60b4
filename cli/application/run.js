/**
 * Runs a bundled application's top level in a process of its own.
 *
 * It may hang, print, change globals or end the process, and none of that may reach the command.
 * @module
 */

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { shown } from "../paths.js";
import { Refusal } from "../refusal.js";
import { membersOf, PLACEHOLDER } from "./plugins/env.js";

const CHILD = fileURLToPath(new URL("child.js", import.meta.url));

/**
 * @param {string} lacking where members of `env` are looked for, for messages
 * @returns {Promise<{ declared: object[], guessed: string[] }>} the declarations, and the members of `env` that were made up
 */
export async function run(bundle, entry, seconds, lacking) {
  const name = shown(entry);
  const end = await ended(bundle, seconds);
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
  `"${PLACEHOLDER}" stood for ${membersOf(names)}, which ${lacking} has neither in vars nor as a binding; add it there, or name a ` +
  "module that only declares";

/** How the child came to its end, by itself or by ours. */
function ended(bundle, seconds) {
  return new Promise((resolve, reject) => {
    // What the application prints goes to our stderr: stdout is for the configuration.
    const child = spawn(process.execPath, ["--enable-source-maps", CHILD, bundle], {
      stdio: ["ignore", 2, 2, "ipc"],
      serialization: "advanced",
    });
    const end = {};
    const stop = () => child.kill("SIGKILL");
    const timer = setTimeout(() => {
      end.isLate = true;
      stop();
    }, seconds * 1000);
    child.on("message", (message) => {
      Object.assign(end, message);
      stop();
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ ...end, code, signal });
    });
  });
}

const indented = (text) => text.replace(/^/gm, "  ");
