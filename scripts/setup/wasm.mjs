/** Rust's wasm target, wasm-pack, and the wasm-bindgen CLI of the very version in Cargo.lock. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failed, output, root, run, tools } from "./run.mjs";

const TARGET = "wasm32-unknown-unknown";
const WASM_PACK = "0.15.1";

export async function wasm() {
  if (output("cargo", ["--version"]) === undefined) {
    throw new Failed("Rust is needed and `cargo` is not there; install it with rustup, see https://rustup.rs");
  }
  await target();
  await install("wasm-pack", "wasm-pack", WASM_PACK);
  await install("wasm-bindgen-cli", "wasm-bindgen", locked("wasm-bindgen"));
}

async function target() {
  const sysroot = output("rustc", ["--print", "sysroot"]);
  if (sysroot !== undefined && existsSync(join(sysroot, "lib", "rustlib", TARGET))) return;
  if (output("rustup", ["--version"]) === undefined) {
    throw new Failed(`Rust's target ${TARGET} is missing and \`rustup\` is not there to add it; see https://rustup.rs`);
  }
  await run("rustup", ["target", "add", TARGET]);
}

/** Installs a crate's programs, unless one of this version is on the PATH. */
async function install(crate, program, version) {
  if (output(program, ["--version"])?.split(" ")[1] === version) return;
  console.log(`Installing ${crate} ${version}; this compiles for a few minutes, once …`);
  const args = ["install", crate, "--version", version, "--root", tools];
  try {
    await run("cargo", [...args, "--locked"]);
  } catch {
    // Its lock file may name a version that the registry's index has not got (yet).
    console.log(`${crate} could not be installed with its own lock file, trying without …`);
    await run("cargo", args);
  }
}

function locked(crate) {
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  const found = new RegExp(`name = "${crate}"\\nversion = "([^"]+)"`).exec(lock);
  if (found === null) throw new Failed(`Cargo.lock does not name ${crate}`);
  return found[1];
}
