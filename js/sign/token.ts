/**
 * Tokens of signed URLs: `base64url(JSON claims) "." base64url(HMAC-SHA-256)`.
 *
 * The signature covers the claims as the URL spells them, so there is nothing to canonicalise. The core decides what
 * claims say; this module carries them. docs/signed-urls.md describes the format to the byte.
 * @module
 */

import { decodeBytes, decodeText, encodeBytes, encodeText } from "../base64url.ts";
import { core } from "../engine.ts";
import type { Claims } from "../wasm/core.js";

/** What a token is for: a key in an instance. */
interface Subject {
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
}

/** A token whose signature nobody has verified yet. */
interface UnverifiedToken {
  /** The claims as the URL spells them. */
  readonly text: string;
  /** What they are decoded to: any JSON value. */
  readonly claims: unknown;
  readonly signature: Uint8Array<ArrayBuffer>;
}

export async function makeToken(subject: Subject, claims: Claims, key: CryptoKey): Promise<string> {
  const text = encodeText(JSON.stringify(claims));
  const signature = await crypto.subtle.sign("HMAC", key, messageOf(subject, text));
  return `${text}.${encodeBytes(new Uint8Array(signature))}`;
}

/** A query that holds a token and nothing else. */
const QUERY = /^token=([\w-]+)\.([\w-]{43})$/;

/** The token of a query; undefined where the query is not exactly one. */
export function parseToken(query: string): UnverifiedToken | undefined {
  const [, text, encoded] = QUERY.exec(query) ?? [];
  if (text === undefined || encoded === undefined) return undefined;
  const signature = decodeBytes(encoded);
  // The last digit has two bits too many. They must be zero, so that a signature has one spelling.
  if (encodeBytes(signature) !== encoded) return undefined;
  try {
    return { text, claims: JSON.parse(decodeText(text)) as unknown, signature };
  } catch {
    // The text is not base64url of UTF-8, or that is not JSON.
    return undefined;
  }
}

/** Whether a token is signed with this key for this subject. Web Crypto compares in constant time. */
export const isSigned = (subject: Subject, { text, signature }: UnverifiedToken, key: CryptoKey): Promise<boolean> =>
  crypto.subtle.verify("HMAC", key, signature, messageOf(subject, text));

const messageOf = ({ namespace, name, key }: Subject, text: string) =>
  core.signedMessage(namespace, name, key, text) as Uint8Array<ArrayBuffer>;
