/** What an entry file may be, and what is said of one that cannot be used. */

import { describe, expect, test } from "vitest";
import { ENTRY, Project, SECRET } from "./project.ts";

const printed = async (project: Project, ...args: string[]) => {
  const ran = await project.run("wrangler", ...args);
  expect(ran, ran.err).toMatchObject({ code: 0 });
  return JSON.parse(ran.out.split("\n\n#")[0] as string);
};

describe.concurrent("an entry file", () => {
  test("in TypeScript is run, and what it declares is printed, with the commands", async () => {
    const ran = await new Project({ "src/index.ts": ENTRY }).run("wrangler", "src/index.ts");
    expect(ran).toEqual({
      code: 0,
      err: "",
      out: `{
  "compatibility_date": "2026-08-01",
  "r2_buckets": [
    { "binding": "USER_ASSETS", "bucket_name": "user-assets" }
  ],
  "kv_namespaces": [
    { "binding": "APP_CONFIGS" }
  ]
}

# Create the buckets, unless they exist (\`wrangler deploy\` creates them, too):
npx wrangler r2 bucket create user-assets --update-config=false

# Delete expired objects from the buckets:
npx wrangler r2 bucket lifecycle add user-assets delete-after-days --expire-days 30 --force

# Create the KV namespaces that have no id (\`wrangler deploy\` creates them, too):
npx wrangler kv namespace create app-configs --binding APP_CONFIGS
`,
    });
  });

  test("may import what only a bundler resolves", async () => {
    const project = new Project({
      "tsconfig.json": '{ "compilerOptions": { "baseUrl": ".", "paths": { "~/*": ["src/*"] } } }',
      "wrangler.jsonc": `{ "main": "src/index.ts", "alias": { "stores": "./src/aliased.ts" },
        "define": { "NAME": "'defined'" }, "rules": [{ "type": "Text", "globs": ["**/*.md"] }] }`,
      "src/index.ts": `import "~/paths"; import "./extensionless"; import "stores"; import text from "./a.txt";
        import page from "./page.md"; import data from "./a.bin"; import wasm from "./a.wasm";
        import { storage } from "layeron-storage";
        storage.kv({ name: text.trim() }); storage.kv({ name: page.trim() }); storage.kv({ name: NAME });
        storage.kv({ name: "bytes-" + data.byteLength + (data instanceof ArrayBuffer ? "" : "-wrong") });
        export default { wasm };`,
      "src/paths.ts": 'import { storage } from "layeron-storage"; storage.bucket({ name: "by-paths" });',
      "src/extensionless.ts": 'import { storage } from "layeron-storage"; storage.bucket({ name: "by-folder" });',
      "src/aliased.ts":
        'import { storage } from "layeron-storage"; import "layeron-storage/core"; storage.bucket({ name: "by-alias" });',
      "src/a.txt": "from-text\n",
      "src/page.md": "from-rule\n",
      "src/a.bin": "\u0000\u0001",
      "src/a.wasm": "",
    });
    const config = await printed(project);
    expect(config.r2_buckets.map(({ binding }: { binding: string }) => binding)).toEqual([
      "BY_PATHS",
      "BY_FOLDER",
      "BY_ALIAS",
    ]);
    expect(config.kv_namespaces.map(({ binding }: { binding: string }) => binding)).toEqual([
      "FROM_TEXT",
      "FROM_RULE",
      "DEFINED",
      "BYTES_2",
    ]);
  });

  test("may use classes of the runtime and modules of Node", async () => {
    const project = new Project({
      "index.ts": `import { DurableObject, WorkerEntrypoint, anything } from "cloudflare:workers";
        import * as workflows from "cloudflare:workflows"; import sockets, { connect } from "cloudflare:sockets";
        import { createHash } from "node:crypto"; import path from "path";
        import { storage } from "layeron-storage";
        export class Room extends DurableObject<unknown> { n = 1; }
        export class Entry extends WorkerEntrypoint {}
        class Mine extends workflows.NonRetryableError {}
        const digest = createHash("sha256").update(path.join("a", "b")).digest("hex").slice(0, 4);
        if (typeof connect !== "function" || typeof anything !== "function") throw new Error("stand-in");
        storage.bucket({ name: "b-" + digest });
        export default { Mine, sockets };`,
    });
    expect((await printed(project, "index.ts")).r2_buckets).toHaveLength(1);
  });

  test("may import the slim entry and its wasm", async () => {
    const project = new Project({
      "index.ts": `import { initSync, storage } from "layeron-storage/slim"; import wasm from "layeron-storage/core.wasm";
        initSync(wasm); storage.bucket({ name: "slim" });`,
    });
    expect((await printed(project, "index.ts")).r2_buckets).toEqual([{ binding: "SLIM", bucket_name: "slim" }]);
  });

  test("may require", async () => {
    const project = new Project({
      "index.cjs": `const { storage } = require("layeron-storage"); const { join } = require("node:path");
        storage.bucket({ name: join("re", "quired").replace("/", "-") });`,
    });
    expect((await printed(project, "index.cjs")).r2_buckets).toEqual([
      { binding: "RE_QUIRED", bucket_name: "re-quired" },
    ]);
  });

  test("may print: that goes to stderr", async () => {
    const project = new Project({
      "index.ts": `console.log("out"); console.error("err"); process.stdout.write("raw\\n");${ENTRY}`,
    });
    const ran = await project.run("wrangler", "index.ts", "--format", "toml");
    expect(ran.err.split("\n").sort()).toEqual(["", "err", "out", "raw"]);
    expect(ran.out).toMatch(/^compatibility_date/);
  });

  test("is `main` of the configuration when none is given", async () => {
    const project = new Project({ "app/x.ts": ENTRY, "wrangler.toml": 'main = "app/x.ts"\n' });
    expect((await project.run("wrangler")).out).toContain('[[r2_buckets]]\nbinding = "USER_ASSETS"');
  });

  test("may declare secrets", async () => {
    const project = new Project({ "index.ts": SECRET + ENTRY });
    const ran = await project.run("wrangler", "index.ts", "--env", "production");
    expect(JSON.parse(ran.out.split("\n\n#")[0] as string).env.production.secrets).toEqual({ required: ["API_TOKEN"] });
    expect(ran.out).toContain("` instead):\nnpx wrangler secret put API_TOKEN --env production\n");
  });

  test("may name secrets that nobody declares, and then needs them as well", async () => {
    const sealed = (name: string, secret: string) =>
      `storage.bucket({ name: "${name}", encryption: { secret: { kind: "secret_ref", name: "${secret}" } } });\n`;
    const entry = `${SECRET}${ENTRY}${sealed("a", "vault-key")}${sealed("b", "vault-key")}${sealed("c", "api-token")}`;
    const ran = await new Project({ "index.ts": entry }).run("wrangler", "index.ts");
    expect(JSON.parse(ran.out.split("\n\n#")[0] as string).secrets).toEqual({ required: ["API_TOKEN", "VAULT_KEY"] });
  });

  test("may have its secrets in the Secrets Store", async () => {
    const stored = { binding: "API_TOKEN", store_id: "s", secret_name: "n" };
    const fine = { compatibility_date: "2026-08-01", secrets_store_secrets: [stored] };
    const files = { "index.ts": SECRET, "wrangler.json": JSON.stringify(fine) };
    expect(await new Project(files).run("wrangler", "index.ts", "--check")).toMatchObject({ code: 0 });
    const { out } = await new Project(files).run("wrangler", "index.ts");
    expect(JSON.parse(out)).toEqual(fine);
    const written = new Project(files);
    expect(await written.run("wrangler", "index.ts", "--write")).toMatchObject({ code: 0 });
    expect(written.read("wrangler.json")).toBe(JSON.stringify(fine));
  });
});

