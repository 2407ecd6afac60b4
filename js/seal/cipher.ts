/**
 * The cipher of one sealed value: AES-256-GCM by Web Crypto, a segment at a time, with a key that HKDF derives.
 *
 * The format is that of Tink's streaming AEAD; src/seal/segments.rs has its numbers.
 * @module
 */

/** The lengths of the format. */
interface Format {
  readonly segmentBytes: number;
  readonly tagBytes: number;
  readonly headerBytes: number;
  readonly saltBytes: number;
  readonly noncePrefixBytes: number;
}

/** What a value's key is derived from. */
interface CipherInput {
  readonly secret: Uint8Array<ArrayBuffer>;
  /** The header of the value: its own length, the salt, the prefix of the nonces. */
  readonly header: Uint8Array;
  /** What the value is bound to. */
  readonly associated: Uint8Array<ArrayBuffer>;
  readonly format: Format;
}

export interface Cipher {
  readonly header: Uint8Array;
  readonly format: Format;
  seal(segment: number, isLast: boolean, bytes: Uint8Array): Promise<Uint8Array>;
  /** Rejects where the segment is not authentic. */
  open(segment: number, isLast: boolean, bytes: Uint8Array): Promise<Uint8Array>;
}

/** The first byte of a header is its length. */
const SALT_AT = 1;
const NONCE_BYTES = 12;

export async function cipherOf({ secret, header, associated, format }: CipherInput): Promise<Cipher> {
  const { subtle } = crypto;
  const prefixAt = SALT_AT + format.saltBytes;
  const base = await subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const salt = header.slice(SALT_AT, prefixAt);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: associated };
  const key = await subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  /** A nonce of its own for each segment: the prefix, the segment's number, and whether it is the last. */
  const nonceOf = (segment: number, isLast: boolean) => {
    const iv = new Uint8Array(NONCE_BYTES);
    iv.set(header.subarray(prefixAt, prefixAt + format.noncePrefixBytes));
    new DataView(iv.buffer).setUint32(format.noncePrefixBytes, segment);
    iv[NONCE_BYTES - 1] = isLast ? 1 : 0;
    return { name: "AES-GCM", iv };
  };
  return {
    header,
    format,
    seal: async (segment, isLast, bytes) =>
      new Uint8Array(await subtle.encrypt(nonceOf(segment, isLast), key, bytes as Uint8Array<ArrayBuffer>)),
    open: async (segment, isLast, bytes) =>
      new Uint8Array(await subtle.decrypt(nonceOf(segment, isLast), key, bytes as Uint8Array<ArrayBuffer>)),
  };
}
