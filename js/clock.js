/**
 * The time, in whole milliseconds since the epoch: the system's, or for tests of expiry what `connect` was given.
 * What a clock may say is the core's to judge.
 * @module
 */

import { registry } from "./registry.js";

export const now = () => Math.trunc((registry.connection.clock ?? Date.now)());
