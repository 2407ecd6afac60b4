/** wasm-pack.toml is read by nothing but scripts/build/plan.mjs, so that a key without effect would look like a setting. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { planOf } from "../../scripts/build/plan.mjs";
import { root } from "../../scripts/setup/run.mjs";

type Config = Parameters<typeof planOf>[0];
type Path = readonly (string | number)[];

const read = () => parse(readFileSync(join(root, "wasm-pack.toml"), "utf8")) as unknown as Config;

/** The paths of all values that are neither tables nor lists. */
function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.keys(value).flatMap((key) => leaves((value as Record<string, unknown>)[key], [...path, key]));
}

/** The configuration with another value at a path. */
function changed(path: Path): Config {
  const config = read();
  const parent = path.slice(0, -1).reduce<never>((table, key) => table[key as never], config as never);
  const key = path.at(-1) as never;
  const value: unknown = parent[key];
  parent[key] = (typeof value === "number" ? value + 1 : `${value}-changed`) as never;
  return config;
}

describe("wasm-pack.toml", () => {
  const settings = leaves(read());

  test("has settings", () => {
    expect(settings.length).toBeGreaterThan(20);
  });

  test.each(settings.map((path) => [path.join("."), path] as const))("%s changes what the build does", (_, path) => {
    expect(planOf(changed(path))).not.toEqual(planOf(read()));
  });
});
