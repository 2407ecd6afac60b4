/** `npm run build`: sets up, then builds the package. */

import { build } from "./build/index.mjs";
import { setUp } from "./setup/index.mjs";
import { main } from "./setup/run.mjs";

await main(async () => {
  await setUp(["npm", "wasm"]);
  await build();
});
