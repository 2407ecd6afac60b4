/** The getting-started application in Node, on the memory host. */

import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "@hono/node-server";
import { build } from "esbuild";
import { Failed, root } from "../setup/run.mjs";

/** @returns {Promise<{ url: string, stop(): Promise<void> }>} */
export async function startOnMemory(port) {
  const outfile = join(root, "build", "demo", "app.mjs");
  await build({
    entryPoints: [join(root, "examples", "getting-started", "app.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "warning",
  });
  const { default: app } = await import(`${pathToFileURL(outfile)}?${Date.now()}`);
  const server = serve({ fetch: app.fetch, port });
  await Promise.race([
    once(server, "listening"),
    once(server, "error").then(([error]) => {
      throw new Failed(`cannot listen on port ${port}: ${error.message}`);
    }),
  ]);
  return {
    url: `http://localhost:${server.address().port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
