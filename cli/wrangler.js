/**
 * The command `layeron-storage wrangler`: what an application declares, and what its wrangler configuration has, side
 * by side.
 *
 * This is the order of steps. Each step is in a module of its own.
 * @module
 */

import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { declarationsOf } from "./application/declarations.js";
import { viteFor } from "./application/vite.js";
import { wranglerArguments } from "./arguments.js";
import { compare } from "./configuration/compare.js";
import { configurationAbove, configurationAt } from "./configuration/find.js";
import { fresh } from "./configuration/fresh.js";
import { needsOf } from "./configuration/needs.js";
import { dateFor, runtimeFor } from "./configuration/runtime.js";
import { section } from "./configuration/section.js";
import { sharedIn } from "./configuration/shared.js";
import { applied, merged } from "./edit/merge.js";
import { shown } from "./paths.js";
import { Refusal } from "./refusal.js";
import { commands, optionsOf } from "./report/commands.js";
import { lacks, shares } from "./report/lacks.js";
import { notes } from "./report/notes.js";
import { snippet } from "./report/snippet.js";
import { unified } from "./report/unified.js";
import { replaceFile } from "./write.js";

/** @returns {Promise<number>} the exit code */
export async function wrangler(args) {
  const asked = wranglerArguments(args);
  const given = asked.entry === undefined ? undefined : existing(resolve(asked.entry));
  const found =
    asked.config === undefined
      ? configurationAbove(given === undefined ? process.cwd() : dirname(given))
      : configurationAt(resolve(asked.config));
  const entry = given ?? mainOf(found, asked.env);
  const configuration = found ?? fresh(entry, asked.format ?? "jsonc");
  const wanted = section(configuration, asked.env);
  const { declared, guessed } = await declarationsOf(entry, wanted, asked);
  const needs = needsOf(declared, shown(entry), asked.env);
  const runtime = runtimeFor(configuration.path);
  const { changes, entries } = compare(wanted, needs, dateFor(runtime));
  const about = {
    entry: shown(entry),
    file: shown(configuration.path),
    env: asked.env,
    runtime,
    guessed,
    options: optionsOf(asked) + (asked.shared ? " --shared" : ""),
    pairs: asked.shared ? [] : sharedIn(configuration.value, needs),
  };
  if (!asked.shared) apart(about, sharedIn(applied(configuration.value, changes), needs));

  if (asked.check) return check(about, configuration, changes);
  if (asked.write) write(about, configuration, changes, asked.format);
  else process.stdout.write(snippet(asked.format ?? configuration.format, asked.env, entries));
  process.stdout.write(commands(entries, asked));
  for (const note of notes(wanted, about)) process.stderr.write(`note: ${note}\n`);
  return 0;
}

/** Refuses what would make environments share a store that they do not share yet. */
function apart({ file, pairs }, planned) {
  const made = planned.find(({ places }) => !pairs.some((pair) => pair.places === places));
  if (made === undefined) return;
  throw new Refusal(
    `${file}: ${made.places} would share ${made.said}; add an entry with a store of its own for one of them, or say ` +
      "--shared",
  );
}

function existing(path) {
  if (!existsSync(path)) throw new Refusal(`${shown(path)}: no such file; name the Worker's entry file`);
  if (!statSync(path).isFile()) throw new Refusal(`${shown(path)} is a folder; name the Worker's entry file`);
  return path;
}

/** The entry file that the configuration names; Vite's configuration, where only Vite finds it. */
function mainOf(found, env) {
  if (found === undefined) {
    throw new Refusal(
      "there is no entry file and no wrangler configuration in this folder or above; " +
        "name the entry file: npx layeron-storage wrangler src/index.ts",
    );
  }
  const { main } = section(found, env).effective;
  const path = typeof main === "string" ? resolve(dirname(found.path), main) : undefined;
  if (path !== undefined && existsSync(path) && statSync(path).isFile()) return path;
  const vite = viteFor(found.path);
  if (vite !== undefined) return vite;
  if (path === undefined) {
    throw new Refusal(
      `${shown(found.path)} has no "main"; name the entry file: npx layeron-storage wrangler src/index.ts`,
    );
  }
  throw new Refusal(
    `${shown(found.path)}: "main" is ${shown(path)}, and there is no such file; name the entry file, or a module that ` +
      "only declares: npx layeron-storage wrangler src/index.ts. A `main` that only Vite finds takes a vite.config " +
      "file beside the configuration, and @cloudflare/vite-plugin",
  );
}

function check(about, configuration, changes) {
  if (changes.length === 0 && !configuration.isNew && about.pairs.length === 0) {
    process.stderr.write(`${about.file} has everything that ${about.entry} needs\n`);
    return 0;
  }
  process.stderr.write(lacks(about, configuration, changes) + shares(about, about.pairs));
  return 1;
}

function write(about, configuration, changes, format) {
  if (format !== undefined && format !== configuration.format) {
    throw new Refusal(
      `${about.file} is ${configuration.format}, so --write cannot make it ${format}; leave --format out`,
    );
  }
  if (changes.length === 0 && !configuration.isNew) {
    process.stdout.write(`${about.file} has everything that ${about.entry} needs\n`);
    return;
  }
  const text = merged(configuration, changes);
  process.stdout.write(unified(about.file, configuration, text));
  replaceFile(configuration, text);
  process.stdout.write(`\n${configuration.isNew ? "Created" : "Changed"} ${about.file}.\n`);
}
