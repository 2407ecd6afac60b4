/**
 * Texts of configurations as values, or the place where they are wrong.
 *
 * Reading the file and checking what was written parse in the same way.
 * @module
 */

import * as jsonc from "jsonc-parser";
import * as toml from "smol-toml";
import { shown } from "../paths.js";
import { Refusal } from "../refusal.js";

/** @returns {object} the configuration's value */
export function parsed(format, text, path) {
  const value = format === "toml" ? fromToml(text, path) : fromJsonc(text, path);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new Refusal(`${shown(path)} must hold an object, with the settings as its members`);
}

function fromJsonc(text, path) {
  const errors = [];
  const value = jsonc.parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first === undefined) return value;
  const said = jsonc.printParseErrorCode(first.error).replace(/\B[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  throw wrong(path, placeOf(text, first.offset), said);
}

function fromToml(text, path) {
  try {
    return toml.parse(text);
  } catch (error) {
    if (!(error instanceof toml.TomlError)) throw error;
    const said = error.message.split("\n")[0].replace("Invalid TOML document: ", "");
    throw wrong(path, error, said);
  }
}

const wrong = (path, { line, column }, said) =>
  new Refusal(`${shown(path)}:${line}:${column}: syntax error: ${said}; correct it first`);

/** Line and column of an offset, both from 1. */
export function placeOf(text, offset) {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length, column: before.at(-1).length + 1 };
}
