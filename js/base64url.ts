/**
 * Base64url without padding (RFC 4648, 5).
 *
 * Tokens of signed URLs are written in it, and secrets may be. Web platforms have `btoa` and `atob` only, which know the
 * other alphabet and characters up to U+00FF.
 * @module
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const encodeBytes = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

/** The bytes of base64 or base64url, padded or not. Throws for any other text. */
export const decodeBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

export const encodeText = (text: string): string => encodeBytes(encoder.encode(text));

/** The text that base64url of UTF-8 stands for. Throws for anything else. */
export const decodeText = (encoded: string): string => decoder.decode(decodeBytes(encoded));
