/** What `--write` makes of real files, byte for byte. */

import { chmodSync, lstatSync, readdirSync, renameSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { blocksOf, read } from "../docs/markdown.ts";
import { ENTRY, Project, SECRET } from "./project.ts";

/** Runs `--write` once, and again: the second run changes nothing. */
async function written(file: string, text: string, ...args: string[]) {
  const project = new Project({ "src/index.ts": SECRET + ENTRY, [file]: text });
  const first = await project.run("wrangler", "src/index.ts", "--write", ...args);
  expect(first, first.err).toMatchObject({ code: 0 });
  const result = project.read(file);
  const second = await project.run("wrangler", "src/index.ts", "--write", ...args);
  expect(second.out).toContain(`${file} has everything that src/index.ts needs\n`);
  expect(second.out).not.toContain("@@");
  expect(project.read(file)).toBe(result);
  expect((await project.run("wrangler", "src/index.ts", "--check", ...args)).code).toBe(0);
  return { result, project, ...first };
}

describe.concurrent("a JSONC file", () => {
  test("keeps comments, order, indentation and commas", async () => {
    const { result } = await written(
      "wrangler.jsonc",
      `{
    // who we are
    "name": "app", // short
    "compatibility_date": "2025-03-01",
    "r2_buckets": [
        {
            "binding": "OTHER", /* kept */
            "bucket_name": "other"
        }, // behind OTHER
        // the end of the list
    ],
    "kv_namespaces": [{ "binding": "SESSIONS", "id": "1" }], // one line
    /* last */
}
`,
    );
    expect(result).toBe(`{
    // who we are
    "name": "app", // short
    "compatibility_date": "2025-03-01",
    "r2_buckets": [
        {
            "binding": "OTHER", /* kept */
            "bucket_name": "other"
        }, // behind OTHER
        {
            "binding": "USER_ASSETS",
            "bucket_name": "user-assets"
        },
        // the end of the list
    ],
    "kv_namespaces": [{ "binding": "SESSIONS", "id": "1" }, { "binding": "APP_CONFIGS" }], // one line
    "secrets": {
        "required": ["API_TOKEN"]
    },
    /* last */
}
`);
  });

  test("keeps its ends of line, its byte order mark, and that it has no last newline", async () => {
    const before =
      '\uFEFF{\r\n\t"name": "app",\r\n\t"compatibility_date": "2025-03-01",\r\n\t"secrets": { "required": ["A"] }\r\n}';
    const { result } = await written("wrangler.json", before);
    expect(result).toBe(
      [
        '\uFEFF{\r\n\t"name": "app",\r\n\t"compatibility_date": "2025-03-01",\r\n\t"secrets": { "required": ["A", "API_TOKEN"] },',
        '\t"r2_buckets": [\r\n\t\t{ "binding": "USER_ASSETS", "bucket_name": "user-assets" }\r\n\t],',
        '\t"kv_namespaces": [\r\n\t\t{ "binding": "APP_CONFIGS" }\r\n\t]\r\n}',
      ].join("\r\n"),
    );
  });

  test("gets an environment's bindings into the environment", async () => {
    const { result, out } = await written(
      "wrangler.jsonc",
      '{\n  "compatibility_date": "2025-03-01",\n  "env": {\n    "staging": {}\n  }\n}\n',
      "--env",
      "staging",
    );
    expect(result).toBe(`{
  "compatibility_date": "2025-03-01",
  "env": {
    "staging": {
      "r2_buckets": [
        { "binding": "USER_ASSETS", "bucket_name": "user-assets-staging" }
      ],
      "kv_namespaces": [
        { "binding": "APP_CONFIGS" }
      ],
      "secrets": {
        "required": ["API_TOKEN"]
      }
    }
  }
}
`);
    expect(out).toContain("kv namespace create app-configs --binding APP_CONFIGS --env staging\n");
  });

  test("has its date raised when the package does not work with it", async () => {
    const { result } = await written("wrangler.jsonc", '{ "compatibility_date": "2022-01-01" /* old */ }\n');
    expect(result).toMatch(/^\{ "compatibility_date": "2024-09-26", \/\* old \*\/ "/);
  });
});

describe.concurrent("a TOML file", () => {
  test("keeps comments, order and both kinds of lists", async () => {
    const { result } = await written(
      "wrangler.toml",
      `name = "app" # short
compatibility_date = "2025-03-01"
text = """
[[r2_buckets]] # no header
"""
kv_namespaces = [
  # sessions
  { binding = "SESSIONS", id = "1" }, # theirs
]

# the first bucket
[[r2_buckets]]
binding = "OTHER" # kept
bucket_name = "other"

# what follows
[vars]
A = 1

[env.staging]
name = "s"`,
    );
    expect(result).toBe(`name = "app" # short
compatibility_date = "2025-03-01"
text = """
[[r2_buckets]] # no header
"""
kv_namespaces = [
  # sessions
  { binding = "SESSIONS", id = "1" }, # theirs
  { binding = "APP_CONFIGS" },
]

# the first bucket
[[r2_buckets]]
binding = "OTHER" # kept
bucket_name = "other"

[[r2_buckets]]
binding = "USER_ASSETS"
bucket_name = "user-assets"

# what follows
[vars]
A = 1

[secrets]
required = ["API_TOKEN"]

[env.staging]
name = "s"`);
  });

  test("keeps dotted keys and ends of line", async () => {
    const { result } = await written(
      "wrangler.toml",
      'compatibility_date = "2025-03-01"\r\nsecrets.required = [ "A" ]\r\n# end\r\n',
    );
    expect(result.split("\r\n")).toEqual([
      'compatibility_date = "2025-03-01"',
      'secrets.required = [ "A", "API_TOKEN" ]',
      "# end",
      "",
      "[[r2_buckets]]",
      'binding = "USER_ASSETS"',
      'bucket_name = "user-assets"',
      "",
      "[[kv_namespaces]]",
      'binding = "APP_CONFIGS"',
      "",
    ]);
  });

  test("gets an environment's bindings below the environment", async () => {
    const { result } = await written(
      "wrangler.toml",
      '[env.prod]\ncompatibility_date = "2025-03-01"\n[env.staging]\nname = "s"\n',
      "--env",
      "prod",
    );
    expect(result).toBe(`[env.prod]
compatibility_date = "2025-03-01"

[[env.prod.r2_buckets]]
binding = "USER_ASSETS"
bucket_name = "user-assets-prod"

[[env.prod.kv_namespaces]]
binding = "APP_CONFIGS"

[env.prod.secrets]
required = ["API_TOKEN"]

[env.staging]
name = "s"
`);
  });
});

describe.concurrent("the file", () => {
  test("is shown as a diff, then written", async () => {
    const { out } = await written(
      "wrangler.jsonc",
      '{\n  "compatibility_date": "2025-03-01",\n  "kv_namespaces": []\n}\n',
    );
    expect(out.split("\n\n#")[0]).toBe(
      `--- wrangler.jsonc
+++ wrangler.jsonc
@@ -1,4 +1,12 @@
 {
   "compatibility_date": "2025-03-01",
-  "kv_namespaces": []
+  "kv_namespaces": [
+    { "binding": "APP_CONFIGS" }
+  ],
+  "r2_buckets": [
+    { "binding": "USER_ASSETS", "bucket_name": "user-assets" }
+  ],
+  "secrets": {
+    "required": ["API_TOKEN"]
+  }
 }

Changed wrangler.jsonc.
`.trimEnd(),
    );
  });

  test("is made when there is none, with the package's name", async () => {
    const project = new Project({ "package.json": '{ "name": "@me/My App" }', "src/index.ts": ENTRY });
    expect((await project.run("wrangler", "src/index.ts", "--check")).err).toContain(
      "there is no wrangler.jsonc, and src/index.ts needs it with:\n",
    );
    const ran = await project.run("wrangler", "src/index.ts", "--write");
    expect(ran.out).toMatch(/^--- \/dev\/null\n\+\+\+ wrangler\.jsonc\n/);
    expect(ran.out).toContain("\nCreated wrangler.jsonc.\n");
    expect(JSON.parse(project.read("wrangler.jsonc"))).toEqual({
      name: "my-app",
      main: "src/index.ts",
      compatibility_date: "2026-08-01",
      r2_buckets: [{ binding: "USER_ASSETS", bucket_name: "user-assets" }],
      kv_namespaces: [{ binding: "APP_CONFIGS" }],
    });
    expect((await project.run("wrangler", "--check")).code).toBe(0);
  });

  test("is made as TOML when that is asked for", async () => {
    const project = new Project({ "package.json": "{}", "src/index.ts": ENTRY });
    expect((await project.run("wrangler", "src/index.ts", "--write", "--format", "toml")).code).toBe(0);
    expect(project.read("wrangler.toml")).toMatch(
      /^name = "layeron-cli-\w+"\nmain = "src\/index.ts"\ncompatibility_date = /,
    );
  });

  test("is that which wrangler takes, from the entry file's folder upwards", async () => {
    const project = new Project({
      "a/b/index.ts": ENTRY,
      "a/wrangler.toml": "",
      "wrangler.jsonc": "{}",
      "other.json": "{}",
    });
    expect((await project.run("wrangler", "a/b/index.ts", "--check")).err).toContain("wrangler.jsonc lacks");
    project.put("wrangler.json", "{}");
    expect((await project.run("wrangler", "a/b/index.ts", "--check")).err).toContain("wrangler.json lacks");
    const named = await project.run("wrangler", "a/b/index.ts", "--check", "--config", "other.json");
    expect(named.err).toContain("other.json lacks");
  });

  test("keeps its mode, and a symbolic link stays one", async () => {
    const project = new Project({ "index.ts": ENTRY, "wrangler.jsonc": "{}" });
    const at = (name: string) => join(project.folder, name);
    renameSync(at("wrangler.jsonc"), at("real.jsonc"));
    symlinkSync("real.jsonc", at("wrangler.jsonc"));
    chmodSync(at("real.jsonc"), 0o640);
    expect((await project.run("wrangler", "index.ts", "--write")).code).toBe(0);
    expect(lstatSync(at("wrangler.jsonc")).isSymbolicLink()).toBe(true);
    expect(statSync(at("real.jsonc")).mode & 0o777).toBe(0o640);
    expect(project.read("real.jsonc")).toContain("USER_ASSETS");
    expect(readdirSync(project.folder).sort()).toEqual(["index.ts", "node_modules", "real.jsonc", "wrangler.jsonc"]);
  });

  test("gives what it says about a binding: the bucket's own name, jurisdiction and id", async () => {
    const { result, out } = await written(
      "wrangler.jsonc",
      `{
  "compatibility_date": "2025-03-01",
  "r2_buckets": [{ "binding": "USER_ASSETS", "bucket_name": "mine", "jurisdiction": "eu" }],
  "kv_namespaces": [{ "binding": "APP_CONFIGS", "id": "abc" }],
  "secrets": { "required": ["API_TOKEN"] }
}
`.replace('"API_TOKEN"', '"X"'),
    );
    expect(result).toContain('"required": ["X", "API_TOKEN"]');
    expect(out).toContain("lifecycle add mine delete-after-days --expire-days 30 --jurisdiction eu --force\n");
    expect(out).not.toContain("kv namespace create");
  });

  test("is left alone when it changes in the meantime", async () => {
    const project = new Project({
      "index.ts": `import { appendFileSync } from "node:fs"; appendFileSync("wrangler.jsonc", "// new");${ENTRY}`,
      "wrangler.jsonc": "{}\n",
    });
    const ran = await project.run("wrangler", "index.ts", "--write");
    expect(ran.code).toBe(1);
    expect(ran.err).toContain("wrangler.jsonc was changed while this ran, and was left as it is; run this again");
    expect(project.read("wrangler.jsonc")).toBe("{}\n// new");
  });
});

test("KV namespaces whose names would be the same are created under two", async () => {
  const project = new Project({
    "index.ts": `import { storage } from "layeron-storage";
      storage.kv({ name: "c", namespace: "a-b", binding: "ONE" }); storage.kv({ name: "b-c", namespace: "a", binding: "TWO" });`,
  });
  const { out } = await project.run("wrangler", "index.ts");
  expect(out).toContain("kv namespace create ONE --binding ONE\n");
  expect(out).toContain("kv namespace create TWO --binding TWO\n");
});

test("the example of docs/wrangler.md is what the command prints", async () => {
  const blocks = blocksOf(read("docs/wrangler.md"));
  const blockOf = (wanted: string) => blocks.find(({ kind }) => kind === wanted)?.text ?? "";
  const project = new Project({
    "src/index.ts": blockOf("ts"),
    "wrangler.jsonc": `{
  "name": "files",
  "main": "src/index.ts",
  "compatibility_date": "2026-08-01",
  "r2_buckets": [
    { "binding": "BACKUPS", "bucket_name": "backups" } // written every night
  ]
}
`,
  });
  expect(await project.run("wrangler", "--write")).toEqual({ code: 0, err: "", out: blockOf("text") });
});
