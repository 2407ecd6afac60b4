/** The other runtimes that run npm's packages from files. */

const row = (name, version, ...command) => ({
  name,
  app: "script",
  tools: { [name]: version },
  checks: {
    import: (app) => app.run(name, [...command, "import.mjs"]),
    require: (app) => app.run(name, [...command, "require.cjs"]),
    TypeScript: (app) => app.run(name, [...command, "app.ts"]),
  },
});

export const rows = [row("deno", "2.9.6", "run", "--allow-all"), row("bun", "1.4.5", "run")];
