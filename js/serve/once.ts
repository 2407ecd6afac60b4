/**
 * URLs for one request.
 *
 * Their use is recorded in the store, by a create that succeeds once: whoever makes the record has used the URL.
 * @module
 */

import type { Call } from "../call.ts";
import type { Claims } from "../wasm/core.js";
import { urlRefused } from "./refusal.ts";

/** The record of a URL's use. */
export interface UseRecord {
  /** Makes the record. Throws the refusal where the URL has been used, or has ended meanwhile. */
  take(): Promise<void>;
  /** Removes the record, so that the URL may be used again. */
  release(): Promise<unknown>;
}

/** Clocks differ, so records are removed this many milliseconds after their URLs have expired. */
const MARGIN = 60_000;

/** Names of records are in the order of their expiry: the order of numbers is that of their digits. */
const DIGITS = 15;
const nameAt = (ms: number): string => String(Math.max(ms, 0)).padStart(DIGITS, "0");

/**
 * The record of a URL for one request; undefined for any other URL. Throws the refusal where the record exists: the URL
 * allows nothing any more.
 */
export async function useRecordOf(call: Call, claims: Claims | undefined): Promise<UseRecord | undefined> {
  if (claims?.once === undefined) return undefined;
  const { until, once } = claims;
  const records = call.store.records();
  const name = `${nameAt(until)}-${once}`;
  const [isUsed] = await Promise.all([records.exists(name), records.removeBefore(nameAt(call.now() - MARGIN))]);
  if (isUsed) throw urlRefused();
  return {
    async take() {
      // A sender may take any time for a body. After the URL's end the record of an earlier use may be removed already.
      const isInTime = call.now() < until;
      if (!isInTime || !(await records.create(name))) throw urlRefused();
    },
    release: () => records.remove(name),
  };
}
