/**
 * Writes a file so that no reader finds half of it.
 *
 * A configuration that was cut short by a crash would be a loss that no diff shows.
 * @module
 */

import {
  chmodSync,
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { shown } from "./paths.js";
import { Refusal } from "./refusal.js";

/** Replaces the file of a configuration; through a symbolic link, the file that the link leads to. */
export function replaceFile({ path, mark, text: before, isNew }, text) {
  if (isNew) {
    writeOrRefuse(path, () => writeFileSync(path, text, { flag: "wx" }));
    return;
  }
  const real = realpathSync(path);
  if (readFileSync(real, "utf8") !== mark + before) {
    throw new Refusal(`${shown(path)} was changed while this ran, and was left as it is; run this again`);
  }
  const temporary = `${real}.${process.pid}.tmp`;
  writeOrRefuse(path, () => {
    try {
      writeFileSync(temporary, mark + text, { flag: "wx" });
      chmodSync(temporary, statSync(real).mode);
      renameSync(temporary, real);
    } finally {
      if (existsSync(temporary)) rmSync(temporary);
    }
  });
}

function writeOrRefuse(path, write) {
  try {
    write();
  } catch (error) {
    if (error.code === undefined) throw error;
    throw new Refusal(`${shown(path)} cannot be written: ${error.message}`);
  }
}
