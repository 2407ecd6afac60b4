/** Projects in folders of their own, and the real program run on them. */

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "cli", "main.js");

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files, the package, and wrangler with its esbuild. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "layeron-cli-"));

  constructor(files: Record<string, string>, installed = ["layeron-storage", "wrangler"]) {
    folders.push(this.folder);
    for (const [path, text] of Object.entries(files)) this.put(path, text);
    mkdirSync(join(this.folder, "node_modules"), { recursive: true });
    for (const name of installed) {
      const target = name === "layeron-storage" ? root : join(root, "node_modules", name);
      symlinkSync(target, join(this.folder, "node_modules", name), "dir");
    }
  }

  put(path: string, text: string) {
    const full = join(this.folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }

  putBytes(path: string, bytes: Uint8Array) {
    writeFileSync(join(this.folder, path), bytes);
  }

  read(path: string) {
    return readFileSync(join(this.folder, path), "utf8");
  }

  /** `npx layeron-storage …` in the folder. */
  run(...args: string[]) {
    return this.node(main, ...args);
  }

  /** Any program of Node's in the folder. */
  node(program: string, ...args: string[]): Promise<Ran> {
    return new Promise((resolve, reject) => {
      const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1", WRANGLER_SEND_METRICS: "false" };
      const child = spawn(process.execPath, [program, ...args], { cwd: this.folder, env });
      const ran: Ran = { code: null, out: "", err: "" };
      child.stdout.on("data", (data) => {
        ran.out += data;
      });
      child.stderr.on("data", (data) => {
        ran.err += data;
      });
      child.on("error", reject);
      child.on("close", (code) => resolve({ ...ran, code }));
    });
  }
}

/** An entry file with a bucket whose objects expire, and a KV namespace. */
export const ENTRY = `import { storage } from "layeron-storage";
const days: number = 30;
storage.bucket({ name: "user-assets", lifecycle: { deleteAfterDays: days } });
storage.kv({ name: "app-configs" });
export default { fetch: () => new Response("ok") };
`;

/** The lines that declare a secret. */
export const SECRET = `import { secret } from "layeron-storage";
secret.static({ name: "api-token" });
`;
