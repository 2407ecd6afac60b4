/** Runs programs with the project's own tools first on the PATH. */

import { spawn, spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
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
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Failed(`${command} ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}

/** What a program prints; undefined when it is not there or fails. */
export function output(command, args) {
  const { status, stdout } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
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
