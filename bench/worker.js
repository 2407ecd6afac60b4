/**
 * What is measured inside workerd, by path: one round of bench/cases.js, and sealing.
 *
 * Clocks tick in milliseconds there, so batches are timed, never one call.
 */

import { CASES, connectStubs } from "./cases.js";
import { batch } from "./rounds.js";
import { sealed } from "./sealed.js";

const CALLS = 10_000;

/** Of the stub alone, which is so much faster. */
const STUB_CALLS = 100_000;

async function round() {
  await connectStubs();
  const times = [];
  for (const { bare, ours, calls = CALLS } of CASES) {
    times.push({ bare: await batch(bare, STUB_CALLS)(), ours: await batch(ours, calls)() });
  }
  return times;
}

const SUBJECTS = { "/calls": round, "/sealed": sealed };

export default {
  fetch: async (request) => Response.json(await SUBJECTS[new URL(request.url).pathname]()),
};
