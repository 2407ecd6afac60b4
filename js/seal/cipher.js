/**
 * The cipher of sealed values: AES-256-GCM, one segment at a time, by Web Crypto. src/seal/segments.rs has the format.
 * @module
 */

export const SEGMENT_BYTES = 65_536;
export const TAG_BYTES = 16;
export const HEADER_BYTES = 40;
const SALT_BYTES = 32;
const PREFIX_BYTES = 7;

/** A header of these 39 bytes, salt and prefix of the nonces. It begins with its own length. */
export const headerOf = (random) => new Uint8Array([HEADER_BYTES, ...random]);

/** The header of a new value. */
export const newHeader = () => headerOf(crypto.getRandomValues(new Uint8Array(SALT_BYTES + PREFIX_BYTES)));

/**
 * What seals and opens the segments of one value.
 * @param {BufferSource} secret
 * @param {Uint8Array} header
 * @param {BufferSource} associated what the value is bound to
 */
export async function cipherOf(secret, header, associated) {
  const { subtle } = crypto;
  const base = await subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const salt = header.subarray(1, 1 + SALT_BYTES);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: associated };
  const key = await subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  /** A nonce of its own for each segment: its prefix, its number, and whether it is the last. */
  const nonceOf = (segment, isLast) => {
    const iv = new Uint8Array(12);
    iv.set(header.subarray(1 + SALT_BYTES));
    new DataView(iv.buffer).setUint32(PREFIX_BYTES, segment);
    iv[11] = isLast ? 1 : 0;
    return { name: "AES-GCM", iv };
  };
  return {
    seal: async (segment, isLast, bytes) => new Uint8Array(await subtle.encrypt(nonceOf(segment, isLast), key, bytes)),
    open: async (segment, isLast, bytes) => new Uint8Array(await subtle.decrypt(nonceOf(segment, isLast), key, bytes)),
  };
}
