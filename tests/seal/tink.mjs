/**
 * Google Tink for Python, in a folder of its own: found there, or installed from PyPI.
 * @module
 */

import { execFile } from "node:child_process";
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const TINK = "tink==1.16.1";
const FOLDER = join(tmpdir(), `layeron-storage-${TINK}`);
const PYTHON = join(FOLDER, "bin", "python");

const run = promisify(execFile);

const check = () => run(PYTHON, ["-c", "import tink.streaming_aead"]);

async function install() {
  // Made beside, so that of two runs at once each sees a whole one or none.
  const made = mkdtempSync(`${FOLDER}-`);
  try {
    await run("python3", ["-m", "venv", made]);
    await run(join(made, "bin", "python"), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", TINK]);
    renameSync(made, FOLDER);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** Where a Python with Tink is; else why there is none. */
export async function pythonWithTink() {
  try {
    await check().catch(async () => {
      await install().catch((error) => check().catch(() => Promise.reject(error)));
      await check();
    });
    return { python: PYTHON };
  } catch (error) {
    const [line] = (error.stderr || error.message).trim().split("\n").slice(-1);
    return { why: `no Python with ${TINK}: ${line}` };
  }
}
