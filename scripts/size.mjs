/** `npm run size`: sets up, builds, and prints what the package costs, beside what people use instead. */

import { ensureBuilt } from "./build/ensure.mjs";
import { setUp } from "./setup/index.mjs";
import { main, root, run } from "./setup/run.mjs";

await main(async () => {
  await setUp(["npm", "wasm"]);
  await ensureBuilt();
  await run("node", ["scripts/size/index.mjs"], { cwd: root });
});
