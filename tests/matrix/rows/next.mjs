/** Next: a route in Node, a route in the Edge Runtime, and a page in the browser, from one build for production. */

import { fetched } from "../app.mjs";
import { shown } from "../page.mjs";

const started = (app) => app.serve("next", ["start", "--hostname", "127.0.0.1", "--port", "0"]);

export const rows = [
  {
    name: "next",
    app: "next",
    tools: { next: "16.4.6", react: "19.3.1", "react-dom": "19.3.1" },
    prepare: (app) => app.run("next", ["build"]),
    checks: {
      "route in Node": async (app) => fetched(`${await started(app)}/node`),
      "route in the Edge Runtime": async (app) => fetched(`${await started(app)}/edge`),
      "page in Chromium": async (app) => shown(await started(app)),
    },
  },
];
