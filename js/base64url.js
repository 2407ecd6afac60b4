/**
 * Base64url without padding (RFC 4648, 5), for what travels in URLs: cursors and tokens.
 * @module
 */

export const encoded = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

/** The bytes of base64 or base64url, padded or not. Throws for anything else. */
export const decoded = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const encodedText = (text) => encoded(encoder.encode(text));

/** The text; undefined for anything that `encodedText` does not write, so that one text has one spelling. */
export function decodedText(encodedOne) {
  try {
    const text = decoder.decode(decoded(encodedOne));
    return encodedText(text) === encodedOne ? text : undefined;
  } catch {
    return undefined;
  }
}
