/** Environments have stores of their own: what one deletes is still there in the others. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bucketNameIn } from "../../cli/configuration/names.js";
import { Project, SECRET } from "./project.ts";

const FILES = `import { storage } from "layeron-storage";
storage.bucket({ name: "files", lifecycle: { deleteAfterDays: 7 } });
`;
const KV = `import { storage } from "layeron-storage";
storage.kv({ name: "configs" });
`;
const top = { compatibility_date: "2025-03-01", r2_buckets: [{ binding: "FILES", bucket_name: "files" }] };
const shared = { ...top, env: { staging: { r2_buckets: [{ binding: "FILES", bucket_name: "files" }] } } };

const projectOf = (config: object, entry = FILES) =>
  new Project({ "index.ts": entry, "wrangler.jsonc": JSON.stringify(config) });

describe.concurrent("an environment", () => {
  test("gets a bucket of its own, and so do the commands", async () => {
    const project = projectOf({ ...top, env: { staging: {} } });
    const ran = await project.run("wrangler", "index.ts", "--env", "staging", "--write");
    expect(ran, ran.err).toMatchObject({ code: 0, err: "" });
    const { env, r2_buckets: buckets } = JSON.parse(project.read("wrangler.jsonc"));
    expect(env.staging).toEqual({ r2_buckets: [{ binding: "FILES", bucket_name: "files-staging" }] });
    expect(buckets).toEqual(top.r2_buckets);
    expect(ran.out).toContain("r2 bucket create files-staging --update-config=false\n");
    expect(ran.out).toContain("lifecycle add files-staging delete-after-days --expire-days 7 --force\n");
    expect(await project.run("wrangler", "index.ts", "--env", "staging", "--check")).toMatchObject({ code: 0 });
  });

  test("keeps the bucket that its configuration names", async () => {
    const own = { ...top, env: { staging: { r2_buckets: [{ binding: "FILES", bucket_name: "mine" }] } } };
    const { out } = await projectOf(own).run("wrangler", "index.ts", "--env", "staging");
    expect(out).toContain("r2 bucket create mine --update-config=false\n");
  });

  test("gets a KV namespace of its own, whose title wrangler begins with the environment", async () => {
    const { out } = await projectOf(top, KV).run("wrangler", "index.ts", "--env", "staging");
    expect(out).toContain('they are called "staging-…"');
    expect(out).toContain("kv namespace create configs --binding CONFIGS --env staging\n");
  });

  test("is not told again what it inherits", async () => {
    const { out } = await projectOf(top).run("wrangler", "index.ts", "--env", "staging");
    expect(JSON.parse(out.split("\n\n#")[0] as string)).toEqual({
      env: { staging: { r2_buckets: [{ binding: "FILES", bucket_name: "files-staging" }] } },
    });
  });

  test("gets a missing compatibility date from the top level, which all environments inherit", async () => {
    const project = projectOf({ env: { staging: {}, production: {} } });
    await project.run("wrangler", "index.ts", "--env", "staging", "--write");
    const written = JSON.parse(project.read("wrangler.jsonc"));
    expect(written.compatibility_date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(Object.keys(written.env.staging)).toEqual(["r2_buckets"]);
  });

  test("with an old date of the top level gets one of its own; the top level's stays", async () => {
    const project = projectOf({ compatibility_date: "2022-01-01" });
    await project.run("wrangler", "index.ts", "--env", "staging", "--write");
    const written = JSON.parse(project.read("wrangler.jsonc"));
    expect(written.compatibility_date).toBe("2022-01-01");
    expect(written.env.staging.compatibility_date).toBe("2024-09-26");
  });

  test.each([
    ["a bucket", { r2_buckets: [{ binding: "OTHER", bucket_name: "files-staging" }] }],
    [
      "a bucket of another environment",
      { env: { b: { r2_buckets: [{ binding: "X", bucket_name: "files-staging" }] } } },
    ],
  ])("is not given %s that is there already", async (_what, config) => {
    const project = projectOf({ compatibility_date: "2025-03-01", ...config });
    const before = project.read("wrangler.jsonc");
    const ran = await project.run("wrangler", "index.ts", "--env", "staging", "--write");
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain("env.staging.r2_buckets FILES");
    expect(ran.err).toMatch(/r2_buckets (OTHER|X).* would share the bucket "files-staging"/);
    expect(project.read("wrangler.jsonc")).toBe(before);
    expect(await project.run("wrangler", "index.ts", "--env", "staging", "--write", "--shared")).toMatchObject({
      code: 0,
    });
  });
});

describe.concurrent("--check fails where environments share", () => {
  const store = { binding: "API_TOKEN", store_id: "s", secret_name: "n" };
  const date = { compatibility_date: "2025-03-01" };
  const cases: [string, object, string, string][] = [
    ["a bucket", shared, FILES, 'r2_buckets FILES and env.staging.r2_buckets FILES share the bucket "files"'],
    [
      "a bucket under two bindings",
      { ...top, env: { a: { r2_buckets: [{ binding: "OLD", bucket_name: "files" }] } } },
      FILES,
      'r2_buckets FILES and env.a.r2_buckets OLD share the bucket "files"',
    ],
    [
      "a KV namespace",
      {
        ...date,
        kv_namespaces: [{ binding: "CONFIGS", id: "1" }],
        env: {
          a: { kv_namespaces: [{ binding: "CONFIGS", id: "2" }] },
          b: { kv_namespaces: [{ binding: "CONFIGS", id: "2" }] },
        },
      },
      KV,
      'env.a.kv_namespaces CONFIGS and env.b.kv_namespaces CONFIGS share the KV namespace "2"',
    ],
    [
      "a secret of the Secrets Store",
      { ...date, secrets_store_secrets: [store], env: { a: { secrets_store_secrets: [store] } } },
      SECRET,
      'secrets_store_secrets API_TOKEN and env.a.secrets_store_secrets API_TOKEN share the secret "n" of the store "s"',
    ],
  ];
  test.each(cases)("%s, unless --shared says so", async (_what, config, entry, said) => {
    const project = projectOf(config, entry);
    const ran = await project.run("wrangler", "index.ts", "--check");
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain(said);
    expect(ran.err).toContain("--shared");
    expect(ran.err).not.toContain("lacks");
    expect(await project.run("wrangler", "index.ts", "--check", "--shared")).toMatchObject({ code: 0 });
    const printed = await project.run("wrangler", "index.ts");
    expect(printed.code).toBe(0);
    expect(printed.err).toContain(`note: wrangler.jsonc: ${said}`);
    expect((await project.run("wrangler", "index.ts", "--shared")).err).not.toContain(said);
  });

  test.each([
    ["in another jurisdiction", { r2_buckets: [{ binding: "FILES", bucket_name: "files", jurisdiction: "eu" }] }],
    ["in another account", { account_id: "b", r2_buckets: [{ binding: "FILES", bucket_name: "files" }] }],
  ])("but not for a bucket %s", async (_what, a) => {
    const project = projectOf({ ...top, account_id: "a", env: { a } });
    expect(await project.run("wrangler", "index.ts", "--check")).toMatchObject({ code: 0 });
  });

  test("but not for stores that the application does not declare", async () => {
    const other = { binding: "OTHER", bucket_name: "other" };
    const both = { ...top, r2_buckets: [...top.r2_buckets, other], env: { a: { r2_buckets: [other] } } };
    expect(await projectOf(both).run("wrangler", "index.ts", "--check")).toMatchObject({ code: 0 });
  });
});

const R2 = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const declared = (name: string) => ({ name, namespace: "default" });

test.each([
  ["files", "staging", "files-staging"],
  ["a", "b", "a-bucket-b"],
  ["files", "My_Env.2", "files-my-env-2"],
])("the bucket of %s in the environment %s is %s", (name, env, bucket) => {
  expect(bucketNameIn(declared(name), env)).toBe(bucket);
});

test("a bucket's name in an environment is one that R2 takes, and long ones stay apart", () => {
  const names = fc.stringMatching(/^[a-z][a-z0-9-]{0,62}$/);
  const envs = fc.oneof(fc.string({ minLength: 1, maxLength: 80 }), fc.stringMatching(/^[a-zA-Z_-]{1,80}$/));
  fc.assert(
    fc.property(names, envs, (name, env) => {
      expect(bucketNameIn(declared(name), env)).toMatch(R2);
    }),
  );
  const long = "a".repeat(63);
  const made = ["x", "y", "z".repeat(70), `${"z".repeat(70)}y`, "é", "_"].map((env) =>
    bucketNameIn(declared(long), env),
  );
  expect(new Set([...made, bucketNameIn(declared(long), undefined)]).size).toBe(7);
});
