/** Prints the sizes of the built package, and those of its peers. */

import { join } from "node:path";
import { currentPlan } from "../build/plan.mjs";
import { printSizes } from "../build/size.mjs";
import { main, root } from "../setup/run.mjs";
import { PEERS } from "./peers.mjs";

await main(async () => {
  const { dist, budget } = await currentPlan();
  await printSizes(join(root, dist), budget);
  console.log("\nWhat people use instead:");
  for (const [what, raw, gzip] of PEERS) {
    console.log(`  ${what.padEnd(43)} ${String(raw).padStart(7)}   gzip -9 ${String(gzip).padStart(7)}`);
  }
});
