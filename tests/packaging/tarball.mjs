/** The package as npm would publish it, packed for as long as it is used. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/setup/run.mjs";

/** Packs, and gives the tarball's path and the list of its files to `use`. */
export async function packed(use) {
  const folder = mkdtempSync(join(tmpdir(), "layeron-tarball-"));
  try {
    const args = ["pack", "--json", "--loglevel", "error", "--pack-destination", folder];
    const [{ filename, files, size }] = Object.values(JSON.parse(execFileSync("npm", args, { cwd: root })));
    console.log(`packed ${files.length} files, ${size} bytes`);
    return await use(join(folder, filename), files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
