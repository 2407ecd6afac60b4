/** What builds and runs Workers, each with Cloudflare's own R2 and KV. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { currentPlan } from "../../../scripts/build/plan.mjs";
import { fetched } from "../app.mjs";

const WRANGLER = "4.164.0";
const VITE = "8.3.8";
const VITEST = "5.1.1";

const serving =
  (command, ...args) =>
  async (app) =>
    fetched(await app.serve(command, args));

const dev = (...args) =>
  serving("wrangler", "dev", ...args, "--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0");

/** What `wrangler deploy` would upload of a Worker. */
async function uploadOf(app, main, folder) {
  await app.run("wrangler", ["deploy", main, "--dry-run", "--minify", "--outdir", folder]);
  return readdirSync(join(app.folder, folder)).filter((name) => /\.(js|wasm)$/.test(name));
}

async function deployed(app) {
  await uploadOf(app, "worker.js", "out");
  return dev("out/worker.js", "--no-bundle")(app);
}

/** The budget holds for what is uploaded, not only in the bundler that `npm run size` measures with. */
async function holdsBudget(app) {
  const files = await uploadOf(app, "least.js", "least");
  const sizes = files.map((name) => gzipSync(readFileSync(join(app.folder, "least", name)), { level: 9 }).byteLength);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const { budget } = await currentPlan();
  console.log(`  wrangler uploads ${total} bytes, gzip -9, of ${budget.worker}`);
  if (total > budget.worker) throw new Error(`wrangler's upload of ${total} bytes is over the budget`);
}

/** The package's own command, from the tarball, finds that wrangler.jsonc has what the Worker declares. */
const knowsItsBindings = (app) => app.run("layeron-storage", ["wrangler", "worker.js", "--check"]);

const vitest = (config) => async (app) => {
  const printed = await app.run("vitest", ["run", "--config", config]);
  if (!/Tests +1 passed/.test(printed)) throw new Error(`not one test passed:\n${printed}`);
  return printed.split("\n").find((line) => line.startsWith("bucket: ")) ?? printed;
};

export const rows = [
  {
    name: "wrangler-deploy",
    app: "worker",
    tools: { wrangler: WRANGLER },
    prepare: async (app) => {
      await holdsBudget(app);
      await knowsItsBindings(app);
    },
    checks: { "what `deploy --dry-run` makes, in workerd": deployed },
  },
  {
    name: "wrangler-dev",
    app: "worker",
    tools: { wrangler: WRANGLER },
    checks: { dev: dev() },
  },
  {
    name: "vite-plugin",
    app: "worker",
    tools: { "@cloudflare/vite-plugin": "1.64.0", vite: VITE, wrangler: WRANGLER },
    checks: {
      dev: serving("vite", "dev", "--host", "127.0.0.1", "--port", "0"),
      "build and preview": async (app) => {
        await app.run("vite", ["build"]);
        return serving("vite", "preview", "--host", "127.0.0.1", "--port", "0")(app);
      },
    },
  },
  {
    name: "vitest-plugin",
    app: "worker",
    tools: { "@cloudflare/vitest-plugin": "1.5.0", vitest: VITEST, vite: VITE },
    checks: {
      "`miniflare` options": vitest("vitest.bindings.config.js"),
      "`wrangler.configPath`": vitest("vitest.wrangler.config.js"),
    },
  },
];
