/**
 * What `--check` says when something is missing.
 *
 * It is read in the log of a CI job, so it names the file, the places and the way out.
 * @module
 */

import { described } from "../edit/merge.js";

/** @returns {string} */
export function lacks({ file, entry, options }, { isNew }, changes) {
  const first = isNew ? `there is no ${file}, and ${entry} needs it with:` : `${file} lacks what ${entry} needs:`;
  const lines = changes.map((change) => `  ${described(change)}`);
  return [first, ...lines, `npx layeron-storage wrangler ${entry}${options} --write adds it`, ""].join("\n");
}
