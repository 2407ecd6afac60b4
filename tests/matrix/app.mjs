/**
 * One row's application: a fresh folder outside the repository, with the tarball and a tool installed as a user would.
 *
 * Outside, so that nothing of the repository's own node_modules can be found by accident.
 */

import { execFile, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = fileURLToPath(new URL(".", import.meta.url));
const execute = promisify(execFile);
const START_WITHIN = 90_000;

export class App {
  #servers = [];

  constructor(kind) {
    this.folder = mkdtempSync(join(tmpdir(), "layeron-matrix-"));
    cpSync(join(here, "apps", kind), this.folder, { recursive: true });
    cpSync(join(here, "tour.js"), join(this.folder, "tour.js"));
    this.env = {
      ...inherited(),
      PATH: [join(this.folder, "node_modules", ".bin"), dirname(process.execPath), path()].join(delimiter),
      // Tools that would ask, colour or report their use otherwise.
      CI: "1",
      NO_COLOR: "1",
      FORCE_COLOR: "0",
      NEXT_TELEMETRY_DISABLED: "1",
      WRANGLER_SEND_METRICS: "false",
    };
  }

  /** Installs the tarball and tools of these versions. */
  async install(tarball, tools) {
    const named = Object.entries(tools).map(([name, version]) => `${name}@${version}`);
    const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel", "error"];
    await this.run("npm", ["install", "--save-exact", ...quiet, tarball, ...named]);
  }

  /** The version of a tool that really is installed. */
  version(tool) {
    return JSON.parse(readFileSync(join(this.folder, "node_modules", tool, "package.json"), "utf8")).version;
  }

  /** What a program prints; rejects with all of its output when it fails. */
  async run(command, args, env = {}) {
    const options = { cwd: this.folder, env: { ...this.env, ...env }, maxBuffer: 1 << 26, timeout: 180_000 };
    try {
      return (await execute(command, args, options)).stdout.trim();
    } catch (error) {
      const { stdout = "", stderr = "" } = error;
      throw new Error(`${[command, ...args].join(" ")}: ${error.message}\n${stdout}\n${stderr}`);
    }
  }

  /** Starts a server and finds its address in what it prints. */
  serve(command, args, env = {}) {
    const options = {
      cwd: this.folder,
      env: { ...this.env, ...env },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    };
    const child = spawn(command, args, options);
    this.#servers.push(child);
    return new Promise((resolve, reject) => {
      let printed = "";
      const fail = (why) => reject(new Error(`${[command, ...args].join(" ")} ${why}:\n${printed}`));
      const timer = setTimeout(() => fail("gave no address in time"), START_WITHIN);
      const read = (chunk) => {
        printed += chunk;
        const found = /https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\]):\d+/.exec(printed);
        if (found === null) return;
        clearTimeout(timer);
        resolve(found[0]);
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.on("error", (error) => fail(`did not start: ${error.message}`));
      child.on("exit", (code) => fail(`ended with ${code}`));
    });
  }

  /** Stops the servers, with the processes that they started. */
  async stop() {
    for (const child of this.#servers) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      process.kill(-child.pid, "SIGKILL");
      await ended;
    }
    this.#servers = [];
  }

  async remove() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** This process's environment without what `npm run` adds: a user's shell has none of it. */
function inherited() {
  const names = Object.keys(process.env).filter((name) => !/^(npm_|NODE_ENV$|NODE_OPTIONS$|INIT_CWD$)/i.test(name));
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

/** The PATH without the repository's own programs, which would stand in for one that a row forgot to install. */
function path() {
  return process.env.PATH.split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .join(delimiter);
}

/** The text that a server answers with, once it answers. */
export async function fetched(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 2000)}`);
  return text;
}
