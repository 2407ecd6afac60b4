/**
 * From the import of the package to the end of the first put, in Node: loading, compiling and starting the wasm.
 *
 * Each measurement takes a process of its own, as nothing starts twice in one. This build and the baseline take turns.
 */

import { execFile } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { main } from "../scripts/setup/run.mjs";
import { builds, NAMES } from "./builds.mjs";
import { inTurns, least, median, ratio } from "./rounds.js";
import { table, target } from "./table.mjs";

const PROCESSES = 50;

/** Of the baseline's time. */
const MOST = 1.25;

const run = promisify(execFile);
const script = fileURLToPath(new URL("first-put.mjs", import.meta.url));

const firstPut = (entry) => async () => {
  const { stdout } = await run(process.execPath, [script, pathToFileURL(entry).href]);
  return Number(stdout);
};

await main(async () => {
  const entries = Object.entries(builds("entry/inline.js"));
  const contenders = Object.fromEntries(entries.map(([name, entry]) => [name, firstPut(entry)]));
  const times = await inTurns(contenders, { rounds: PROCESSES });
  const rows = Object.entries(times).map(([name, of]) => {
    const isCompared = name === "ours" && times.baseline !== undefined;
    const beside = isCompared ? ratio(of, times.baseline) : undefined;
    const compared = isCompared ? [beside.toFixed(2), target(beside, MOST)] : ["", ""];
    return [NAMES[name], median(of).toFixed(1), least(of).toFixed(1), ...compared];
  });
  const caption = `Milliseconds in Node ${process.version}: ${PROCESSES} processes for each build, in turns.`;
  console.log(table(caption, ["first put", "median", "fastest", "of the baseline's time", "target"], rows));
});
