/** Runs programs with the project's own tools first on the PATH. */

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Programs that cargo installed for this project. */
export const tools = join(root, ".tools");

process.env.PATH = [join(root, "node_modules", ".bin"), join(tools, "bin"), process.env.PATH].join(delimiter);

/** Runs a program to its end, with this one's output; fails when it fails. */
export function run(command, args, options = {}) {
  console.log(`$ ${[command, ...args].join(" ")}`);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], ...options });
    const last = passedOn(child);
    child.on("error", reject);
    child.on("exit", async (code, signal) => {
      // Its output may end a little later; something that it left running may hold the pipe open for ever.
      await Promise.race([once(child, "close"), wait(2_000, undefined, { ref: false })]);
      if (code === 0) resolve();
      else reject(new Failed(`${command} ended with ${signal ?? `exit code ${code}`}`, { cause: last.text }));
    });
  });
}

/** How much of the output of a program whose output is piped is kept for the error. */
const KEPT = 8_000;

/** Passes piped output on, and keeps its end; the output of a program that inherits is nobody's to keep. */
function passedOn({ stdout, stderr }) {
  const last = { text: "" };
  for (const [from, to] of [
    [stdout, process.stdout],
    [stderr, process.stderr],
  ]) {
    from?.setEncoding("utf8").on("data", (text) => {
      to.write(text);
      last.text = (last.text + text).slice(-KEPT);
    });
  }
  return last;
}

/** What a program prints; undefined when it is not there or fails. */
export function output(command, args) {
  const { status, stdout } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** Says what is being done and for about how long, does it, and says how long it took. */
export async function timed(doing, about, body) {
  const started = Date.now();
  console.log(`${doing}; this takes about ${about} …`);
  await body();
  console.log(`${doing} took ${seconds(started)}.`);
}

/** The time since then, for people. */
export function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** A step that failed and has said why. */
export class Failed extends Error {}

/** Runs a script's main function; a failed step ends it with one line instead of a stack. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    console.error(`\n✗ ${error.message}`);
    process.exitCode = 1;
  }
}
