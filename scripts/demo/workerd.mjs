/** Workers in workerd, with R2 and KV: `wrangler dev` on their own configurations. */

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failed, root } from "../setup/run.mjs";

const READY = /Ready on (http:\/\/\S+)/;
const PATIENCE_MS = 120_000;

/** The getting-started application. */
export const startInWorkerd = (port) => startWorker("examples/getting-started/wrangler.jsonc", port);

/**
 * The Worker of a configuration, with empty stores, and with variables instead of its own.
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function startWorker(config, port, vars = {}) {
  const state = mkdtempSync(join(tmpdir(), "layeron-worker-"));
  const child = spawn(
    "wrangler",
    ["dev", "--config", config, "--port", String(port), "--ip", "127.0.0.1", "--persist-to", state, ...varsOf(vars)],
    { cwd: root, env: { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "1" }, stdio: ["ignore", "pipe", "pipe"] },
  );
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
    rmSync(state, { recursive: true, force: true });
  };
  try {
    return { url: await ready(child, exited), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const varsOf = (vars) => Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}:${value}`]);

function ready(child, exited) {
  let said = "";
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Failed(`wrangler dev ${why}:\n${said}`));
    const timer = setTimeout(() => fail("did not start in time"), PATIENCE_MS);
    const listen = (text) => {
      said += text;
      const found = READY.exec(said);
      if (found === null) return;
      clearTimeout(timer);
      resolve(found[1]);
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    child.once("error", (error) => fail(`could not be started (${error.message})`));
    exited.then(() => {
      clearTimeout(timer);
      fail("ended");
    });
  });
}
