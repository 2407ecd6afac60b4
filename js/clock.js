/**
 * The time, in milliseconds since the epoch: the system's, or for tests of expiry what `connect` was given.
 * @module
 */

import { registry } from "./registry.js";

export const now = () => (registry.connection.clock ?? Date.now)();
