/**
 * The runtime that a project has installed, and the newest compatibility date that it takes.
 *
 * workerd refuses a date after its own release, and npm installs an older wrangler on an older Node: version 4.86 on
 * Node 20. A date that is right on one machine stops the Worker from starting on another.
 * @module
 */

import { manifestFor, versionIn } from "../installed.js";
import { Refusal } from "../refusal.js";
import { COMMON_DATE, OLDEST_DATE, TESTED_DATE } from "./dates.js";

/** What brings workerd to a project. */
const OWNERS = [
  "wrangler",
  "@cloudflare/vite-plugin",
  "@cloudflare/vitest-plugin",
  "@cloudflare/vitest-pool-workers",
  "miniflare",
];

/**
 * @param {string} file a file of the project
 * @returns {{ version: string, date: string } | undefined} the oldest workerd there; undefined when there is none
 */
export function runtimeFor(file) {
  const owners = OWNERS.map((owner) => manifestFor(file, owner)).filter((path) => path !== undefined);
  const below = owners.map((owner) => manifestFor(owner, "miniflare")).filter((path) => path !== undefined);
  const all = [file, ...owners, ...below].map((from) => manifestFor(from, "workerd")).flatMap(released);
  return all.sort((a, b) => (a.date < b.date ? -1 : 1))[0];
}

/** workerd's version is its release: 1.20261117.1 takes dates up to 2026-11-17. */
function released(manifest) {
  const version = manifest === undefined ? undefined : versionIn(manifest);
  const parts = /^\d+\.(\d{4})(\d{2})(\d{2})\./.exec(version);
  return parts === null ? [] : [{ version, date: parts.slice(1).join("-") }];
}

/** The date for a configuration that has none. */
export function dateFor(runtime) {
  if (runtime === undefined) return COMMON_DATE;
  if (runtime.date >= OLDEST_DATE) return [runtime.date, TESTED_DATE].sort()[0];
  throw new Refusal(
    `the installed workerd ${runtime.version} takes compatibility dates up to ${runtime.date}, and the package needs ` +
      `${OLDEST_DATE} or later; install a newer one: npm install --save-dev wrangler@latest`,
  );
}
