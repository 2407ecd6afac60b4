/**
 * What a call adds to the binding that it ends in, inside workerd: the cases of bench/cases.js.
 *
 * This build and the baseline have a Worker each, which take turns, a round of all cases at a time. The fastest round
 * of a case counts: nothing makes a batch faster than it is.
 */

import { main } from "../scripts/setup/run.mjs";
import { builds } from "./builds.mjs";
import { CASES } from "./cases.js";
import { inTurns, least } from "./rounds.js";
import { table, target } from "./table.mjs";
import { startBench } from "./workerd.mjs";

const ROUNDS = 16;

/** The fastest of each case: of the stub alone, and what the package adds to it. */
const bestOf = (rounds) =>
  CASES.map((_, n) => {
    const bare = least(rounds.map((times) => times[n].bare));
    return { bare, added: least(rounds.map((times) => times[n].ours)) - bare };
  });

/** The rounds of each build. */
async function measured() {
  const workers = {};
  try {
    for (const [name, entry] of Object.entries(builds("entry/workerd.js"))) {
      workers[name] = await startBench(name, entry);
    }
    const contenders = Object.entries(workers).map(([name, { measure }]) => [name, () => measure("calls")]);
    return await inTurns(Object.fromEntries(contenders), { rounds: ROUNDS });
  } finally {
    for (const worker of Object.values(workers)) await worker.stop();
  }
}

await main(async () => {
  const rounds = await measured();
  const ours = bestOf(rounds.ours);
  const before = rounds.baseline && bestOf(rounds.baseline);
  const rows = CASES.map(({ what, most }, n) => {
    const { bare, added } = ours[n];
    const compared = before === undefined ? [] : [before[n].added.toFixed(2)];
    return [what, bare.toFixed(2), added.toFixed(2), ...compared, target(added, most)];
  });
  const caption = `Microseconds that a call adds to a stub of the binding in workerd: the fastest of ${ROUNDS} rounds.`;
  const compared = before === undefined ? [] : ["added by the baseline"];
  console.log(table(caption, ["call", "stub alone", "added", ...compared, "target"], rows));
});
