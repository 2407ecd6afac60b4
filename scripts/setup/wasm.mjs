/** Rust's wasm target, wasm-pack, and the wasm-bindgen CLI of the very version in Cargo.lock. */

import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failed, output, root, run, timed, tools } from "./run.mjs";

const TARGET = "wasm32-unknown-unknown";
const WASM_PACK = "0.15.1";

export async function wasm() {
  if (output("cargo", ["--version"]) === undefined) {
    throw new Failed("Rust is needed and `cargo` is not there; install it with rustup, see https://rustup.rs");
  }
  await target();
  const wanted = [
    { crate: "wasm-pack", program: "wasm-pack", version: WASM_PACK },
    { crate: "wasm-bindgen-cli", program: "wasm-bindgen", version: locked("wasm-bindgen") },
  ];
  const missing = wanted.filter(({ program, version }) => output(program, ["--version"])?.split(" ")[1] !== version);
  if (missing.length > 0) await install(missing);
}

async function target() {
  const sysroot = output("rustc", ["--print", "sysroot"]);
  if (sysroot !== undefined && existsSync(join(sysroot, "lib", "rustlib", TARGET))) return;
  if (output("rustup", ["--version"]) === undefined) {
    throw new Failed(`Rust's target ${TARGET} is missing and \`rustup\` is not there to add it; see https://rustup.rs`);
  }
  await run("rustup", ["target", "add", TARGET]);
}

/**
 * Both tools spend their time waiting for rustc, so they are compiled for a quick build, in half the time of an optimised
 * one. What wasm-bindgen writes is the same, byte for byte.
 */
const QUICK = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: "0",
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "256",
  CARGO_PROFILE_RELEASE_LTO: "off",
  CARGO_PROFILE_RELEASE_DEBUG: "0",
};

/**
 * The crates in which wasm-bindgen reads and writes wasm. At level 0 it takes 13 seconds or more for the 14 MB of a
 * debug build, at every `wasm-pack test`; with these four at level 1 it takes 3.
 */
const OPTIMISED = ["wasmparser", "wasm-encoder", "walrus", "wasm-bindgen-cli-support"];

/** Compiles crates from crates.io, with one target directory for the dependencies that they share. */
async function install(crates) {
  const names = crates.map(({ crate, version }) => `${crate} ${version}`).join(" and ");
  const minutes = crates.length > 1 ? "three and a half" : "two";
  const doing = `Compiling ${names}, once; this takes about ${minutes} minutes on two cores`;
  const built = join(tools, "target");
  const args = ["install", ...crates.map(({ crate, version }) => `${crate}@${version}`), "--root", tools];
  const levels = OPTIMISED.flatMap((name) => ["--config", `profile.release.package.${name}.opt-level=1`]);
  const options = { env: { ...process.env, ...QUICK, CARGO_TARGET_DIR: built } };
  await timed(doing, async () => {
    try {
      await run("cargo", [...args, ...levels, "--locked"], options);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      // The lock file of a crate may name a version that the registry's index has not got (yet). cargo passes over a
      // crate that it has installed by now.
      console.log("Not every tool could be installed with its own lock file, trying without …");
      await run("cargo", [...args, ...levels], options);
    }
  });
  rmSync(built, { recursive: true, force: true });
}

function locked(crate) {
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  const found = new RegExp(`name = "${crate}"\\nversion = "([^"]+)"`).exec(lock);
  if (found === null) throw new Failed(`Cargo.lock does not name ${crate}`);
  return found[1];
}
