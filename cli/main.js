#!/usr/bin/env node
/**
 * The program `layeron-storage`: finds the command that was asked for, runs it, and turns what it throws into a
 * message and an exit code.
 *
 * Commands themselves neither end the process nor know exit codes, so tests can call their parts.
 * @module
 */

import { readFileSync } from "node:fs";
import { HELP, WRANGLER_HELP } from "./help.js";
import { Refusal, UsageError } from "./refusal.js";
import { wrangler } from "./wrangler.js";

const COMMANDS = { wrangler: { run: wrangler, help: WRANGLER_HELP } };

const version = () => JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;

/** Runs one command line; the result is the exit code. */
async function main([first, ...rest]) {
  if (first === undefined || first === "--help" || first === "-h") {
    (first === undefined ? process.stderr : process.stdout).write(HELP);
    return first === undefined ? 2 : 0;
  }
  if (first === "--version" || first === "-v") {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  if (command === undefined) {
    throw new UsageError(`unknown ${first.startsWith("-") ? "option" : "command"} "${first}"`);
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    process.stdout.write(command.help);
    return 0;
  }
  return command.run(rest);
}

// `| head` reads what it wants and goes.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`layeron-storage: ${error.message}\n`);
  if (error instanceof UsageError) process.stderr.write("See `npx layeron-storage --help`.\n");
  process.exitCode = error.exit;
}
