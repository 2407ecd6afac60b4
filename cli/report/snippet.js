/**
 * The configuration that is needed, as text to read and to copy.
 *
 * It is made by the same edits as a merge, beginning with an empty file, so both look alike.
 * @module
 */

import { KEYS, SECRETS_STORE } from "../configuration/needs.js";
import { append, set } from "../edit/index.js";

/** @returns {string} */
export function snippet(format, env, entries) {
  const path = env === undefined ? [] : ["env", env];
  return entries.reduce(
    (text, { kind, entry, isInStore, path: place, isInherited }) => {
      if (isInherited) return text;
      if (kind === "date") return set(format, text, [...place, "compatibility_date"], entry);
      if (isInStore) return append(format, text, [...path, SECRETS_STORE], entry);
      if (kind === "secret") return append(format, text, [...path, KEYS[kind], "required"], entry);
      return append(format, text, [...path, KEYS[kind]], entry);
    },
    format === "toml" ? "" : "{}\n",
  );
}
