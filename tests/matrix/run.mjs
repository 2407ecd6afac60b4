/**
 * The packaging matrix: the packed tarball in every tool that the README promises.
 *
 * `node tests/matrix/run.mjs [--write] [row …]`. Without names every row is run, and the README's table must be what
 * the run gave; `--write` puts it there.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failed, main, root } from "../../scripts/setup/run.mjs";
import { packed } from "../packaging/tarball.mjs";
import { App } from "./app.mjs";
import { rows as browsers } from "./rows/browsers.mjs";
import { rows as jest } from "./rows/jest.mjs";
import { rows as next } from "./rows/next.mjs";
import { rows as node } from "./rows/node.mjs";
import { rows as runtimes } from "./rows/runtimes.mjs";
import { rows as workers } from "./rows/workers.mjs";
import { tableOf, tested } from "./table.mjs";

const ROWS = [...node, ...runtimes, ...jest, ...workers, ...browsers, ...next];

/** What tour.js says everywhere. */
const VISIT = "put 18 bytes, got wörld, listed greeting.json, refused with 409";
const EXPECTED = `bucket: ${VISIT}; kv: ${VISIT}; url: 200 wörld; vault: sealed wö`;

await main(async () => {
  const args = process.argv.slice(2);
  const names = args.filter((arg) => arg !== "--write");
  const unknown = names.find((name) => !ROWS.some((row) => row.name === name));
  if (unknown !== undefined) {
    throw new Failed(`no row is called ${unknown}; there are ${ROWS.map(({ name }) => name).join(", ")}`);
  }
  const rows = names.length === 0 ? ROWS : ROWS.filter(({ name }) => names.includes(name));
  const results = await packed(async (tarball) => {
    const results = [];
    for (const row of rows) results.push(await runRow(row, tarball));
    return results;
  });

  const table = tableOf(results);
  console.log(`\n${table}`);
  const failed = results.filter(({ failures }) => failures.length > 0);
  if (failed.length > 0) throw new Failed(`failed: ${failed.map(({ row }) => row.name).join(", ")}`);
  if (rows.length === ROWS.length) inReadme(table, args.includes("--write"));
});

/** Installs and runs one row; every check is run, also after one that failed. */
async function runRow(row, tarball) {
  const started = Date.now();
  const app = new App(row.app);
  const failures = [];
  let versions = {};
  try {
    await app.install(tarball, row.tools);
    versions = Object.fromEntries(Object.keys(row.tools).map((tool) => [tool, app.version(tool)]));
    await row.prepare?.(app);
    for (const [check, run] of Object.entries(row.checks)) await runCheck(app, check, run, failures);
  } catch (error) {
    failures.push({ check: "set-up", error });
  } finally {
    await app.remove();
  }
  const took = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${failures.length === 0 ? "✓" : "✗"} ${row.name.padEnd(16)} ${took} s`);
  for (const { check, error } of failures) console.error(`  ✗ ${check}: ${error.message}`);
  return { row, versions, failures };
}

async function runCheck(app, check, run, failures) {
  try {
    const said = await run(app);
    if (said !== EXPECTED) throw new Error(`said\n    ${said}\n  instead of\n    ${EXPECTED}`);
  } catch (error) {
    failures.push({ check, error });
  } finally {
    await app.stop();
  }
}

/** Holds the README's table against the run's. */
function inReadme(table, write) {
  const path = join(root, "README.md");
  const readme = readFileSync(path, "utf8");
  const found = tested(readme);
  if (found === undefined) throw new Failed("README.md has no <!-- matrix:begin --> and <!-- matrix:end -->");
  if (found.text === table) return;
  if (!write) throw new Failed("README.md shows another table; `npm run matrix -- --write` puts this one there");
  writeFileSync(path, `${readme.slice(0, found.begin)}${table}${readme.slice(found.end)}`);
  console.log("README.md has the table.");
}
