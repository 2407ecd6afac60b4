/** The dates that the command knows are those of the package and of its tests. */

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "jsonc-parser";
import { expect, test } from "vitest";
import { COMMON_DATE, OLDEST_DATE, TESTED_DATE } from "../../cli/configuration/dates.js";
import { root } from "./project.ts";

const read = (...path: string[]) => readFileSync(join(root, ...path), "utf8");

// tests/first-use/ runs the package with this date, and with the day before.
test("the oldest date is the one that the package names when it refuses to start", () => {
  expect(read("js", "value", "require-feature.ts")).toContain(`compatibility_date ${OLDEST_DATE} or later`);
});

test("the tested date is that of the tests in workerd", () => {
  expect(parse(read("tests", "workers", "wrangler.jsonc")).compatibility_date).toBe(TESTED_DATE);
});

test("what people copy has a date that every supported wrangler takes", () => {
  const files = ["README.md", ...globSync(["docs/migration/*.md", "examples/**/wrangler.jsonc"], { cwd: root })];
  const dates = files.flatMap((file) => read(file).match(/(?<="compatibility_date": ")[^"]*/g) ?? []);
  expect(dates.length).toBeGreaterThan(4);
  for (const date of dates) expect(date >= OLDEST_DATE && date <= COMMON_DATE, date).toBe(true);
});
