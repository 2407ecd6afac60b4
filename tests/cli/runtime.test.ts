/** The compatibility date is one that the installed runtime takes: workerd refuses dates after its own release. */

import { describe, expect, test } from "vitest";
import { COMMON_DATE, TESTED_DATE } from "../../cli/configuration/dates.js";
import { ENTRY, Project } from "./project.ts";

/** A project with packages of these versions: paths from its node_modules. */
const projectWith = (versions: Record<string, string>, config = "{}") =>
  new Project(
    {
      "index.ts": ENTRY,
      "wrangler.jsonc": config,
      ...Object.fromEntries(
        Object.entries(versions).map(([path, version]) => [
          `node_modules/${path}/package.json`,
          JSON.stringify({ name: path.split("node_modules/").at(-1), version, exports: {} }),
        ]),
      ),
    },
    ["layeron-storage", "esbuild"],
  );

async function dateWith(versions: Record<string, string>) {
  const project = projectWith(versions);
  const ran = await project.run("wrangler", "index.ts", "--write");
  expect(ran, ran.err).toMatchObject({ code: 0, err: "" });
  return JSON.parse(project.read("wrangler.jsonc")).compatibility_date;
}

describe.concurrent("without a date in the configuration, the one written is", () => {
  test.each<[string, Record<string, string>, string]>([
    ["that of the tests, where workerd is newer", { wrangler: "4.164.0", workerd: "1.20261117.1" }, TESTED_DATE],
    ["workerd's own, where that is older", { wrangler: "4.86.0", workerd: "1.20260426.1" }, "2026-04-26"],
    [
      "of wrangler's workerd, wherever npm put it",
      { wrangler: "4.86.0", workerd: "1.20261117.1", "wrangler/node_modules/workerd": "1.20260426.1" },
      "2026-04-26",
    ],
    [
      "of the workerd that Miniflare has, below Vite's plugin",
      {
        "@cloudflare/vite-plugin": "1.33.0",
        "@cloudflare/vite-plugin/node_modules/miniflare": "4.20260301.0",
        "@cloudflare/vite-plugin/node_modules/miniflare/node_modules/workerd": "1.20260301.1",
      },
      "2026-03-01",
    ],
    [
      "of the oldest of several",
      {
        wrangler: "4.164.0",
        workerd: "1.20261117.1",
        miniflare: "4.0.0",
        "miniflare/node_modules/workerd": "1.20250901.0",
      },
      "2025-09-01",
    ],
    ["one that every supported wrangler takes, where none is installed", {}, COMMON_DATE],
    ["the same, where the version of workerd is no date", { workerd: "0.0.0-local" }, COMMON_DATE],
  ])("%s", async (_what, versions, date) => {
    expect(await dateWith(versions)).toBe(date);
  });
});

test("a runtime that is older than every date the package works with is refused", async () => {
  const ran = await projectWith({ workerd: "1.20240806.0" }).run("wrangler", "index.ts");
  expect(ran).toMatchObject({ code: 1, out: "" });
  expect(ran.err).toContain(
    "the installed workerd 1.20240806.0 takes compatibility dates up to 2024-08-06, and the package needs 2024-09-26 or later",
  );
  expect(ran.err).toContain("npm install --save-dev wrangler@latest");
});

test("a date of the configuration that is too new for the installed runtime stays, and a note says so", async () => {
  const text = '{ "compatibility_date": "2026-08-01" }';
  const project = projectWith({ workerd: "1.20260426.1" }, text);
  const ran = await project.run("wrangler", "index.ts");
  expect(ran.err).toBe(
    "note: wrangler.jsonc has the compatibility date 2026-08-01, and the installed workerd 1.20260426.1 takes dates up " +
      "to 2026-04-26; set that date, or install a newer wrangler\n",
  );
  expect(ran.out).toContain('"compatibility_date": "2026-08-01"');
});
