/**
 * The keys that sign URLs, derived from a secret.
 *
 * Web Crypto holds them, and nobody can read them out.
 * @module
 */

import type { Secrets } from "../secret/held.ts";

const INFO = new TextEncoder().encode("layeron-storage/signed-url/1");

/** The name of the current version, and its key. */
export async function currentKey(secrets: Secrets): Promise<{ version: string; key: CryptoKey }> {
  const { version, bytes } = await secrets.current();
  return { version, key: await derive(bytes) };
}

/** The key of a version; undefined where the version is not valid any more. */
export async function keyOfVersion(secrets: Secrets, version: string): Promise<CryptoKey | undefined> {
  const { versions } = await secrets.all();
  const bytes = versions.get(version);
  return bytes && derive(bytes);
}

/** HKDF-SHA-256 (RFC 5869) without salt: the secret is random already, and one key must not serve two purposes. */
async function derive(secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const parameters = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: INFO };
  const hmac = { name: "HMAC", hash: "SHA-256", length: 256 };
  return crypto.subtle.deriveKey(parameters, base, hmac, false, ["sign", "verify"]);
}
