/** The builds that are measured: this one, and the baseline if one is given. */

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failed, root } from "../scripts/setup/run.mjs";

/** The environment variable that names the baseline's folder: every subject runs in a process of its own. */
export const BASELINE = "BENCH_BASELINE";

/**
 * An entry of each build, by its path.
 * @param {string} entry as dist/ has it
 * @returns {{ ours: string, baseline?: string }}
 */
export function builds(entry) {
  const ours = join(root, "dist", entry);
  if (!process.env[BASELINE]) return { ours };
  const baseline = resolve(process.env[BASELINE], "dist", entry);
  if (!existsSync(baseline)) throw new Failed(`the baseline has no ${baseline}`);
  return { ours, baseline };
}

/** The builds by the names that tables give them. */
export const NAMES = { ours: "this build", baseline: "baseline" };
