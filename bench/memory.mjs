/**
 * 1 KiB into and out of memory, in Node: this package beside keyv's memory store, in one run.
 *
 * Both are awaited one call after the other over the same thousand keys. A get includes reading the
 * value; this package also makes an etag, keeps metadata and copies in both directions, keyv
 * serialises to JSON and back, its default.
 */

import Keyv from "keyv";
import { connect, storage } from "layeron-storage";
import { Bench } from "tinybench";

connect("memory");
const kv = storage.kv({ name: "bench" });
const bucket = storage.bucket({ name: "bench-bucket" });
const keyv = new Keyv();

const KEYS = Array.from({ length: 1000 }, (_, n) => `user:${n}`);
const text = "x".repeat(1024);
const bytes = new TextEncoder().encode(text);
for (const key of KEYS) await Promise.all([kv.put(key, text), bucket.put(key, bytes), keyv.set(key, text)]);

let n = 0;
const key = () => KEYS[n++ % KEYS.length];

const bench = new Bench({ time: 2000, warmupTime: 500 });
bench
  .add("put  layeron-storage kv, string", async () => kv.put(key(), text))
  .add("put  layeron-storage bucket, bytes", async () => bucket.put(key(), bytes))
  .add("put  keyv", async () => keyv.set(key(), text))
  .add("get  layeron-storage kv, text()", async () => (await kv.get(key())).text())
  .add("get  layeron-storage bucket, bytes()", async () => (await bucket.get(key())).bytes())
  .add("get  keyv", async () => keyv.get(key()));
await bench.run();

console.log("\n1 KiB in memory, Node", process.version);
for (const { name, result } of bench.tasks) {
  const rate = Math.round(result.throughput.mean).toLocaleString("en");
  console.log(`  ${name.padEnd(38)} ${rate.padStart(12)} ops/s   median ${(result.latency.p50 * 1e6).toFixed(0)} ns`);
}
