/**
 * Runs the benchmarks one after the other, each in a process of its own, and prints what they measure as tables.
 *
 * None of them meets the garbage or the compiled code of another one.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Failed, main, root } from "../scripts/setup/run.mjs";
import { BASELINE } from "./builds.mjs";

/** The subjects, in their order in docs/performance.md; bench/<subject>.mjs measures each. */
const SUBJECTS = ["memory", "calls", "start", "growth", "pages", "sealing", "size"];

const PAGE = join(root, "docs", "performance.md");

await main(async () => {
  const { values, positionals } = asked();
  if (values.baseline !== undefined) process.env[BASELINE] = resolve(values.baseline);
  const results = { machine: machine() };
  console.log(results.machine);
  for (const subject of positionals.length > 0 ? positionals : SUBJECTS) {
    const started = Date.now();
    results[subject] = await output(subject);
    console.log(`\n## ${subject} (${Math.round((Date.now() - started) / 1000)} s)\n\n${results[subject]}`);
  }
  if (values.write) write(results);
});

/** What the command line asks for. */
function asked() {
  const options = { baseline: { type: "string" }, write: { type: "boolean" } };
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const unknown = positionals.find((name) => !SUBJECTS.includes(name));
    if (unknown !== undefined) throw new Error(`there is no subject ${unknown}`);
    return { values, positionals };
  } catch ({ message }) {
    const usage = "npm run bench [-- [<subject> …] [--baseline <folder>] [--write]]";
    throw new Failed(`${message}\n  ${usage}\n  The subjects are ${SUBJECTS.join(", ")}.`);
  }
}

/** What a subject prints to its standard output. */
async function output(subject) {
  const script = join(root, "bench", `${subject}.mjs`);
  const child = spawn(process.execPath, [script], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Failed(`bench/${subject}.mjs ended with exit code ${code}`);
  return text.trim();
}

/** Where the numbers come from. */
function machine() {
  const wrangler = createRequire(import.meta.resolve("wrangler/package.json"));
  const { version } = wrangler("workerd/package.json");
  const [{ model }, ...others] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  return `${day}: Node ${process.version}, workerd ${version}, ${others.length + 1} × ${model.trim()}, ${process.platform}.`;
}

/** Puts each result between the marks of its name. */
function write(results) {
  let page = readFileSync(PAGE, "utf8");
  for (const [name, text] of Object.entries(results)) {
    const [begin, end] = [`<!-- ${name}:begin -->\n`, `\n<!-- ${name}:end -->`];
    const from = page.indexOf(begin) + begin.length;
    const until = page.indexOf(end, from - 1);
    if (from < begin.length || until < 0) throw new Failed(`docs/performance.md has no marks for ${name}`);
    page = `${page.slice(0, from)}${text}${page.slice(until)}`;
  }
  writeFileSync(PAGE, page);
}
