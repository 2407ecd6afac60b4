/**
 * Edits of configuration texts, in the format that the text has.
 *
 * All that is there stays as it is: an edit inserts text, and `set` replaces one value if there is one.
 * @module
 */

import * as jsonc from "./jsonc.js";
import * as toml from "./toml.js";

const FORMATS = { jsonc, toml };

/** Sets what is at a path. */
export const set = (format, text, path, value) => FORMATS[format].set(text, path, value);

/** Adds to the list at a path, which is made when there is none. */
export const append = (format, text, path, value) => FORMATS[format].append(text, path, value);
