/**
 * What `--check` says when something is missing.
 *
 * It is read in the log of a CI job, so it names the file, the places and the way out.
 * @module
 */

import { described } from "../edit/merge.js";

/** @returns {string} */
export function lacks({ file, entry, options }, { isNew }, changes) {
  if (changes.length === 0 && !isNew) return "";
  const first = isNew ? `there is no ${file}, and ${entry} needs it with:` : `${file} lacks what ${entry} needs:`;
  const lines = changes.map((change) => `  ${described(change)}`);
  return [first, ...lines, `npx layeron-storage wrangler ${entry}${options} --write adds it`, ""].join("\n");
}

/** @returns {string} nothing when there are no shared stores */
export function shares({ file }, pairs) {
  if (pairs.length === 0) return "";
  const lines = pairs.map(({ places, said }) => `  ${places} share ${said}`);
  return [`${file}: what one environment deletes is gone in the other:`, ...lines, OWN, ""].join("\n");
}

const OWN = "give each environment its own, or say with --shared that this is meant";
