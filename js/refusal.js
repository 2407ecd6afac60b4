/**
 * The StorageErrors that this side finds. The core knows the status of a code, and whether it is worth another try.
 * @module
 */

import { core } from "./engine.js";

export const refusal = (code, message) => core.refusal(`${code} ${message}`);
