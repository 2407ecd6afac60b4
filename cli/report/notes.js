/**
 * What is worth knowing about a configuration and is no reason to refuse it.
 *
 * These are the traps in which bindings are configured and still not there.
 * @module
 */

import { membersOf, PLACEHOLDER } from "../application/plugins/env.js";
import { NO_ENV_FLAG } from "../configuration/dates.js";

/** @returns {string[]} */
export function notes({ environments, own, effective }, { entry, file, env, pairs, runtime, guessed }) {
  const list = pairs.map(
    ({ places, said }) =>
      `${file}: ${places} share ${said}; what one environment deletes is gone in the other (--shared if that is meant)`,
  );
  if (env === undefined && environments.length > 0) {
    list.push(
      `environments inherit no bindings, and ${file} has ${environments.join(", ")}; use --env <name> for each of them`,
    );
  }
  if (env !== undefined && !environments.includes(env)) {
    const others = environments.length > 0 ? `; its environments are ${environments.join(", ")}` : "";
    list.push(`${file} had no environment ${env}${others}`);
  }
  if (Array.isArray(effective.compatibility_flags) && effective.compatibility_flags.includes(NO_ENV_FLAG)) {
    list.push(
      `${file} sets the compatibility flag ${NO_ENV_FLAG}, with which the package finds no bindings by itself; ` +
        "remove the flag, or call connect(env) in every handler",
    );
  }
  if (guessed.length > 0) {
    list.push(
      `${entry} reads ${membersOf(guessed)} when it is loaded, and ${file} has it neither in vars nor as a binding; ` +
        `"${PLACEHOLDER}" stood for it, so look at what is made of it`,
    );
  }
  const { compatibility_date: date } = effective;
  if (runtime !== undefined && date > runtime.date) {
    list.push(
      `${file} has the compatibility date ${date}, and the installed workerd ${runtime.version} takes dates up to ` +
        `${runtime.date}; set that date, or install a newer wrangler`,
    );
  }
  for (const { binding } of (own.r2_buckets ?? []).filter(({ bucket_name: name }) => name === undefined)) {
    list.push(
      `the bucket of ${binding} has no bucket_name, so wrangler names it when it deploys; ` +
        "with a bucket_name its commands can be printed here",
    );
  }
  return list;
}
