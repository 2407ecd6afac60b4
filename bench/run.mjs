/** Runs the benchmarks one after the other, and prints what they measured. */

import { startWorker } from "../scripts/demo/workerd.mjs";
import { main } from "../scripts/setup/run.mjs";

await main(async () => {
  await import("./memory.mjs");
  await import("./pages.mjs");
  const worker = await startWorker("bench/wrangler.jsonc", 0);
  try {
    const rows = await (await fetch(worker.url)).json();
    console.log("\nWhat a call adds over a stub binding, in workerd, in microseconds");
    for (const { what, bare, ours } of rows) {
      console.log(`  ${what.padEnd(24)} ${(ours - bare).toFixed(2).padStart(6)}   (stub alone ${bare.toFixed(2)})`);
    }
    console.log("\nSealing 64 MiB in workerd, beside a bare loop of Web Crypto over the same segments, in MiB/s");
    for (const { what, bare, ours } of await (await fetch(new URL("/sealed", worker.url))).json()) {
      const speed = (ms) => ((64 * 1000) / ms).toFixed(0).padStart(6);
      console.log(
        `  ${what.padEnd(16)} ${speed(ours)}   (bare ${speed(bare)}; ours is ${(bare / ours).toFixed(2)} of it)`,
      );
    }
  } finally {
    await worker.stop();
  }
});
