/**
 * A hundred thousand operations of each kind in one process, and what they leave behind.
 *
 * A server runs for weeks. The wasm's memory never shrinks, nor does its table of JavaScript's values, so what one
 * operation leaves in either adds up. Both have to be after 100,000 operations what they were after 1,000.
 */

// First, as it has to see the first instance.
import "./instance.mjs";
import { connect, StorageError, secret, serveStorage, storage, storageSignedUrl } from "layeron-storage";
import { CASES, connectStubs } from "./cases.js";
import { occupied } from "./instance.mjs";
import { count, table } from "./table.mjs";

const FEW = 1_000;
const MANY = 100_000;
const MANY_SLOW = 10_000;
const KEYS = 100;

const bytes = new Uint8Array(1024);
const bucket = storage.bucket({ name: "grown" });
const kv = storage.kv({ name: "grown-kv", ttlSeconds: 3600 });
const sealed = storage.bucket({ name: "grown-sealed", encryption: { secret: secret.random({ name: "grown-key" }) } });

const key = (n) => `folder-${n % 10}/key-${n % KEYS}`;
const options = { contentType: "text/plain", metadata: { by: "bench" } };

async function refused(call) {
  try {
    await call();
  } catch (error) {
    if (StorageError.is(error)) return;
    throw error;
  }
  throw new Error("the call was not refused");
}

/** Operations on memory, each of which finds the keys of those before it. */
const ON_MEMORY = {
  "memory: put into a bucket": (n) => bucket.put(key(n), bytes, options),
  "memory: get from a bucket, bytes()": async (n) => (await bucket.get(key(n))).bytes(),
  "memory: get of a range": async (n) => (await bucket.get(key(n), { range: { offset: n % 1024 } })).bytes(),
  "memory: head in a bucket": (n) => bucket.head(key(n)),
  "memory: list of a bucket": (n) => bucket.list({ prefix: `folder-${n % 10}/`, limit: 3 }),
  "memory: put and delete": async (n) => {
    await bucket.put(`gone-${n}`, bytes);
    await bucket.delete(`gone-${n}`);
  },
  "memory: put into KV": (n) => kv.put(key(n), "value", options),
  "memory: get from KV, text()": async (n) => (await kv.get(key(n))).text(),
  "memory: refused put": (n) => refused(() => bucket.put(key(n), bytes, { [`option-${n}`]: true })),
  "memory: put of a key that exists": (n) => refused(() => bucket.put(key(n), bytes, { ifNotExists: true })),
  "declaring what is declared": () => storage.bucket({ name: "grown" }),
};

/** Operations that wait for Web Crypto, and so take a hundred times as long. */
const WITH_CRYPTO = {
  "memory: sealed put": (n) => sealed.put(key(n), bytes),
  "memory: sealed get, bytes()": async (n) => (await sealed.get(key(n))).bytes(),
  "memory: signed URL, made and answered": async (n) => {
    const url = await storageSignedUrl(bucket, key(n), { action: "read", expiresInSeconds: 60 });
    const response = await serveStorage(new Request(new URL(url, "https://bench.example")));
    await response.arrayBuffer();
  },
};

const rows = [];

async function measure(what, run, times) {
  for (let n = 0; n < FEW; n++) await run(n);
  const few = occupied();
  for (let n = FEW; n < times; n++) await run(n);
  const all = occupied();
  const isFlat = few.bytes === all.bytes && few.references === all.references;
  const grown = (what) => `${count(few[what])} → ${count(all[what])}`;
  rows.push([what, count(times), grown("bytes"), grown("references"), isFlat ? "✓" : "✗"]);
}

connect("memory");
for (const [what, run] of Object.entries(ON_MEMORY)) await measure(what, run, MANY);
for (const [what, run] of Object.entries(WITH_CRYPTO)) await measure(what, run, MANY_SLOW);
await connectStubs();
// A case that has a number of calls of its own takes long, too.
for (const { what, ours, calls } of CASES) await measure(what, ours, calls === undefined ? MANY : MANY_SLOW);

const caption = `What the wasm occupies after ${count(FEW)} operations and after all of them, in Node ${process.version}.`;
console.log(table(caption, ["operation", "times", "bytes", "references", "flat"], rows));
