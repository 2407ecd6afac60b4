/**
 * The calls that bench/memory.mjs compares: 1 KiB into and out of this package, keyv's memory store, and a Map. Prints
 * the times of one process as JSON.
 *
 * All are awaited one call after the other over the same thousand keys, and a get includes reading the value. This
 * package also makes an etag, keeps metadata and copies in both directions. keyv turns values into JSON and back, its
 * default, with bytes in base64. The Map shows what a copy in both directions costs alone: to keep a string as bytes
 * means to encode and to decode it.
 */

import Keyv from "keyv";
import { connect, storage } from "layeron-storage";
import { batch, inTurns } from "./rounds.js";

const [rounds, calls] = process.argv.slice(2).map(Number);

connect("memory");
const kv = storage.kv({ name: "bench" });
const bucket = storage.bucket({ name: "bench-bucket" });

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const text = "x".repeat(1024);
const bytes = encoder.encode(text);
const KEYS = Array.from({ length: 1000 }, (_, n) => `user:${n}`);
const key = (n) => KEYS[n % KEYS.length];

// One store for each kind of value: no call meets a value of the other kind.
const keyv = { text: new Keyv(), bytes: new Keyv() };
const map = { text: new Map(), bytes: new Map() };

/** Every call of each contender. A get comes after the put that fills its store. */
const SUBJECTS = {
  "put, string": {
    ours: (n) => kv.put(key(n), text),
    keyv: (n) => keyv.text.set(key(n), text),
    map: async (n) => map.text.set(key(n), encoder.encode(text)),
  },
  "put, bytes": {
    ours: (n) => bucket.put(key(n), bytes),
    keyv: (n) => keyv.bytes.set(key(n), bytes),
    map: async (n) => map.bytes.set(key(n), bytes.slice()),
  },
  "get, string": {
    ours: async (n) => (await kv.get(key(n))).text(),
    keyv: (n) => keyv.text.get(key(n)),
    map: async (n) => decoder.decode(map.text.get(key(n))),
  },
  "get, bytes": {
    ours: async (n) => (await bucket.get(key(n))).bytes(),
    keyv: (n) => keyv.bytes.get(key(n)),
    map: async (n) => map.bytes.get(key(n)).slice(),
  },
};

const times = {};
for (const [what, contenders] of Object.entries(SUBJECTS)) {
  const batches = Object.entries(contenders).map(([name, call]) => [name, batch(call, calls)]);
  times[what] = await inTurns(Object.fromEntries(batches), { rounds });
}
console.log(JSON.stringify(times));
