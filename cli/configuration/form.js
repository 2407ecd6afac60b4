/**
 * The form of the settings that the command adds to.
 *
 * What is not a list of bindings cannot be added to, and guessing what was meant would break it.
 * @module
 */

import { shown } from "../paths.js";
import { Refusal } from "../refusal.js";

const LISTS = { r2_buckets: "bucket_name", kv_namespaces: "id", secrets_store_secrets: "secret_name" };

/** Spellings of wrangler 1, which wrangler no longer reads. */
const LEGACY = { "kv-namespaces": "kv_namespaces", "r2-buckets": "r2_buckets" };

/** Refuses a section whose lists are something else. */
export function checkForm({ file, path, own }) {
  const refuse = (place, value, needed) => {
    const where = [...path, place].join(".");
    throw new Refusal(`${shown(file)}: ${where} is ${brief(value)}; it must be ${needed}`);
  };
  for (const [old, now] of Object.entries(LEGACY)) {
    if (own[old] !== undefined) refuse(old, own[old], `called "${now}", as wrangler 4 has it`);
  }
  for (const [key, name] of Object.entries(LISTS)) {
    if (own[key] === undefined) continue;
    if (!Array.isArray(own[key])) refuse(key, own[key], `a list of { "binding", "${name}" }`);
    for (const [n, entry] of own[key].entries()) {
      if (typeof entry?.binding !== "string") refuse(`${key}[${n}]`, entry, `an object with a string "binding"`);
      if (!["string", "undefined"].includes(typeof entry[name])) {
        refuse(`${key}[${n}].${name}`, entry[name], "a string");
      }
    }
  }
  const { secrets } = own;
  if (secrets === undefined) return;
  if (typeof secrets !== "object" || secrets === null || Array.isArray(secrets)) {
    refuse("secrets", secrets, 'an object with a list "required"');
  }
  const { required } = secrets;
  if (required === undefined) return;
  if (!Array.isArray(required) || required.some((one) => typeof one !== "string")) {
    refuse("secrets.required", required, "a list of names");
  }
}

/** A value as it fits into a sentence. */
function brief(value) {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
