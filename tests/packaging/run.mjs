/**
 * The tarball itself: what linters of packages say of it, and that it tells nothing of the machine that built it.
 *
 * That it works once it is installed is the matrix's business: tests/matrix/.
 */

import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { Failed, main, root, run } from "../../scripts/setup/run.mjs";
import { packed } from "./tarball.mjs";

await main(() =>
  packed(async (tarball, files) => {
    namesNoMachine(files);
    await hasNoFaults();
    // Types for every way that TypeScript resolves packages, `node10` included.
    await run("attw", [tarball, "--no-emoji", "--no-color"]);
  }),
);

/** Compilers like to leave the paths of the machine that they ran on. */
function namesNoMachine(files) {
  for (const { path } of files) {
    const content = readFileSync(join(root, path), "latin1");
    const named = [root, join(homedir(), "/")].find((folder) => content.includes(folder));
    if (named !== undefined) throw new Failed(`${path} names a folder of this machine: ${named}`);
  }
  console.log(`no file names a folder of this machine`);
}

async function hasNoFaults() {
  const { messages, pkg } = await publint({ pkgDir: root, strict: true, pack: "npm" });
  if (messages.length > 0) {
    throw new Failed(`publint says:\n${messages.map((message) => formatMessage(message, pkg)).join("\n")}`);
  }
  console.log("publint reports nothing");
}
