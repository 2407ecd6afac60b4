/**
 * Processes in which the application's own code runs: its top level, or its Vite.
 *
 * They may hang, print, change globals or end themselves, and none of that may reach the command.
 * @module
 */

import { spawn } from "node:child_process";

/**
 * Runs a program of Node's until it sends something, ends, or is late.
 * @param {string[]} args the program and its arguments
 * @returns {Promise<object>} what it sent, with `isLate`, or `code` and `signal` of its end
 */
export function ended(args, seconds) {
  return new Promise((resolve, reject) => {
    // What the application prints goes to our stderr: stdout is for the configuration.
    const child = spawn(process.execPath, ["--enable-source-maps", ...args], {
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

export const indented = (text) => text.replace(/^/gm, "  ");
