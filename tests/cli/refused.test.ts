/** Configurations that cannot be merged, and command lines that make no sense. */

import { describe, expect, test } from "vitest";
import { ENTRY, Project } from "./project.ts";

const BOTH = `import { storage } from "layeron-storage";
storage.bucket({ name: "c", namespace: "a-b", binding: "ONE" });
storage.bucket({ name: "b-c", namespace: "a", binding: "TWO" });
`;

/** File, its text, the message, further arguments, another entry. */
const refused: Record<string, [string, string, string | RegExp, string[]?, string?]> = {
  "a D1 database of the binding's name": [
    "wrangler.jsonc",
    '{ "d1_databases": [{ "binding": "A" }, { "binding": "USER_ASSETS" }] }',
    'wrangler.jsonc: the binding "USER_ASSETS" is already d1_databases[1], and default/user-assets needs it in r2_buckets',
  ],
  "a variable of the binding's name": [
    "wrangler.toml",
    "[env.x.vars]\nAPP_CONFIGS = 1\n",
    'the binding "APP_CONFIGS" is already env.x.vars.APP_CONFIGS, and default/app-configs needs it in env.x.kv_namespaces',
    ["--env", "x"],
  ],
  "a Durable Object of the binding's name": [
    "wrangler.jsonc",
    '{ "durable_objects": { "bindings": [{ "name": "USER_ASSETS", "class_name": "X" }] } }',
    "is already durable_objects.bindings[0]",
  ],
  "a rate limit of the binding's name": [
    "wrangler.toml",
    '[[ratelimits]]\nname = "APP_CONFIGS"\n',
    'the binding "APP_CONFIGS" is already ratelimits[0]',
  ],
  "a binding that is there twice": [
    "wrangler.jsonc",
    '{ "r2_buckets": [{ "binding": "USER_ASSETS" }, { "binding": "USER_ASSETS" }] }',
    "is already r2_buckets[0] and r2_buckets[1]",
  ],
  "an object where a list must be": [
    "wrangler.jsonc",
    '{ "r2_buckets": { "binding": "X" } }',
    'wrangler.jsonc: r2_buckets is {"binding":"X"}; it must be a list of { "binding", "bucket_name" }',
  ],
  "an entry without binding": [
    "wrangler.toml",
    "[[kv_namespaces]]\nid = '1'\n",
    'kv_namespaces[0] is {"id":"1"}; it must be an object with a string "binding"',
  ],
  "a bucket_name of another type": [
    "wrangler.jsonc",
    '{ "r2_buckets": [{ "binding": "A", "bucket_name": 1 }] }',
    "r2_buckets[0].bucket_name is 1; it must be a string",
  ],
  "secrets of another form": [
    "wrangler.jsonc",
    '{ "secrets": ["A"] }',
    'secrets is ["A"]; it must be an object with a list "required"',
  ],
  "required secrets of another form": [
    "wrangler.jsonc",
    '{ "secrets": { "required": "A" } }',
    'secrets.required is "A"; it must be a list of names',
  ],
  "an object where the Secrets Store's list must be": [
    "wrangler.jsonc",
    '{ "secrets_store_secrets": { "binding": "API_TOKEN" } }',
    'secrets_store_secrets is {"binding":"API_TOKEN"}; it must be a list of { "binding", "secret_name" }',
  ],
  "nothing where an entry of the Secrets Store must be": [
    "wrangler.jsonc",
    '{ "secrets_store_secrets": [null] }',
    'secrets_store_secrets[0] is null; it must be an object with a string "binding"',
  ],
  "a spelling of wrangler 1": [
    "wrangler.toml",
    "kv-namespaces = []\n",
    'kv-namespaces is []; it must be called "kv_namespaces", as wrangler 4 has it',
  ],
  "environments that are none": ["wrangler.jsonc", '{ "env": [] }', '"env" must be an object of environments'],
  "a date that is none": [
    "wrangler.toml",
    "compatibility_date = 2025-01-01\n",
    "compatibility_date is 2025-01-01 without quotes; it must be a string",
  ],
  "no object": ["wrangler.jsonc", "[]", "wrangler.jsonc must hold an object"],
  "a syntax error in JSONC": [
    "wrangler.jsonc",
    '{\n  "a": 1\n  "b": 2\n}',
    "wrangler.jsonc:3:3: syntax error: Comma expected; correct it first",
  ],
  "a syntax error in TOML": ["wrangler.toml", 'a = 1\nb = "x\n', /wrangler\.toml:2:\d+: syntax error: /],
  "bytes that are no UTF-8": ["wrangler.jsonc", "latin1", "wrangler.jsonc is not UTF-8"],
  "an inline table": [
    "wrangler.toml",
    "\nenv = { x = { name = 'a' } }\n",
    /wrangler\.toml:2:1: env is an inline table; write it as \[env\], or add this by hand/,
    ["--env", "x"],
  ],
  "a member that is there twice": [
    "wrangler.jsonc",
    '{ "r2_buckets": [], "r2_buckets": [] , "name": "a" }',
    "is written in a way that cannot be added to, and was left as it is",
  ],
  "two instances in one bucket": [
    "wrangler.jsonc",
    "{}",
    'wrangler.jsonc: a-b/c and a/b-c would share the bucket "a-b-c"; give one of them another, such as { "binding": "TWO", "bucket_name": "a-b-c-2" } in r2_buckets',
    [],
    BOTH,
  ],
  "another format": [
    "wrangler.jsonc",
    "{}",
    "wrangler.jsonc is jsonc, so --write cannot make it toml",
    ["--format", "toml"],
  ],
};

