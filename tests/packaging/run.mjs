/**
 * The package as npm would publish it: packed, installed into an empty folder, imported and required.
 *
 * What works in the repository may be missing in the tarball.
 */

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "layeron-package-"));
const npm = (args, cwd) => execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
const node = (file) => execFileSync("node", [file], { cwd: folder, encoding: "utf8" }).trim();

try {
  const [{ filename, files, size }] = Object.values(
    JSON.parse(npm(["pack", "--json", "--pack-destination", folder], root)),
  );
  console.log(`packed ${files.length} files, ${size} bytes`);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true }));
  npm(["install", "--no-audit", "--no-fund", join(folder, filename)], folder);
  namesNoMachine(join(folder, "node_modules", "layeron-storage"), files);
  mkdirSync(join(folder, "app"));
  for (const app of ["app.mjs", "app.cjs"]) {
    cpSync(join(root, "tests", "packaging", app), join(folder, "app", app));
    const said = node(join("app", app));
    if (said !== "stored 5 bytes, refused with 409, answered 200") throw new Error(`${app} said: ${said}`);
    console.log(`${app}: ${said}`);
  }
  const bin = join(folder, "node_modules", ".bin", "layeron-storage");
  const help = execFileSync(bin, ["wrangler", "--help"], { cwd: folder, encoding: "utf8" });
  if (!help.includes("Usage: npx layeron-storage wrangler")) throw new Error(`layeron-storage said: ${help}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Compilers like to leave the paths of the machine that they ran on. */
function namesNoMachine(installed, files) {
  for (const { path } of files) {
    const content = readFileSync(join(installed, path), "latin1");
    const named = [root, join(homedir(), "/")].find((folder) => content.includes(folder));
    if (named !== undefined) throw new Error(`${path} names a folder of this machine: ${named}`);
  }
}
