/** bench/worker.js in workerd, with a build of the package. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TESTED_DATE } from "../cli/configuration/dates.js";
import { startWorker } from "../scripts/demo/workerd.mjs";
import { Failed, root } from "../scripts/setup/run.mjs";

/**
 * Starts it.
 * @param {string} name of the build
 * @param {string} entry its entry for workerd
 * @returns {Promise<{ measure(subject: string): Promise<any>, stop(): Promise<void> }>}
 */
export async function startBench(name, entry) {
  const { url, stop } = await startWorker(configured(name, entry), 0);
  const measure = async (subject) => {
    const response = await fetch(new URL(subject, url));
    if (!response.ok) throw new Failed(`measuring ${subject} failed in workerd:\n${await response.text()}`);
    return response.json();
  };
  return { measure, stop };
}

/** The path of a configuration in which the Worker imports this build. */
function configured(name, entry) {
  const folder = join(root, "build", "bench");
  const path = join(folder, `${name}.json`);
  const config = {
    name: `bench-${name}`,
    main: join(root, "bench", "worker.js"),
    compatibility_date: TESTED_DATE,
    alias: { "layeron-storage": entry },
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, JSON.stringify(config));
  return path;
}