describe.concurrent("refused, and left as it is, is", () => {
  test.each(Object.entries(refused))("%s", async (_what, [file, given, said, args = [], entry = ENTRY]) => {
    const project = new Project({ "index.ts": entry, [file]: given });
    if (given === "latin1") project.putBytes(file, Buffer.from([0x7b, 0xe9, 0x7d]));
    const before = project.read(file);
    const ran = await project.run("wrangler", "index.ts", "--write", ...args);
    expect(ran).toMatchObject({ code: 1, out: "" });
    if (typeof said === "string") expect(ran.err).toContain(said);
    else expect(ran.err).toMatch(said);
    expect(ran.err).toMatch(/^layeron-storage: .*\n$/s);
    expect(ran.err).not.toMatch(/^ +at /m);
    expect(project.read(file)).toBe(before);
  });

  test("two instances in one bucket no more, once one has another", async () => {
    const project = new Project({
      "index.ts": BOTH,
      "wrangler.jsonc": '{ "r2_buckets": [{ "binding": "TWO", "bucket_name": "a-b-c-2" }] }',
    });
    expect((await project.run("wrangler", "index.ts", "--write")).code).toBe(0);
    expect(project.read("wrangler.jsonc")).toContain('{ "binding": "ONE", "bucket_name": "a-b-c" }');
  });
});

