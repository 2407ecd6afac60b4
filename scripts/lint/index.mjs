/** The lints that clippy and Biome do not have. */

import { join } from "node:path";
import { Failed, main, root } from "../setup/run.mjs";
import { cyclesOf } from "./rust-cycles.mjs";

await main(() => {
  const cycles = cyclesOf(join(root, "src"));
  if (cycles.length === 0) return console.log("src/ has no import cycles");
  const list = cycles.map((cycle) => `  ${cycle.join(" → ")}`);
  throw new Failed(`modules of src/ import each other in a circle:\n${list.join("\n")}`);
});
