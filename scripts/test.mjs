/** `npm test`: sets up, builds, and runs every test; `npm test -- types node` runs the named ones. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt } from "./build/ensure.mjs";
import { setUp } from "./setup/index.mjs";
import { Failed, main, output, root, run as runFully, seconds } from "./setup/run.mjs";

/** Piped, so that the report can repeat the end of what a failed step printed. */
const run = (command, args) => runFully(command, args, { stdio: ["ignore", "pipe", "pipe"] });

const vitest = (config) => run("vitest", ["run", "--root", ".", "--config", config]);

/** What a step needs beside npm's packages and the wasm tools is its `needs`. */
const STEPS = {
  format: { does: "cargo fmt and Biome", run: format },
  lint: { does: "clippy, native and wasm", run: clippy },
  native: { does: "the core: unit, property and object_store's tests", run: () => run("cargo", ["test", "--locked"]) },
  "wasm-node": { does: "wasm-pack test in Node", run: () => wasmTests("node") },
  "wasm-browser": { does: "wasm-pack test in Chromium", needs: ["browser"], run: () => wasmTests("browser") },
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

async function clippy() {
  const wasm = ["--target", "wasm32-unknown-unknown"];
  const deny = ["--locked", "--", "-D", "warnings"];
  await run("cargo", ["clippy", "--all-targets", ...deny]);
  await run("cargo", ["clippy", ...wasm, "--all-targets", ...deny]);
  // As the package is built; tests do not compile so.
  await run("cargo", ["clippy", ...wasm, "--lib", "--features", "package", ...deny]);
}

async function wasmTests(where) {
  const { parse } = await import("smol-toml");
  const { test } = parse(readFileSync(join(root, "wasm-pack.toml"), "utf8"));
  const driver = where === "browser" ? ["--chromedriver", chromedriver()] : [];
  await run("wasm-pack", ["test", ...test[where], "--mode", "no-install", ...driver, "--", "--locked"]);
}

/** wasm-pack wants a path; a name alone it would look for in the working directory. */
function chromedriver() {
  const found = output("which", ["chromedriver"]);
  if (found === undefined) throw new Failed("chromedriver is not on the PATH");
  return found;
}
