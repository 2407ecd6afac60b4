/** `npm run bench`: sets up, builds, installs the peers, and measures side by side. */

import { ensureBuilt } from "./build/ensure.mjs";
import { setUp } from "./setup/index.mjs";
import { main, root, run } from "./setup/run.mjs";

await main(async () => {
  await setUp(["npm", "wasm"]);
  await ensureBuilt();
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefix", "bench"], { cwd: root });
  await run("node", ["bench/run.mjs"]);
});
