/**
 * A change of a file as a unified diff.
 *
 * Who runs `--write` sees every line that it adds, and may undo it with `patch -R`.
 * @module
 */

import { createTwoFilesPatch } from "diff";

/** @returns {string} */
export function unified(file, { text, mark, isNew }, edited) {
  const before = isNew ? "" : mark + text;
  const patch = createTwoFilesPatch(isNew ? "/dev/null" : file, file, before, mark + edited, "", "", { context: 3 });
  // The first line is a rule, and the names end in a tab for a date that is not there.
  return patch.replace(/^=+\n/, "").replace(/^((?:---|\+\+\+) .*?)\t$/gm, "$1");
}
