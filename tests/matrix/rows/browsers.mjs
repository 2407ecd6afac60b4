/** Bundlers for the browser; what they make is opened in Chromium, under a policy without `unsafe-eval`. */

import { cpSync } from "node:fs";
import { join } from "node:path";
import { POLICY, served, shown } from "../page.mjs";

/** Builds into dist/, then opens it. */
const opened =
  (command, ...args) =>
  async (app) => {
    await app.run(command, args);
    const dist = join(app.folder, "dist");
    // Vite brings its own.
    cpSync(join(app.folder, "index.html"), join(dist, "index.html"), { force: false });
    await needsItsPolicy(dist);
    return served(dist, POLICY, shown);
  };

/** The policy is not stricter than it says: without its one exception, the browser refuses to compile. */
async function needsItsPolicy(folder) {
  const refused = await served(folder, "default-src 'self'", shown).catch(({ message }) => message);
  if (!/Content Security Policy|unsafe-eval/.test(refused)) throw new Error(`was not refused: ${refused}`);
}

export const rows = [
  {
    name: "vite",
    app: "browser",
    tools: { vite: "8.3.8" },
    checks: {
      build: opened("vite", "build"),
      dev: async (app) => shown(await app.serve("vite", ["dev", "--host", "127.0.0.1", "--port", "0"])),
    },
  },
  {
    name: "webpack",
    app: "browser",
    tools: { webpack: "5.112.2", "webpack-cli": "7.3.1" },
    checks: { build: opened("webpack") },
  },
  {
    name: "esbuild",
    app: "browser",
    tools: { esbuild: "0.28.2" },
    checks: {
      build: opened("esbuild", "page.js", "--bundle", "--minify", "--format=esm", "--outfile=dist/page.js"),
    },
  },
];
