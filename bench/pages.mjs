/**
 * What a page of a listing costs in memory, by where it begins: of 100,000 keys, in Node, in one run.
 */

import { connect, storage } from "layeron-storage";
import { Bench } from "tinybench";

connect("memory");
const bucket = storage.bucket({ name: "bench-pages" });
const key = (n) => `key/${String(n).padStart(6, "0")}`;
for (let n = 0; n < 100_000; n++) await bucket.put(key(n), "");

const bench = new Bench({ time: 1000, warmupTime: 300 });
for (const [where, from] of Object.entries({ start: 0, middle: 50_000, end: 98_900 })) {
  bench.add(`page of 1,000 near the ${where}`, () => bucket.list({ startAfter: key(from) }));
}
await bench.run();

console.log("\nA page of a listing of 100,000 keys in memory");
for (const { name, result } of bench.tasks) {
  console.log(`  ${name.padEnd(30)} median ${(result.latency.p50 * 1e3).toFixed(0).padStart(5)} µs`);
}
