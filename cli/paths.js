/**
 * Paths as people read them: from the folder they stand in.
 *
 * Messages, diffs and comments all name files; they do it in one way.
 * @module
 */

import { relative, sep } from "node:path";

/** A path from the current folder, with slashes; outside of it, as it is when that is shorter. */
export function shown(path, from = process.cwd()) {
  const near = relative(from, path);
  const best = near === "" ? "." : near.length < path.length ? near : path;
  return best.split(sep).join("/");
}
