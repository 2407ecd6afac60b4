/** `npm test`: sets up, builds, and runs every test; `npm test -- types node` runs the named ones. */

import { ensureBuilt } from "./build/ensure.mjs";
import { currentPlan } from "./build/plan.mjs";
import { setUp } from "./setup/index.mjs";
import { Failed, main, run as runFully, seconds } from "./setup/run.mjs";

/** Piped, so that the report can repeat the end of what a failed step printed. */
const run = (command, args) => runFully(command, args, { stdio: ["ignore", "pipe", "pipe"] });

const vitest = (config) => run("vitest", ["run", "--root", ".", "--config", config]);

/** Runs a command of wasm-pack.toml. */
const planned = (command) => async () => run(...(await currentPlan())[command]);

/** What a step needs beside npm's packages and the wasm tools is its `needs`. */
const STEPS = {
  format: { does: "cargo fmt and Biome", run: format },
  lint: { does: "clippy, native and wasm, and import cycles in src/", run: lint },
  native: { does: "the core: unit, property and object_store's tests", run: () => run("cargo", ["test", "--locked"]) },
  "wasm-node": { does: "wasm-pack test in Node", run: planned("testInNode") },
  "wasm-browser": { does: "wasm-pack test in Chromium", needs: ["browser"], run: planned("testInBrowser") },
  types: { does: "declarations, by tsc", run: () => run("node", ["tests/types/run.mjs"]) },
  node: { does: "all that starts in Node", needs: ["browser"], run: () => vitest("tests/vitest.config.mjs") },
  workerd: { does: "contract on memory, R2 and KV in workerd", run: () => vitest("tests/workers/vitest.config.mjs") },
  package: { does: "the packed tarball, by publint and attw", run: () => run("node", ["tests/packaging/run.mjs"]) },
  matrix: { does: "the tarball in every tool", needs: ["browser"], run: () => run("node", ["tests/matrix/run.mjs"]) },
};

await main(async () => {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !(name in STEPS));
  if (unknown !== undefined) {
    const list = Object.entries(STEPS).map(([name, { does }]) => `  ${name.padEnd(13)} ${does}`);
    throw new Failed(`no test step is called ${unknown}; there are\n${list.join("\n")}`);
  }
  const steps = names.length > 0 ? names : Object.keys(STEPS);
  const started = Date.now();
  await setUp(["npm", "wasm", ...steps.flatMap((name) => STEPS[name].needs ?? [])]);
  console.log(`Set-up took ${seconds(started)}.`);
  await ensureBuilt();
  const results = [];
  for (const name of steps) results.push(await runStep(name));
  report(results);
});

async function runStep(name) {
  const started = Date.now();
  console.log(`\n── ${name}: ${STEPS[name].does}`);
  try {
    await STEPS[name].run();
    return { name, passed: true, took: seconds(started) };
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    console.error(`✗ ${error.message}`);
    return { name, passed: false, took: seconds(started), last: error.cause };
  }
}

function report(results) {
  console.log("\n── results");
  for (const { name, passed, took } of results) console.log(`  ${passed ? "✓" : "✗"} ${name.padEnd(13)} ${took}`);
  const failed = results.filter(({ passed }) => !passed);
  for (const { name, last } of failed) console.log(`\n── the last that ${name} printed\n${last ?? ""}`);
  if (failed.length > 0) throw new Failed(`failed: ${failed.map(({ name }) => name).join(", ")}`);
}

async function format() {
  await run("cargo", ["fmt", "--check"]);
  await run("biome", ["ci", "--error-on-warnings", "."]);
}

async function lint() {
  await run("node", ["scripts/lint/index.mjs"]);
  const wasm = ["--target", "wasm32-unknown-unknown"];
  const deny = ["--locked", "--", "-D", "warnings"];
  await run("cargo", ["clippy", "--all-targets", ...deny]);
  await run("cargo", ["clippy", ...wasm, "--all-targets", ...deny]);
}
