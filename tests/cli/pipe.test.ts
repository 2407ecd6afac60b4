/** The program's output may be read only in part, as `| head` does. */

import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ENTRY, Project, root } from "./project.ts";

test("a reader that goes away is no error", async () => {
  const { folder } = new Project({ "index.ts": ENTRY });
  const child = spawn(process.execPath, [join(root, "cli", "main.js"), "wrangler", "index.ts"], { cwd: folder });
  child.stdout.destroy();
  let said = "";
  child.stderr.on("data", (data) => {
    said += data;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect({ code, said }).toEqual({ code: 0, said: "" });
});
