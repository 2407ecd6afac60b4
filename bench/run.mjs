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
    console.log(
      "\nSealing 64 MiB in workerd, beside a bare loop of Web Crypto over the same segments, in milliseconds",
    );
    for (const { what, bare, ours, clear } of await (await fetch(new URL("/sealed", worker.url))).json()) {
      const speed = `${ours.toFixed(1).padStart(6)}   (bare ${bare.toFixed(1)}: ${(bare / ours).toFixed(2)} of its speed`;
      console.log(`  ${what.padEnd(16)} ${speed}${clear ? `; in clear ${clear.toFixed(1)}` : ""})`);
    }
  } finally {
    await worker.stop();
  }
});
