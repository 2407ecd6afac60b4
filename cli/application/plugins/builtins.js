/**
 * What a Worker imports from its runtime: `cloudflare:*` becomes a stand-in, Node's modules stay imports.
 *
 * A module's top level extends the runtime's classes and seldom does more with them, so empty classes will do.
 * @module
 */

import { isBuiltin } from "node:module";
import { envSource } from "./env.js";

const RUNTIME = "cloudflare";

/**
 * CommonJS, because its names need not be known: esbuild reads each of them from the prototype of what is exported, and
 * that answers to every name.
 */
const standIn = (env) => `
const made = new Map([["env", ${envSource(env)}], ["__esModule", undefined], ["then", undefined]]);
const named = new Proxy({}, {
  get(_, name) {
    if (typeof name === "symbol") return undefined;
    if (!made.has(name)) made.set(name, Object.defineProperty(function () {}, "name", { value: name }));
    return made.get(name);
  },
});
module.exports = Object.create(named);
`;

/**
 * @param env what is known of `env`: see env.js
 * @returns an esbuild plugin
 */
export const builtins = (env) => ({
  name: "builtins",
  setup(build) {
    build.onResolve({ filter: /^(cloudflare|workerd):|^__STATIC_CONTENT_MANIFEST$/ }, ({ path }) => ({
      path,
      namespace: RUNTIME,
    }));
    build.onLoad({ filter: /./, namespace: RUNTIME }, () => ({ contents: standIn(env), loader: "js" }));
    build.onResolve({ filter: /^[a-z0-9_:/]+$/ }, ({ path }) =>
      isBuiltin(path) ? { path, external: true } : undefined,
    );
  },
});
