/** The two sides of the border have the same numbers for what is asked. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Name and number of each constant that a pattern finds in a file. */
const constants = (file: string, pattern: RegExp) =>
  [...readFileSync(new URL(`../../${file}`, import.meta.url), "utf8").matchAll(pattern)].map(
    ([, name, number]) => `${name} = ${number}`,
  );

test("js/questions.js asks by the numbers of src/wasm/questions.rs.", () => {
  const asked = constants("js/questions.js", /^const (\w+) = (\d+);$/gm);
  expect(asked).toEqual(constants("src/wasm/questions.rs", /^pub const (\w+): u32 = (\d+);$/gm));
  expect(asked.length).toBeGreaterThan(20);
});