describe.concurrent("the command line", () => {
  const usage: [string[], string][] = [
    [["wrangle"], 'unknown command "wrangle"'],
    [["--wrong"], 'unknown option "--wrong"'],
    [["constructor"], 'unknown command "constructor"'],
    [["wrangler", "--wrong"], "Unknown option '--wrong'"],
    [["wrangler", "--env"], "Option '--env <value>' argument missing"],
    [["wrangler", "--env="], "--env is empty"],
    [["wrangler", "a.ts", "b.ts"], '"b.ts" is a second one'],
    [["wrangler", "--write", "--check"], "--check changes nothing and --write does; take one of them"],
    [["wrangler", "--format", "yaml"], '--format is jsonc or toml, not "yaml"'],
    [["wrangler", "--timeout", "soon"], '--timeout is a number of seconds, at most 3600, not "soon"'],
  ];
  test.each(usage)("%j is a wrong call", async (args, said) => {
    const ran = await new Project({}).run(...args);
    expect(ran).toMatchObject({ code: 2, out: "" });
    expect(ran.err).toBe(`layeron-storage: ${ran.err.slice(17)}`);
    expect(ran.err).toContain(said);
    expect(ran.err).toMatch(/\nSee `npx layeron-storage --help`\.\n$/);
  });

  test("without a command shows the help, as a wrong call", async () => {
    expect(await new Project({}).run()).toMatchObject({ code: 2, out: "" });
  });

  test.each([[["--help"]], [["-h"]], [["wrangler", "--help"]], [["wrangler", "x.ts", "-h"]]])(
    "%j shows the help",
    async (args) => {
      const ran = await new Project({}).run(...args);
      expect(ran).toMatchObject({ code: 0, err: "" });
      expect(ran.out).toMatch(/^Usage: npx layeron-storage/m);
      expect(Math.max(...ran.out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
    },
  );

  test.each(["--version", "-v"])("%s shows the version", async (option) => {
    expect((await new Project({}).run(option)).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test("--config must name a configuration", async () => {
    const project = new Project({ "index.ts": ENTRY });
    expect((await project.run("wrangler", "index.ts", "--config", "no.jsonc")).err).toContain("no.jsonc: no such file");
    expect((await project.run("wrangler", "index.ts", "--config", "index.ts")).err).toContain(
      "ends in .json, .jsonc or .toml",
    );
  });
});

describe.concurrent("--check", () => {
  test("lists what is missing on stderr, and nothing else anywhere", async () => {
    const project = new Project({
      "index.ts": ENTRY,
      "wrangler.jsonc": '{ "r2_buckets": [{ "binding": "USER_ASSETS" }] }',
    });
    expect(await project.run("wrangler", "index.ts", "--check", "--env", "x")).toEqual({
      code: 1,
      out: "",
      err: `wrangler.jsonc lacks what index.ts needs:
  compatibility_date: "2026-08-01"
  env.x.r2_buckets: {"binding":"USER_ASSETS","bucket_name":"user-assets-x"}
  env.x.kv_namespaces: {"binding":"APP_CONFIGS"}
npx layeron-storage wrangler index.ts --env x --write adds it
`,
    });
  });

  test("names the options with which it was called", async () => {
    const project = new Project({ "index.ts": ENTRY, "other.json": "{}" });
    const args = ["wrangler", "index.ts", "--config", "other.json", "--env", "x y"];
    expect((await project.run(...args, "--check")).err).toContain(
      "wrangler index.ts --config other.json --env 'x y' --write adds it",
    );
    expect((await project.run(...args)).out).toContain("--binding APP_CONFIGS --config other.json --env 'x y'\n");
  });

  test("says in one line that nothing is", async () => {
    const project = new Project({ "index.ts": ENTRY, "wrangler.jsonc": "{}" });
    await project.run("wrangler", "index.ts", "--write");
    expect(await project.run("wrangler", "index.ts", "--check")).toEqual({
      code: 0,
      out: "",
      err: "wrangler.jsonc has everything that index.ts needs\n",
    });
  });
});

describe.concurrent("a note", () => {
  const note = async (text: string, ...args: string[]) =>
    (await new Project({ "index.ts": ENTRY, "wrangler.jsonc": text }).run("wrangler", "index.ts", ...args)).err;

  test("says that environments inherit no bindings", async () => {
    const text = '{ "env": { "a": {}, "b": {} } }';
    expect(await note(text)).toMatch(
      /^note: environments inherit no bindings, and wrangler\.jsonc has a, b; use --env <name>/,
    );
    expect(await note(text, "--env", "a")).toBe("");
    expect(await note(text, "--env", "c")).toBe(
      "note: wrangler.jsonc had no environment c; its environments are a, b\n",
    );
  });

  test("says that a flag leaves the package without bindings", async () => {
    expect(await note('{ "compatibility_flags": ["disallow_importable_env"] }')).toContain(
      "call connect(env) in every handler",
    );
  });

  test("says that a bucket has no name", async () => {
    expect(await note('{ "r2_buckets": [{ "binding": "USER_ASSETS" }] }')).toContain(
      "the bucket of USER_ASSETS has no bucket_name",
    );
  });
});
