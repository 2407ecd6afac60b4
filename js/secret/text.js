/**
 * Secrets, from the text in which the host has them.
 *
 * They are read here and go to Web Crypto: no secret enters the memory of the wasm.
 * @module
 */

import { decoded } from "../base64url.js";
import { caused } from "../errors.js";
import { isArray } from "../frame.js";
import { refusal } from "../questions.js";

/** As Google Tink has it for keys that others are derived from. */
const MIN_BYTES = 32;
const MAX_BYTES = 1024;

/**
 * @typedef {object} Secret
 * @property {string} name under which the host has it
 * @property {string} current the version that new work is done with
 * @property {Map<string, Uint8Array<ArrayBuffer>>} versions those that are valid, by their names
 */

/**
 * The secret of a name among the bindings: a string, or a Secrets Store's object with `get()`.
 * @returns {Promise<Secret>}
 */
export async function secretOf(host, name, at) {
  const text = await textOf(name, host);
  return text.startsWith("{")
    ? versioned(text, name, at)
    : { name, current: "", versions: new Map([["", bytesOf(text, name)]]) };
}

async function textOf(name, { all, where, made = ` | npx wrangler secret put ${name}` }) {
  let secret;
  try {
    secret = all[name];
    if (typeof secret?.get === "function") secret = await secret.get();
  } catch (error) {
    throw caused(missing(`reading secret "${name}" of ${where} threw an error, which is the cause`), error);
  }
  if (secret === undefined || secret === null) {
    throw missing(`${where} has no secret "${name}"; make one with: openssl rand -base64 32${made}`);
  }
  if (typeof secret !== "string") throw invalid(name, `must be a string, and has the type ${typeof secret}`);
  return secret.trim();
}

const missing = (message) => refusal("storage_secret_missing", message);
export const invalid = (name, why) => refusal("storage_invalid_secret", `secret "${name}" ${why}`);

/** `{"current":"v2","versions":{"v1":{"value":"…","expiresAt":"…"},"v2":{"value":"…"}}}` */
function versioned(text, name, at) {
  let parsed;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The engine's own words may quote the secret.
    throw invalid(name, "begins like JSON and is none");
  }
  const { current, versions, ...rest } = parsed;
  known(rest, name, "");
  if (typeof current !== "string" || typeof versions !== "object" || versions === null || isArray(versions)) {
    throw invalid(name, 'must have the members "current", a string, and "versions", an object');
  }
  const valid = new Map();
  for (const [version, entry] of Object.entries(versions)) {
    const which = `version ${shown(version)}`;
    const { value, expiresAt, ...rest } = entry ?? {};
    known(rest, name, `${which} `);
    if (!VERSION.test(version))
      throw invalid(name, `${which}: a version has up to 64 of A-Z, a-z, 0-9, "_", "-" and "."`);
    if (typeof value !== "string") throw invalid(name, `${which} must have the member "value", a string`);
    const end = expiresAt === undefined ? Number.POSITIVE_INFINITY : momentOf(expiresAt);
    if (Number.isNaN(end)) {
      throw invalid(name, `${which}: expiresAt must be a date in ISO 8601, in UTC or with its offset`);
    }
    if (at < end) valid.set(version, bytesOf(value, name, `${which} `));
  }
  return { name, current, versions: valid };
}

/** A name that every URL carries. The empty one is that of a secret without versions. */
const VERSION = /^[\w.-]{0,64}$/;

const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** The moment of a date; NaN for what is none. Date.parse takes much more, and the 31st of February for a day in March. */
function momentOf(date) {
  const day = DATE.test(date) && date.slice(0, 10);
  return day && new Date(day).toJSON()?.slice(0, 10) === day ? Date.parse(date) : Number.NaN;
}

/** A name, unless it has the length of a secret that was put in its place. */
export const shown = (name) => (name.length < MIN_BYTES ? JSON.stringify(name) : `of ${name.length} characters`);

/** A misspelt `expiresAt` must not make a version eternal. */
function known(rest, name, which) {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw invalid(name, `${which}has the unknown member ${shown(unknown)}`);
}

function bytesOf(lines, name, which = "") {
  // openssl breaks what is long into lines.
  const text = lines.replace(/\s+/g, "");
  const bytes = text.startsWith("hex:") ? ofHex(text.slice(4)) : ofBase64(text);
  if (bytes === undefined)
    throw invalid(name, `${which}is neither base64 nor base64url, nor "hex:" and hexadecimal digits`);
  return sufficient(bytes, name, which);
}

/** The same bytes, if keys may be derived from so many. */
export function sufficient(bytes, name, which = "") {
  const { byteLength } = bytes;
  if (byteLength >= MIN_BYTES && byteLength <= MAX_BYTES) return bytes;
  throw invalid(name, `${which}has ${byteLength} bytes, allowed are ${MIN_BYTES} to ${MAX_BYTES}`);
}

const ofHex = (digits) =>
  /^([\da-f]{2})+$/i.test(digits) ? Uint8Array.from(digits.match(/../g), (pair) => `0x${pair}`) : undefined;

function ofBase64(text) {
  try {
    return /^[\w+/-]+={0,2}$/.test(text) ? decoded(text) : undefined;
  } catch {
    return undefined;
  }
}
