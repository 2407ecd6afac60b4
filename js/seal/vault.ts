/**
 * The ciphers of an instance: derived from its secret, and bound to where a value lies.
 * @module
 */

import { decodeBytes, encodeBytes } from "../base64url.ts";
import { constants, core } from "../engine.ts";
import { caused, StorageError } from "../errors.js";
import type { Body } from "../handle/body.ts";
import type { Found } from "../host/store.ts";
import { located } from "../located.ts";
import type { Declared } from "../registry.ts";
import type { Secrets } from "../secret/held.ts";
import type { Range } from "../wasm/core.js";
import { OpenedBody } from "./body.ts";
import { type Cipher, cipherOf } from "./cipher.ts";
import { opening } from "./segments.ts";

/** An instance whose values are sealed. */
export interface Vault {
  readonly declared: Declared;
  /** The context that its values are bound to. */
  readonly context: string;
  readonly secrets: Secrets;
}

/** A new cipher for a value of a key, and the entry that has to be stored beside the value. */
export async function newCipher(vault: Vault, key: string): Promise<{ cipher: Cipher; entry: string }> {
  const { version, bytes: secret } = await vault.secrets.current();
  const { headerBytes } = constants();
  // The first byte of a header is its length, so an entry has the others only.
  const random = core.randomBytes(headerBytes - 1);
  const entry = core.sealedEntry(encodeBytes(random), version);
  const header = headerOf(random);
  return { cipher: await boundCipher(vault, key, { version, secret, header }), entry };
}

interface Version {
  readonly version: string;
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly header: Uint8Array;
}

/** The header of random bytes. */
function headerOf(random: Uint8Array): Uint8Array {
  return new Uint8Array([constants().headerBytes, ...random]);
}

async function boundCipher({ context }: Vault, key: string, { version, secret, header }: Version): Promise<Cipher> {
  const data = core.associatedData(context, key, version) as Uint8Array<ArrayBuffer>;
  try {
    const associated = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
    return await cipherOf({ secret, header, associated, format: constants() });
  } catch (error) {
    // Browsers have Web Crypto on pages of https only.
    throw caused(core.refusal("storage_host_error", "Web Crypto failed; its error is the cause"), error);
  }
}

/** A stored value with the body of its sealed bytes. */
interface SealedFound extends Found {
  readonly body: Body;
}

interface Opened {
  /** The plain bytes, opened as they are read. */
  readonly body: Body;
  /** Where they lie in the plain value. */
  readonly range: { readonly offset: number; readonly length: number };
}

/**
 * Opens the part of a value that a range asks for, else all of it. Throws storage_decryption_failed for a value that is
 * not sealed, and storage_invalid_range for a range that holds no byte of it.
 */
export async function opened(vault: Vault, key: string, found: SealedFound, range: Range | undefined): Promise<Opened> {
  const sealed = found.object.size;
  const { beside: entry = "" } = found;
  const part = core.sealedPart(entry, sealed, found.range?.offset ?? 0, range);
  const { offset, length } = part;
  const version = core.sealedVersion(entry) ?? "";
  const { name, versions } = await vault.secrets.all();
  const secret = versions.get(version);
  if (secret === undefined) {
    throw core.refusal(
      "storage_secret_missing",
      `the value is sealed with version "${version}" of secret "${name}", which is not there any more`,
    );
  }
  const cipher = await boundCipher(vault, key, {
    version,
    secret,
    header: headerOf(decodeBytes(core.sealedHeader(entry) ?? "")),
  });
  const segments = { ...part, sealed };
  const failed = (error: unknown) =>
    located(StorageError.is(error) ? error : (found.failed?.(error) ?? error), vault.declared, "get", key);
  const body = new OpenedBody(found.body, {
    length,
    failed,
    open: (chunks) => opening(chunks, cipher, segments, damaged),
  });
  return { body, range: { offset, length } };
}

const damaged = (): StorageError =>
  core.refusal(
    "storage_decryption_failed",
    "what is stored does not open: altered, cut, from another place, or sealed with another secret",
  );
