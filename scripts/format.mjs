/** `npm run format`: formats everything, and sorts imports. */

import { setUp } from "./setup/index.mjs";
import { main, run } from "./setup/run.mjs";

await main(async () => {
  await setUp(["npm"]);
  await run("cargo", ["fmt"]);
  await run("biome", ["check", "--write", "."]);
});