describe.concurrent("an entry file is refused", () => {
  const refusals: [string, string, string | RegExp, string[]?][] = [
    [
      "whose declared secret has the binding of one that nobody declares",
      'import { secret, storage } from "layeron-storage";\n' +
        'secret.static({ name: "tax-key", binding: "VAULT_KEY" });\n' +
        'storage.kv({ name: "letters", encryption: { secret: { kind: "secret_ref", name: "vault-key" } } });\n',
      'the secret default/tax-key and the secret default/vault-key need the same binding "VAULT_KEY"',
    ],
    [
      "whose bucket has the binding of its secret",
      'import { storage } from "layeron-storage";\n' +
        'storage.bucket({ name: "vault", encryption: { secret: { kind: "secret_ref", name: "vault" } } });\n',
      'the bucket default/vault and the secret default/vault need the same binding "VAULT"',
    ],
    [
      "that declares nothing",
      "export default {};",
      "index.ts declares no bucket and no KV namespace when it is loaded",
    ],
    [
      "that throws, with its own words and place",
      'import { storage } from "layeron-storage";\nfunction fail(): never {\n  throw new TypeError("no luck");\n}\nfail();\n',
      /index\.ts threw an error when it was loaded:\n {2}TypeError: no luck\n {4}at fail \(index\.ts:3:9\)\n {4}at .*index\.ts:5:1/,
    ],
    [
      "that stores something when it is loaded",
      'import { storage } from "layeron-storage";\nawait storage.bucket({ name: "files" }).put("a: b", "v");\n',
      'StorageError: put "a: b" in bucket "default/files": a Worker can do no I/O at its top level; make this call in a handler',
    ],
    [
      "that fetches when it is loaded",
      'import { storage } from "layeron-storage";\nstorage.kv({ name: "a" });\nawait fetch("http://localhost:1/");\n',
      /TypeError: fetch failed: a Worker can do no I\/O at its top level; make this call in a handler\n {2}cause: /,
    ],
    ["that throws what is no error", 'throw "words";', "threw an error when it was loaded:\n  'words' (no Error"],
    [
      "that throws beside its loading",
      'queueMicrotask(() => { throw new Error("later"); }); await new Promise(() => setTimeout(() => {}, 1e6));',
      "Error: later",
    ],
    ["that hangs", "for (;;);", "index.ts was still loading after 1 seconds", ["--timeout", "1"]],
    ["that waits", "await new Promise(() => setTimeout(() => {}, 1e6));", "still loading after 1", ["--timeout", "1"]],
    ["that waits for nothing", "await new Promise(() => {});", "awaits something at its top level that never comes"],
    ["that ends the process", "process.exit(0);", "index.ts ended the process when it was loaded (exit code 0)"],
    [
      "that kills the process",
      'process.kill(process.pid, "SIGKILL");',
      "ended the process when it was loaded (SIGKILL)",
    ],
    [
      "that declares wrongly",
      'import { storage } from "layeron-storage"; storage.bucket({ name: "No" });',
      /StorageError: storage\.bucket options: name must .*\n {4}at .*index\.ts:1:/,
    ],
    ["with a syntax error", "const = 1;", /index\.ts cannot be bundled:\n {2}index\.ts:1:7: /],
    ["whose import is missing", 'import "./no";', /cannot be bundled:\n {2}index\.ts:1:8: Could not resolve "\.\/no"/],
  ];
  test.each(refusals)("%s", async (_what, text, said, args = []) => {
    const ran = await new Project({ "index.ts": text }).run("wrangler", "index.ts", ...args);
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toMatch(/^layeron-storage: /);
    if (typeof said === "string") expect(ran.err).toContain(said);
    else expect(ran.err).toMatch(said);
    expect(ran.err).not.toMatch(/cli\/|node:internal/);
  });

  test("that is not there, or has no configuration to name it", async () => {
    const project = new Project({ "package.json": "{}" });
    expect((await project.run("wrangler", "no.ts")).err).toContain("no.ts: no such file");
    expect((await project.run("wrangler", "node_modules")).err).toContain(
      "node_modules is a folder; name the Worker's entry",
    );
    expect((await project.run("wrangler")).err).toContain("there is no entry file and no wrangler configuration");
    project.put("wrangler.jsonc", "{}");
    expect((await project.run("wrangler")).err).toContain('wrangler.jsonc has no "main"');
    project.put("wrangler.jsonc", '{ "main": "no.ts" }');
    expect((await project.run("wrangler")).err).toContain('"main" is no.ts, and there is no such file');
  });

  test("where no esbuild is installed, with what to install", async () => {
    const ran = await new Project({ "index.ts": ENTRY }, ["layeron-storage"]).run("wrangler", "index.ts");
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain("npm install --save-dev wrangler");
  });

  test("where the package is not installed", async () => {
    const ran = await new Project({ "index.ts": ENTRY }, ["wrangler"]).run("wrangler", "index.ts");
    expect(ran.err).toContain('Could not resolve "layeron-storage"');
  });
});
