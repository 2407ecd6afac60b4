/** What a page of a listing costs in memory, by where it begins: of 100,000 keys, in Node. */

import { connect, storage } from "layeron-storage";
import { batch, inTurns, median } from "./rounds.js";
import { count, table } from "./table.mjs";

const KEYS = 100_000;
const CALLS = 20;
const ROUNDS = 30;

connect("memory");
const bucket = storage.bucket({ name: "bench-pages" });
const key = (n) => `key/${String(n).padStart(6, "0")}`;
for (let n = 0; n < KEYS; n++) await bucket.put(key(n), "");

const PLACES = { start: 0, middle: 50_000, end: 98_900 };
const pages = Object.entries(PLACES).map(([where, from]) => {
  const page = () => bucket.list({ startAfter: key(from) });
  return [where, batch(page, CALLS)];
});
const times = await inTurns(Object.fromEntries(pages), { rounds: ROUNDS });

const rows = Object.entries(times).map(([where, of]) => [`near the ${where}`, median(of).toFixed(0)]);
const caption = `Microseconds a page of 1,000 in Node ${process.version}: medians of ${ROUNDS} rounds of ${CALLS} pages, in turns.`;
console.log(table(caption, [`of ${count(KEYS)} keys`, "memory"], rows));
