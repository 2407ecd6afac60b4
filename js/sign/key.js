/**
 * The keys that URLs are signed with, derived from the instance's secret or the host's. Web Crypto has them; they cannot be read.
 * @module
 */

import { currentSecret, secretHeld } from "../secret/held.js";

const encoder = new TextEncoder();
const INFO = encoder.encode("layeron-storage/signed-url/1");

/** What new URLs are signed with: the version's name and its key. */
export async function currentKey(declared) {
  const { version, bytes } = await currentSecret(declared);
  return { version, key: await derived(bytes) };
}

/** The key of a version; undefined when there is no such version any more. */
export async function keyOf(declared, version) {
  const { versions } = await secretHeld(declared);
  const bytes = versions.get(version);
  return bytes && derived(bytes);
}

/** HKDF-SHA-256 (RFC 5869) without salt: the secret is random already, and one key must not serve two purposes. */
async function derived(secret) {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: INFO };
  const hmac = { name: "HMAC", hash: "SHA-256", length: 256 };
  return crypto.subtle.deriveKey(how, base, hmac, false, ["sign", "verify"]);
}

export const sign = async (key, message) =>
  new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(message)));

/** In constant time, as Web Crypto compares. */
export const isSigned = (key, signature, message) =>
  crypto.subtle.verify("HMAC", key, signature, encoder.encode(message));
