/** Jest, which loads packages by its own means, and as CommonJS unless it is told otherwise. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

export const rows = [
  {
    name: "jest",
    app: "script",
    tools: { jest: "30.5.2" },
    checks: {
      require: async (app) => {
        await app.run("jest", ["--testRegex", "tour.test.cjs"]);
        return readFileSync(join(app.folder, "said.txt"), "utf8");
      },
    },
  },
];
