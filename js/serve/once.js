/**
 * URLs for one request: whoever makes the record of its use first has used it.
 * @module
 */

import { now } from "../clock.js";
import { memoryRecords } from "../host/memory/records.js";
import { r2Records } from "../host/r2/records.js";
import { invalid } from "./refusal.js";

/** Clocks differ: only what has expired for so many milliseconds is cleaned up. */
const MARGIN = 60_000;

/** For records to be in the order of their expiry, and the order of numbers to be that of their digits. */
const DIGITS = 15;
const nameAt = (ms) => String(Math.max(ms, 0)).padStart(DIGITS, "0");

/** Of a URL that may be used again. */
const NONE = { isOne: false, take: async () => true, release: async () => {} };

/** The record of a URL's use. Throws when there is one already: the URL allows nothing any more. */
export async function recordOf({ binding }, { declared, once, expires }) {
  if (once === undefined) return NONE;
  const records = binding === undefined ? memoryRecords(declared) : r2Records(declared, binding);
  const name = `${nameAt(Number(expires))}-${once}`;
  const [isUsed] = await Promise.all([records.exists(name), records.removeBefore(nameAt(now() - MARGIN))]);
  if (isUsed) throw invalid();
  // A body may take as long as its sender likes. After the URL's end there may be no record any more that it was used.
  const take = async () => now() < Number(expires) && records.create(name);
  return { isOne: true, take, release: () => records.remove(name) };
}
