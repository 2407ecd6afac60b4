/** The Nodes that are supported, with the three TypeScripts that people use. */

const run = (file) => (app) => app.run("node", [file]);

const compiled = (resolution) => async (app) => {
  await app.run("tsc", ["--project", `tsconfig.${resolution}.json`]);
  return app.run("node", [`${resolution}/app.js`]);
};

const row = (major, node, typescript) => ({
  name: `node-${major}`,
  app: "script",
  tools: { node, typescript },
  prepare: async (app) => {
    const version = await app.run("node", ["--version"]);
    if (version !== `v${node}`) throw new Error(`this is Node ${version}`);
  },
  checks: {
    import: run("import.mjs"),
    require: run("require.cjs"),
    slim: run("slim.mjs"),
    "TypeScript (node16)": compiled("node16"),
    "TypeScript (bundler)": compiled("bundler"),
  },
});

export const rows = [row(20, "20.20.2", "5.9.3"), row(22, "22.23.3", "6.0.3"), row(24, "24.21.0", "7.0.2")];
