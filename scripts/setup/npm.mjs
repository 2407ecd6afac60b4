/** npm's packages, Node 24 among them: the real hosts in the tests need a newer Node than the package. */

import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failed, root, run, timed } from "./run.mjs";

const OLDEST = 20;

export async function npm(signal) {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < OLDEST) {
    throw new Failed(`Node ${OLDEST} or newer is needed, this is ${process.version}; see https://nodejs.org`);
  }
  const lock = readFileSync(join(root, "package-lock.json"));
  const installed = createHash("sha256").update(lock).digest("hex");
  const stamp = join(root, "node_modules", ".installed-from");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === installed) return;
  // Not `npm ci`: npm 11.16 and later reject a lock file for packages of other platforms that a registry
  // does not carry (npm/cli issue 9846). This takes the lock file's versions too, and leaves it as it is.
  await timed("Installing npm packages", "half a minute", () =>
    run("npm", ["install", "--no-save", "--no-audit", "--no-fund"], { signal }),
  );
  writeFileSync(stamp, installed);
}
