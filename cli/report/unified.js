/**
 * A change of a file as a unified diff.
 *
 * Who runs `--write` sees every line that it adds, and may undo it with `patch -R`.
 * @module
 */

import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";

/** @returns {string} */
export function unified(file, { text, mark, isNew }, edited) {
  const before = isNew ? "" : mark + text;
  return createTwoFilesPatch(isNew ? "/dev/null" : file, file, before, mark + edited, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}
