/**
 * The cipher of sealed values: AES-256-GCM, one segment at a time, by Web Crypto. src/seal/segments.rs has the format.
 * @module
 */

export const SEGMENT_BYTES = 65_536;
export const TAG_BYTES = 16;
export const HEADER_BYTES = 40;
const SALT_BYTES = 32;
const PREFIX_BYTES = 7;

/** Plain bytes of a whole segment; the header takes its own from the first. */
export const PLAIN_BYTES = SEGMENT_BYTES - TAG_BYTES;

/** A new header: its length, salt, and prefix of the nonces. */
export function newHeader() {
  const header = crypto.getRandomValues(new Uint8Array(HEADER_BYTES));
  header[0] = HEADER_BYTES;
  return header;
}

/**
 * What seals and opens the segments of one value.
 * @param {CryptoKey} secret a key of HKDF
 * @param {Uint8Array} header
 * @param {BufferSource} associated what the value is bound to
 */
export async function cipherOf(secret, header, associated) {
  const salt = header.subarray(1, 1 + SALT_BYTES);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: associated };
  const usages = ["encrypt", "decrypt"];
  const key = await crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, usages);
  /** A nonce of its own for each: the buffer may not change while Web Crypto has it. */
  const nonceOf = (segment, isLast) => {
    const nonce = new Uint8Array(12);
    nonce.set(header.subarray(1 + SALT_BYTES));
    new DataView(nonce.buffer).setUint32(PREFIX_BYTES, segment);
    nonce[11] = isLast ? 1 : 0;
    return { name: "AES-GCM", iv: nonce };
  };
  return {
    seal: async (segment, isLast, bytes) =>
      new Uint8Array(await crypto.subtle.encrypt(nonceOf(segment, isLast), key, bytes)),
    open: async (segment, isLast, bytes) =>
      new Uint8Array(await crypto.subtle.decrypt(nonceOf(segment, isLast), key, bytes)),
  };
}
