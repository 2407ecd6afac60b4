/**
 * 1 KiB into and out of memory, in Node: this package beside keyv's memory store and a Map, by bench/memory-calls.mjs.
 *
 * What the engine compiles, and when, differs from process to process by more than from round to round. So several
 * processes are asked, and the median of all their rounds counts.
 */

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { median, ratio } from "./rounds.js";
import { count, table, target } from "./table.mjs";

const PROCESSES = 7;
const ROUNDS = 5;
const CALLS = 10_000;

/** Of keyv's time. */
const MOST = 1;

const run = promisify(execFile);
const script = fileURLToPath(new URL("memory-calls.mjs", import.meta.url));

/** The times of each contender at each kind of call, of all processes. */
const all = {};
for (let n = 0; n < PROCESSES; n++) {
  const { stdout } = await run(process.execPath, [script, String(ROUNDS), String(CALLS)]);
  for (const [what, times] of Object.entries(JSON.parse(stdout))) {
    all[what] ??= { ours: [], keyv: [], map: [] };
    for (const [name, of] of Object.entries(times)) all[what][name].push(...of);
  }
}

const rows = Object.entries(all).map(([what, { ours, keyv, map }]) => {
  const medians = [ours, keyv, map].map((of) => median(of).toFixed(2));
  const beside = ratio(ours, keyv);
  return [what, ...medians, beside.toFixed(2), target(beside, MOST)];
});
const how = `medians of ${ROUNDS} rounds of ${count(CALLS)} calls in each of ${PROCESSES} processes`;
const columns = ["1 KiB", "layeron-storage", "keyv", "Map with a copy", "of keyv's time", "target"];
console.log(table(`Microseconds a call in Node ${process.version}: ${how}.`, columns, rows));
