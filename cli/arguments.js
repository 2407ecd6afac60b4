/**
 * The arguments of `layeron-storage wrangler`, checked.
 *
 * What follows may rely on them: no option is unknown, none contradicts another.
 * @module
 */

import { parseArgs } from "node:util";
import { UsageError } from "./refusal.js";

const OPTIONS = {
  write: { type: "boolean", default: false },
  check: { type: "boolean", default: false },
  shared: { type: "boolean", default: false },
  config: { type: "string" },
  env: { type: "string" },
  format: { type: "string" },
  timeout: { type: "string", default: "20" },
};

/** @param {string[]} args */
export function wranglerArguments(args) {
  const { values, positionals } = parsed(args);
  const { write, check, shared, config, env, format } = values;
  const [entry, extra] = positionals;
  if (extra !== undefined) throw new UsageError(`one entry file at a time; "${extra}" is a second one`);
  if (write && check) throw new UsageError("--check changes nothing and --write does; take one of them");
  if (format !== undefined && format !== "jsonc" && format !== "toml") {
    throw new UsageError(`--format is jsonc or toml, not "${format}"`);
  }
  for (const [name, value] of Object.entries({ config, env, "entry file": entry })) {
    if (value === "") throw new UsageError(`${name === "entry file" ? "the entry file" : `--${name}`} is empty`);
  }
  const timeout = Number(values.timeout);
  if (!(timeout > 0 && timeout <= 3600)) {
    throw new UsageError(`--timeout is a number of seconds, at most 3600, not "${values.timeout}"`);
  }
  return { entry, write, check, shared, config, env, format, timeout };
}

function parsed(args) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    if (!String(error.code).startsWith("ERR_PARSE_ARGS_")) throw error;
    // Node's first sentence says what is wrong; the others explain how to escape a dash.
    throw new UsageError(error.message.split(/\. |\n/)[0].replace(/\.$/, ""));
  }
}
