/** `npm run matrix`: sets up, builds, and runs the packaging matrix; `npm run matrix -- bun vite` runs the named rows. */

import { ensureBuilt } from "./build/ensure.mjs";
import { setUp } from "./setup/index.mjs";
import { main, run } from "./setup/run.mjs";

await main(async () => {
  await setUp(["npm", "wasm", "browser"]);
  await ensureBuilt();
  // In a process of its own, with the Node that npm installed: the tools need a newer one than the package.
  await run("node", ["tests/matrix/run.mjs", ...process.argv.slice(2)]);
});
