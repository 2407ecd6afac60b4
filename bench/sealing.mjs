/** Sealing and opening 64 MiB inside workerd, which bench/sealed.js measures there. */

import { main } from "../scripts/setup/run.mjs";
import { builds } from "./builds.mjs";
import { table } from "./table.mjs";
import { startBench } from "./workerd.mjs";

await main(async () => {
  const worker = await startBench("ours", builds("entry/workerd.js").ours);
  try {
    const rows = (await worker.measure("sealed")).map(({ what, bare, ours, clear }) => {
      const speed = (bare / ours).toFixed(2);
      return [what, ours.toFixed(1), bare.toFixed(1), speed, clear?.toFixed(1) ?? ""];
    });
    const caption = "Milliseconds for 64 MiB in workerd, beside a bare loop of Web Crypto over the same segments.";
    console.log(table(caption, ["64 MiB", "layeron-storage", "bare loop", "of its speed", "the same in clear"], rows));
  } finally {
    await worker.stop();
  }
});
