/** Small Workers in workerd, each with bindings, date and flags of its own. */

import { basename } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { root } from "../../scripts/setup/run.mjs";

export interface Worker {
  code: string;
  env?: Record<string, unknown>;
  date?: string;
  flags?: string[];
  /** The export condition that it is bundled with. */
  condition?: "workerd" | "browser";
}

/** What a Worker answers one request with; rejects with what workerd says of one that does not start. */
export async function answerOf(worker: Worker) {
  const miniflare = await started(worker);
  try {
    return await (await miniflare.dispatchFetch("http://worker/")).text();
  } finally {
    await miniflare.dispose();
  }
}

/** A Worker that waits for requests. */
export async function started({ code, env = {}, date = "2026-08-01", flags = [], condition = "workerd" }: Worker) {
  return new Miniflare({
    workers: [
      {
        config: {
          name: "worker",
          compatibilityDate: date,
          compatibilityFlags: flags,
          manifest: { mainModule: "worker.js", modules: await modulesOf(code, condition) },
          env,
        } as never,
      },
    ],
    handleStructuredLogs: () => {},
  });
}

async function modulesOf(code: string, condition: string) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root, sourcefile: "worker.ts", loader: "ts" },
    bundle: true,
    write: false,
    outdir: "unused",
    format: "esm",
    target: "es2022",
    conditions: [condition],
    external: ["cloudflare:workers"],
    loader: { ".wasm": "copy" },
  });
  return Object.fromEntries(
    outputFiles.map(({ path, contents, text }) =>
      path.endsWith(".wasm")
        ? [basename(path), { type: "wasm", contents }]
        : ["worker.js", { type: "esm", contents: text }],
    ),
  );
}
