/**
 * The part of a configuration that the command works on: the top level, or one environment.
 *
 * Environments inherit some settings and no bindings, so both are asked for apart: what stands in the section, and what
 * holds there.
 * @module
 */

import { dirname } from "node:path";
import { shown } from "../paths.js";
import { Refusal } from "../refusal.js";

/** Settings that an environment takes from the top level when it has none of its own. */
const INHERITED = [
  "main",
  "rules",
  "tsconfig",
  "jsx_factory",
  "jsx_fragment",
  "compatibility_date",
  "compatibility_flags",
];

const isTable = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * @returns what stands in the section (`own`), what holds there (`effective`), the path to it, and the names of all
 * environments
 */
export function section({ path: file, value, text, format }, env) {
  const { env: environments = {} } = value;
  if (!isTable(environments)) throw new Refusal(`${shown(file)}: "env" must be an object of environments`);
  const common = { file, folder: dirname(file), text, format, environments: Object.keys(environments) };
  if (env === undefined) return { ...common, path: [], own: value, effective: value };
  const own = Object.hasOwn(environments, env) ? environments[env] : {};
  if (!isTable(own)) throw new Refusal(`${shown(file)}: env.${env} must be an object`);
  const inherited = Object.fromEntries(INHERITED.map((key) => [key, value[key]]));
  // wrangler takes aliases from the top level alone.
  return { ...common, path: ["env", env], own, effective: { ...inherited, ...own, alias: value.alias } };
}
