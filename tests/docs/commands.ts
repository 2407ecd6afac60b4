/** The commands that the documentation shows: what has to be true of each, so that a reader can run it. */

import { execFile } from "node:child_process";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { WRANGLER_HELP } from "../../cli/help.js";
import { read, root } from "./markdown.ts";

export const run = promisify(execFile);

const { name, version, scripts } = JSON.parse(read("package.json"));

/** Patterns of commands, each with what fails when the command would. */
const COMMANDS: [RegExp, (...parts: string[]) => void | Promise<void>][] = [
  [/^npm test(?: -- (.+))?$/, testSteps],
  [/^npm run ([a-z]+)(?: -- (.+))?$/, script],
  [/^npm pack$/, async () => {}],
  [/^npm install (\S+\.tgz)$/, archive],
  [/^npx wrangler ([a-z0-9 -]+)$/, wrangler],
  [/^npx layeron-storage wrangler(?: [\w/.]+\.ts)?((?: --[a-z]+)*)$/, ours],
];

/** Fails unless the command is one of those above, and would run. */
export async function checkCommand(command: string) {
  for (const [pattern, check] of COMMANDS) {
    const found = pattern.exec(command);
    if (found !== null) return check(...found.slice(1));
  }
  throw new Error(`there is no check for the command "${command}"`);
}

/** Whether a piece of code is meant as a command. */
export const isCommand = (code: string) => /^(npm|npx) /.test(code);

/** The steps of `npm test`. */
export const steps = () =>
  [...read("scripts/test.mjs").matchAll(/^ {2}"?([a-z-]+)"?: \{ does:/gm)].map(([, step]) => step);

function testSteps(names?: string) {
  for (const step of names?.split(" ") ?? []) if (!steps().includes(step)) throw new Error(`no test step is ${step}`);
}

function script(called: string, options?: string) {
  if (scripts[called] === undefined) throw new Error(`package.json has no script "${called}"`);
  if (options === undefined) return;
  if (called === "matrix") return matrixRows(options);
  if (called === "bench") return benchSubjects(options);
  const usage = read(`scripts/${called}/index.mjs`);
  for (const option of options.split(" ")) {
    if (!usage.includes(`  ${option} `)) throw new Error(`npm run ${called} has no option ${option}`);
  }
}

/** Rows of the matrix, and its one option. */
function matrixRows(names: string) {
  const rows = read("README.md").matchAll(/^\| `([a-z0-9-]+)` \| .* \| .* [✓✗] \|$/gm);
  const known = new Set(["--write", "<row>", ...[...rows].map(([, row]) => row)]);
  for (const name of names.split(" ")) if (!known.has(name)) throw new Error(`the matrix has no row ${name}`);
}

/** The subjects of the benchmarks, and their options. */
function benchSubjects(names: string) {
  const [, subjects = ""] = /^const SUBJECTS = \[(.*)\];$/m.exec(read("bench/run.mjs")) ?? [];
  const known = new Set(["--write", "--baseline", "<folder>", ...subjects.replaceAll('"', "").split(", ")]);
  for (const name of names.split(" ")) if (!known.has(name)) throw new Error(`there is no benchmark of ${name}`);
}

function archive(path: string) {
  const packed = `${name}-${version}.tgz`;
  if (basename(path) !== packed) throw new Error(`npm pack makes ${packed}, not ${basename(path)}`);
}

/**
 * wrangler's help begins with the command that it understood, and what that takes: `wrangler r2 bucket
 * create <name>`. Words that are neither were not understood.
 */
async function wrangler(words: string) {
  const { stdout } = await run(join(root, "node_modules/.bin/wrangler"), [...words.split(" "), "--help"], {
    cwd: root,
    env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
  });
  const understood = /^wrangler .*$/m.exec(stdout)?.[0].split(" ").slice(1) ?? [];
  const command = understood.filter((word) => !/^[<[]/.test(word));
  const left = words.split(" ").slice(command.length).length;
  if (!words.startsWith(command.join(" ")) || left > understood.length - command.length) {
    throw new Error(`wrangler understands "${words}" as "${understood.join(" ")}"`);
  }
}

/** The command's own help names its options. */
function ours(options = "") {
  for (const option of options.split(" ").filter(Boolean)) {
    if (!WRANGLER_HELP.includes(`  ${option} `)) throw new Error(`layeron-storage wrangler has no option ${option}`);
  }
}
