/** `npm run bench`: sets up, builds, installs the peers, and measures; `npm run bench -- memory start` measures these. */

import { ensureBuilt } from "./build/ensure.mjs";
import { setUp } from "./setup/index.mjs";
import { main, root, run } from "./setup/run.mjs";

await main(async () => {
  await setUp(["npm", "wasm"]);
  await ensureBuilt();
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefix", "bench"], { cwd: root });
  // In a process of its own, with the Node that npm installed: keyv needs a newer one than the package.
  await run("node", ["bench/run.mjs", ...process.argv.slice(2)]);
});
