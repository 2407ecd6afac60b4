/** What the package weighs in an application, beside what people use instead. */

import { join } from "node:path";
import { currentPlan } from "../scripts/build/plan.mjs";
import { sizeOfEverything, sizesOf } from "../scripts/build/size.mjs";
import { root } from "../scripts/setup/run.mjs";
import { PEERS } from "../scripts/size/peers.mjs";
import { count, table, target } from "./table.mjs";

const plan = await currentPlan();
const dist = join(root, plan.dist);

const ours = [
  ...(await sizesOf(dist, plan.budget)),
  { what: "in a Worker that uses every export", ...(await sizeOfEverything(dist)) },
].map(({ what, raw, gzip, limit }) => [`layeron-storage: ${what}`, raw, gzip, limit]);

const rows = [...ours, ...PEERS].map(([what, raw, gzip, limit]) => {
  const within = limit === undefined ? "" : target(gzip, limit);
  return [what, count(raw), count(gzip), within];
});
console.log(table("Bytes, bundled and minified.", ["application", "minified", "`gzip -9`", "target"], rows));
