/** Rust's wasm target, wasm-pack, and the wasm-bindgen CLI of the very version in Cargo.lock. */

import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Failed, output, root, run, timed, tools } from "./run.mjs";

const TARGET = "wasm32-unknown-unknown";
const WASM_PACK = "0.15.1";

export async function wasm(signal) {
  if (output("cargo", ["--version"]) === undefined) {
    throw new Failed("Rust is needed and `cargo` is not there; install it with rustup, see https://rustup.rs");
  }
  await target(signal);
  const wanted = [
    { crate: "wasm-pack", program: "wasm-pack", version: WASM_PACK },
    { crate: "wasm-bindgen-cli", program: "wasm-bindgen", version: locked("wasm-bindgen") },
  ];
  const missing = wanted.filter(({ program, version }) => output(program, ["--version"])?.split(" ")[1] !== version);
  if (missing.length > 0) await install(missing, signal);
}

async function target(signal) {
  const sysroot = output("rustc", ["--print", "sysroot"]);
  if (sysroot !== undefined && existsSync(join(sysroot, "lib", "rustlib", TARGET))) return;
  if (output("rustup", ["--version"]) === undefined) {
    throw new Failed(`Rust's target ${TARGET} is missing and \`rustup\` is not there to add it; see https://rustup.rs`);
  }
  await run("rustup", ["target", "add", TARGET], { signal });
}

/**
 * The tools spend their time waiting for rustc, so cargo compiles them quickly rather than well: that takes half as
 * long, and what wasm-bindgen writes is the same, byte for byte.
 */
const QUICK = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: "0",
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "256",
  CARGO_PROFILE_RELEASE_LTO: "off",
  CARGO_PROFILE_RELEASE_DEBUG: "0",
};

/**
 * The crates in which wasm-bindgen reads and writes wasm. `wasm-pack test` gives it debug builds of 14 MB: 5 seconds
 * for each at level 0, 3 with these two at level 1.
 */
const OPTIMISED = ["wasmparser", "walrus"].flatMap((name) => [
  "--config",
  `profile.release.package.${name}.opt-level=1`,
]);

/** Compiles crates from crates.io, in one target directory for the dependencies that they share. */
async function install(crates, signal) {
  const built = join(tools, "target");
  const args = ["install", ...crates.map(({ crate, version }) => `${crate}@${version}`), "--root", tools, ...OPTIMISED];
  const options = { env: { ...process.env, ...QUICK, CARGO_TARGET_DIR: built }, signal };
  const doing = `Compiling ${crates.map(({ crate, version }) => `${crate} ${version}`).join(" and ")}`;
  await timed(doing, `${2 * crates.length} minutes on two cores, once`, async () => {
    try {
      await run("cargo", [...args, "--locked"], options);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      // The lock file of a crate may name a version that the registry's index has not got (yet). A crate that cargo
      // has installed by now stays as it is.
      console.log("Not every tool could be installed with its own lock file, trying without …");
      await run("cargo", args, options);
    }
  });
  // 800 MB that nothing needs any more; they are deleted while the build runs.
  rm(built, { recursive: true, force: true }).catch(() => {});
}

function locked(crate) {
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  const found = new RegExp(`name = "${crate}"\\nversion = "([^"]+)"`).exec(lock);
  if (found === null) throw new Failed(`Cargo.lock does not name ${crate}`);
  return found[1];
}
