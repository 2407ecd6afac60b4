/** An entry file that only the project's Vite finds. The plugin is a small one that does what Cloudflare's does. */

import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ENTRY, Project } from "./project.ts";

const PLUGIN = `import { readFileSync } from "node:fs";
export const cloudflare = () => ({
  name: "cloudflare",
  config() {
    const { main } = JSON.parse(readFileSync("wrangler.json", "utf8"));
    this.main = main;
    const build = { ssr: true, manifest: true, outDir: "dist/worker", rolldownOptions: { input: { index: "virtual:cloudflare/worker-entry" } } };
    return { environments: { worker: { resolve: { noExternal: true, builtins: [/^cloudflare:/] }, build } } };
  },
  resolveId: (id) => (id === "virtual:cloudflare/worker-entry" ? "\\0worker" : undefined),
  load: (id) => (id === "\\0worker" ? 'export * from "virtual:main"' : undefined),
  writeBundle() { throw new Error("written"); },
});
`;
const CONFIG = `import { cloudflare } from "@cloudflare/vite-plugin";
console.log("from vite");
const made = {
  name: "made",
  resolveId: (id) => (id === "virtual:main" ? "\\0main" : undefined),
  load: (id) => (id === "\\0main" ? 'export * from "/src/stores"' : undefined),
};
export default { plugins: [made, cloudflare()] };
`;
const STORES = `import { env } from "cloudflare:workers"; import text from "./name.txt?raw"; import { storage } from "layeron-storage";
export const files = storage.bucket({ name: text.trim() });
export const env2 = storage.kv({ name: "in-" + env.STAGE + (process.env.CLOUDFLARE_ENV ?? "") });
`;

const projectOf = (files: Record<string, string> = {}, config: object = {}) =>
  new Project(
    {
      "package.json": '{ "type": "module" }',
      "vite.config.ts": CONFIG,
      "src/stores.ts": STORES,
      "src/name.txt": "files\n",
      "wrangler.json": JSON.stringify({
        main: "virtual:main",
        compatibility_date: "2026-04-01",
        vars: { STAGE: "live" },
        ...config,
      }),
      "node_modules/@cloudflare/vite-plugin/package.json":
        '{ "type": "module", "exports": { ".": { "import": "./index.js" } } }',
      "node_modules/@cloudflare/vite-plugin/index.js": PLUGIN,
      ...files,
    },
    ["layeron-storage", "wrangler", "vite"],
  );

describe.concurrent("a Worker that Vite builds", () => {
  test.each([[[]], [["vite.config.ts"]]])("is run, named by %j, and nothing is left of it", async (args) => {
    const project = projectOf();
    const ran = await project.run("wrangler", ...args);
    expect(ran, ran.err).toMatchObject({ code: 0 });
    expect(JSON.parse(ran.out.split("\n\n#")[0] as string)).toMatchObject({
      r2_buckets: [{ binding: "FILES", bucket_name: "files" }],
      kv_namespaces: [{ binding: "IN_LIVE" }],
    });
    expect(ran.err).toContain("from vite");
    expect(readdirSync(project.folder).sort()).toEqual([
      "node_modules",
      "package.json",
      "src",
      "vite.config.ts",
      "wrangler.json",
    ]);
    expect(existsSync(join(project.folder, "dist"))).toBe(false);
  });

  test("is built for the environment", async () => {
    const project = projectOf({}, { env: { staging: { vars: { STAGE: "test" } } } });
    const ran = await project.run("wrangler", "--env", "staging", "--check");
    expect(ran.err).toContain('env.staging.r2_buckets: {"binding":"FILES","bucket_name":"files-staging"}');
    expect(ran.err).toContain("vite.config.ts --env staging --write adds it");
  });

  test("gets a configuration that does not name Vite's as the Worker", async () => {
    const plugin = PLUGIN.replace(/const \{ main \} = .*\n.*\n/, "");
    const config = CONFIG.replace("/src/stores", "/src/plain");
    const project = projectOf({
      "node_modules/@cloudflare/vite-plugin/index.js": plugin,
      "vite.config.ts": config,
      "src/plain.ts": ENTRY,
    });
    rmSync(join(project.folder, "wrangler.json"));
    const ran = await project.run("wrangler", "vite.config.ts", "--write");
    expect(ran, ran.err).toMatchObject({ code: 0 });
    expect(Object.keys(JSON.parse(project.read("wrangler.jsonc")))).toEqual([
      "name",
      "compatibility_date",
      "r2_buckets",
      "kv_namespaces",
    ]);
  });

  test("is not built where `main` is a file", async () => {
    const ran = await projectOf({ "index.ts": ENTRY }, { main: "index.ts" }).run("wrangler");
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toContain("USER_ASSETS");
  });
});

describe.concurrent("refused is a Worker", () => {
  test.each<[string, Record<string, string>, string | RegExp, string[]?]>([
    [
      "that Vite cannot build, with its words",
      { "src/stores.ts": 'import "./no";' },
      /^layeron-storage: vite\.config\.ts: Vite cannot build the Worker:\n.*"?\.\/no/ms,
    ],
    [
      "without the plugin",
      { "vite.config.ts": "export default {};" },
      "it has no Worker; add the plugin cloudflare() to it",
    ],
    ["whose configuration throws", { "vite.config.ts": 'throw new Error("no luck");' }, "no luck"],
    [
      "that takes too long",
      { "vite.config.ts": "for (;;);" },
      "the build took longer than 1 seconds",
      ["--timeout", "1"],
    ],
    [
      "whose configuration ends the process",
      { "vite.config.ts": "process.exit(3);" },
      "the process ended (exit code 3)",
    ],
  ])("%s", async (_what, files, said, args = []) => {
    const ran = await projectOf(files).run("wrangler", ...args);
    expect(ran).toMatchObject({ code: 1, out: "" });
    if (typeof said === "string") expect(ran.err).toContain(said);
    else expect(ran.err).toMatch(said);
    expect(ran.err).not.toMatch(/^ +at /m);
  });

  test("that only Vite can bundle, with the way to it", async () => {
    const ran = await projectOf({ "index.ts": 'import "virtual:main";' }, { main: "index.ts" }).run("wrangler");
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain('Could not resolve "virtual:main"');
    expect(ran.err).toContain("the project's Vite may know more: npx layeron-storage wrangler vite.config.ts\n");
  });

  test("whose `main` only Vite could find, without Vite: the message names what to pass", async () => {
    const ran = await new Project({ "wrangler.json": '{ "main": "virtual:main" }' }).run("wrangler");
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain(
      "name the entry file, or a module that only declares: npx layeron-storage wrangler src/index.ts",
    );
    expect(ran.err).toContain("@cloudflare/vite-plugin");
  });
});
