/** What `env` of the runtime is while the command runs an application's top level. */

import { describe, expect, test } from "vitest";
import { Project } from "./project.ts";

const HEAD = 'import { env } from "cloudflare:workers"; import { connect, secret, storage } from "layeron-storage";\n';
const projectOf = (body: string, config: object = {}) =>
  new Project({ "index.ts": HEAD + body, "wrangler.jsonc": JSON.stringify(config) });

async function printed(body: string, config: object = {}, ...args: string[]) {
  const ran = await projectOf(body, config).run("wrangler", "index.ts", ...args);
  expect(ran, ran.err).toMatchObject({ code: 0 });
  return { ...ran, config: JSON.parse(ran.out.split("\n\n#")[0] as string) };
}

describe.concurrent("a member of env that the configuration does not have", () => {
  test.each([
    ["is a number", 'storage.kv({ name: "a", ttlSeconds: Number(env.TTL) })'],
    ["is a whole number when it is parsed", 'storage.kv({ name: "a", ttlSeconds: parseInt(env.TTL, 10) })'],
    ["survives arithmetic", 'storage.bucket({ name: "a", lifecycle: { deleteAfterDays: +env.DAYS / 2 + env.X * 1 } })'],
    ["is a number of seconds for days", 'storage.kv({ name: "a", ttlSeconds: Number(env.DAYS) * 86_400 })'],
    ["is a number of bytes", 'secret.random({ name: "k", bytes: Number(env.BYTES) }); storage.kv({ name: "a" })'],
    ["is JSON", 'storage.kv({ name: "a", ttlSeconds: JSON.parse(env.TTL) })'],
    ["is text", 'if (typeof env.A !== "string" || !env.A.trim().split(",")[0]) throw 1; storage.kv({ name: "a" })'],
    ["is bytes", 'if (!new TextEncoder().encode(atob(env.A)).length) throw 1; storage.kv({ name: "a" })'],
    ["is there", 'if (!("A" in env) || env.A === undefined) throw 1; storage.kv({ name: "a" })'],
  ])("%s", async (_what, body) => {
    expect((await printed(body)).err).toMatch(/^note: index\.ts reads env\.\w+(, env\.\w+)? when it is loaded/);
  });

  test("is named in a note, with what stood for it", async () => {
    const { err } = await printed('storage.kv({ name: "a", ttlSeconds: Number(env.TTL) });');
    expect(err).toBe(
      "note: index.ts reads env.TTL when it is loaded, and wrangler.jsonc has it neither in vars nor as a binding; " +
        '"1008" stood for it, so look at what is made of it\n',
    );
  });

  test.each(['"files-" + env.STAGE', '"n".concat(env.STAGE)'])("is never part of a name: %s", async (name) => {
    const project = projectOf(`storage.bucket({ name: ${name} });`);
    const ran = await project.run("wrangler", "index.ts", "--write");
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain(
      "1008 is named by env.STAGE, which wrangler.jsonc has neither in vars nor as a binding; add it there, so that this finds the name",
    );
    expect(project.read("wrangler.jsonc")).toBe("{}");
  });

  test("is named where the application throws over it", async () => {
    const ran = await projectOf('storage.kv({ name: "a" }); new URL(env.ORIGIN);').run("wrangler", "index.ts");
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain("TypeError: Invalid URL");
    expect(ran.err).toContain(
      '"1008" stood for env.ORIGIN, which wrangler.jsonc has neither in vars nor as a binding; add it there, or name a module that only declares',
    );
  });
});

describe.concurrent("a member of env that the configuration has", () => {
  test("is the variable's value, in an environment the environment's", async () => {
    const body = 'storage.bucket({ name: "files-" + env.STAGE, lifecycle: { deleteAfterDays: env.LIMITS.days } });';
    const config = {
      vars: { STAGE: "live", LIMITS: { days: 9 } },
      env: { x: { vars: { STAGE: "test", LIMITS: { days: 2 } } } },
    };
    const live = await printed(body, config);
    expect(live.config.r2_buckets).toEqual([{ binding: "FILES_LIVE", bucket_name: "files-live" }]);
    expect(live.out).toContain("--expire-days 9 ");
    const { out, err } = await printed(body, config, "--env", "x");
    expect(out).toContain('"bucket_name": "files-test-x"');
    expect(err).toBe("");
  });

  test("is a binding that does nothing", async () => {
    const { err } = await printed(
      `const db = env.DB.withSession().prepare("…").bind(1); const { a: { b } } = await db.first();
       class Wrapped { constructor(readonly db = env.DB, readonly kv = env.OTHER) {} }
       if (typeof env.DB !== "object" || b === undefined || !String(env.DB)) throw 1;
       for (const one of env.DB.rows) throw one;
       new Wrapped(); connect(env); storage.kv({ name: "a" });`,
      { d1_databases: [{ binding: "DB" }], kv_namespaces: [{ binding: "OTHER" }] },
    );
    expect(err).toBe("");
  });

  test("can be listed", async () => {
    const { config } = await printed(
      'storage.kv({ name: Object.keys(env).sort().join("-").toLowerCase() + Object.keys({ ...env }).length });',
      { vars: { A: "1" }, r2_buckets: [{ binding: "B", bucket_name: "b-b" }] },
    );
    expect(config.kv_namespaces).toEqual([{ binding: "A_B2" }]);
  });

  test("is a variable of the process, too", async () => {
    const { config } = await printed('storage.kv({ name: process.env.STAGE + "-" + process.env.N });', {
      vars: { STAGE: "live", N: 1 },
    });
    expect(config.kv_namespaces).toEqual([{ binding: "LIVE_1" }]);
  });
});
