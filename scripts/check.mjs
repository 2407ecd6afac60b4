/** `npm run check`: the fast loop. Format, lint, types and native tests; no build, no browser, no workerd. */

import { setUp } from "./setup/index.mjs";
import { main, run } from "./setup/run.mjs";

await main(async () => {
  await setUp(["npm"]);
  await run("cargo", ["fmt", "--check"]);
  await run("biome", ["ci", "--error-on-warnings", "."]);
  await run("cargo", ["clippy", "--locked", "--all-targets", "--", "-D", "warnings"]);
  await run("node", ["scripts/lint/index.mjs"]);
  await run("cargo", ["test", "--locked", "--quiet"]);
  await run("node", ["tests/types/run.mjs"]);
});
