/** Programs that the documentation shows: compiled and run as a reader would. */

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { run } from "./commands.ts";
import { root } from "./markdown.ts";

const TSCONFIG = {
  extends: "../../tests/types/tsconfig.base.json",
  compilerOptions: {
    module: "esnext",
    moduleResolution: "bundler",
    lib: ["es2023", "dom", "dom.iterable"],
    types: ["node"],
    // The example's reader compiles with vitest's declarations, not with what they refer to.
    skipLibCheck: true,
  },
  include: ["*.ts"],
};

/** An empty folder for programs. Inside the repository, so that the package's name means the package. */
export function programFolder(name: string): string {
  const folder = join(root, "build", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
  return folder;
}

/** What tsc says to the programs of a folder, under strict options. */
export async function compilerOn(folder: string): Promise<string> {
  const { stdout } = await run(join(root, "node_modules/.bin/tsc"), ["--project", folder, "--pretty", "false"], {
    cwd: root,
  }).catch((error) => error);
  return stdout;
}

/** As a reader would run it: not as a part of this test run, and not in production. */
export const READERS_ENV = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1" };

/** Runs a program; it prints what the comments beside its `console.log` say. */
export async function expectSaid(folder: string, path: string, text: string) {
  const { stdout } = await run(process.execPath, [path], { cwd: folder, env: READERS_ENV });
  const said = [...text.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, comment]) => comment);
  expect(said).not.toEqual([]);
  expect(stdout.trim().split("\n")).toEqual(said);
}
