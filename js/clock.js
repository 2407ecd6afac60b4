/**
 * The time, in whole milliseconds since the epoch: the system's, or for tests of expiry what `connect` was given.
 * What is no time is NaN here, and refused by the core.
 * @module
 */

import { registry } from "./registry.js";

export function now() {
  const { clock } = registry.connection;
  if (clock === undefined) return Date.now();
  try {
    const time = clock();
    return typeof time === "number" ? Math.trunc(time) : Number.NaN;
  } catch {
    return Number.NaN;
  }
}
