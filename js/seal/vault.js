/**
 * Values of sealed instances: with which key each is sealed, and what is known of it without opening it.
 * @module
 */

import { decoded, encoded } from "../base64url.js";
import { caused } from "../errors.js";
import { OpenedBody } from "../handle/opened.js";
import { located } from "../located.js";
import { associatedText, plainSize, refusal, sealedPart, sealedSize } from "../questions.js";
import { currentSecret, secretHeld } from "../secret/held.js";
import { chunksOf, copiesOf } from "../value/chunks.js";
import { filled } from "../value/gather.js";
import { cipherOf, headerOf, newHeader } from "./cipher.js";
import { opening, sealing } from "./segments.js";

/** The format of entries; src/seal/entry.rs reads them. */
const FORMAT = "1 ";

/** Where the header ends in an entry: 39 bytes in base64url. */
const HEADER_END = FORMAT.length + 52;

const encoder = new TextEncoder();

async function cipherFor({ encryption }, key, version, secret, header) {
  const text = associatedText(encryption.context, key, version);
  try {
    return await cipherOf(secret, header, await crypto.subtle.digest("SHA-256", encoder.encode(text)));
  } catch (error) {
    // Browsers have it on pages of https only.
    throw caused(refusal("storage_host_error", "Web Crypto failed; its error is the cause"), error);
  }
}

/** What seals a new value, and the entry that has to be stored beside it. */
export async function sealer(declared, key) {
  const { version, bytes } = await currentSecret(declared);
  const header = newHeader();
  const cipher = await cipherFor(declared, key, version, bytes, header);
  return {
    // Without a version it ends there: spaces at an end do not survive everywhere.
    entry: `${FORMAT}${encoded(header.subarray(1))}${version && ` ${version}`}`,
    seal: (chunks) => sealing(chunks, header, cipher),
  };
}

const damaged = () =>
  refusal(
    "storage_decryption_failed",
    "what is stored does not open: altered, cut, from another place, or sealed with another secret",
  );

/** The version of the secret that an entry names; the empty one is that of a secret without versions. */
export const versionOf = (entry) => entry.slice(HEADER_END + 1);

/**
 * What opens a stored value, or a part of it.
 * @param {string | undefined} entry what is stored beside it
 * @param {number} sealed its length
 * @param {number} from the first sealed byte that is at hand
 * @param {{ offset?: number, length?: number, suffix?: number }} [asked] the part; else all of it
 */
export async function opener(declared, key, entry = "", sealed, from, asked) {
  const [offset, length, first, until, last, skipped, before] = sealedPart(entry, sealed, from, asked);
  const version = versionOf(entry);
  const { name, versions } = await secretHeld(declared);
  const secret = versions.get(version);
  if (secret === undefined) {
    throw refusal(
      "storage_secret_missing",
      `the value is sealed with version "${version}" of secret "${name}", which is not there any more`,
    );
  }
  const header = headerOf(decoded(entry.slice(FORMAT.length, HEADER_END)));
  const cipher = await cipherFor(declared, key, version, secret, header);
  const part = { sealed, length, first, until, last, skipped, before };
  return { range: { offset, length }, open: (chunks) => opening(chunks, header, cipher, part, damaged) };
}

/** Bytes that are all here, sealed. */
export async function sealedWhole(declared, key, bytes) {
  const size = sealedSize(true, bytes.byteLength);
  const chunks = copiesOf(bytes);
  const { entry, seal } = await sealer(declared, key);
  return { entry, bytes: await filled(seal(chunks), size) };
}

/** What opens bytes that are all here, or the part of them that is asked for. */
export async function openedBody(declared, key, entry, bytes, asked) {
  const { open, range } = await opener(declared, key, entry, bytes.byteLength, 0, asked);
  const failed = (error) => located(error, declared, "get", key);
  return new OpenedBody(range.length, () => open(chunksOf(bytes)), failed);
}

/** The entries of sealed objects that callers hold, for those who seal them anew. */
export const entries = new WeakMap();

/** The object as callers of a sealed instance see it: by its entry, if it has one, and how many bytes are stored. */
export function described({ encryption }, object, entry, stored) {
  if (encryption === undefined) return object;
  object.encrypted = entry !== undefined;
  if (entry === undefined) return object;
  if (stored !== undefined) object.size = plainSize(entry, stored) ?? stored;
  entries.set(object, entry);
  return object;
}
