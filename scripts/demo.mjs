/** `npm run demo`: sets up, builds, and runs the getting-started application. */

import { ensureBuilt } from "./build/ensure.mjs";
import { setUp } from "./setup/index.mjs";
import { main, run, seconds } from "./setup/run.mjs";

await main(async () => {
  const started = Date.now();
  await setUp(["npm", "wasm"]);
  await ensureBuilt();
  console.log(`Ready after ${seconds(started)}; starting the application.`);
  // In a process of its own, with the Node that npm installed: wrangler needs a newer one than we do.
  await run("node", ["scripts/demo/index.mjs", ...process.argv.slice(2)]);
});
