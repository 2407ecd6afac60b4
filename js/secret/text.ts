/**
 * Secrets, parsed from the text in which a host has them.
 *
 * Parsing stays in TypeScript so that no secret enters the memory of the wasm: its bytes go to Web Crypto and nowhere
 * else.
 * @module
 */

import { decodeBytes } from "../base64url.ts";
import { constants, core } from "../engine.ts";
import { caused, type StorageError } from "../errors.js";
import { isArray } from "../look.js";

export interface Secret {
  /** The name under which the host has it. */
  readonly name: string;
  /** The version that new work is done with. */
  readonly current: string;
  /** The valid versions by their names. A secret without versions has one, whose name is empty. */
  readonly versions: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** Where a host's secrets are. */
export interface SecretPlace {
  readonly all: Readonly<Record<string, unknown>>;
  /** How an error names the place. */
  readonly where: string;
  /** What a caller has to do with the output of openssl to make a secret here. */
  readonly remedy: string;
}

/**
 * Reads a secret: a string, or an object with `get()`, as bindings of the Secrets Store are. `at` is the time in
 * milliseconds, which decides about versions that end.
 */
export async function readSecret(place: SecretPlace, name: string, at: number): Promise<Secret> {
  const text = await textOf(place, name);
  return text.startsWith("{") ? versioned(text, name, at) : unversioned(name, bytesOf(text, name));
}

/** A secret that has no versions. */
export const unversioned = (name: string, bytes: Uint8Array<ArrayBuffer>): Secret => ({
  name,
  current: "",
  versions: new Map([["", bytes]]),
});

async function textOf({ all, where, remedy }: SecretPlace, name: string): Promise<string> {
  let secret: unknown;
  try {
    secret = all[name];
    if (hasGet(secret)) secret = await secret.get();
  } catch (error) {
    throw caused(missing(`reading secret "${name}" of ${where} threw an error, which is the cause`), error);
  }
  if (secret === undefined || secret === null) {
    throw missing(`${where} has no secret "${name}"; make one with: openssl rand -base64 32${remedy}`);
  }
  if (typeof secret !== "string") throw invalidSecret(name, `must be a string, and has the type ${typeof secret}`);
  return secret.trim();
}

const hasGet = (secret: unknown): secret is { get(): unknown } =>
  typeof (secret as { get?: unknown } | null | undefined)?.get === "function";

const missing = (message: string): StorageError => core.refusal("storage_secret_missing", message);

/** The refusal of a secret. `why` must not quote the secret. */
const invalidSecret = (name: string, why: string): StorageError =>
  core.refusal("storage_invalid_secret", `secret "${name}" ${why}`);

type Members = Readonly<Record<string, unknown>>;

/** `{"current":"v2","versions":{"v1":{"value":"…","expiresAt":"…"},"v2":{"value":"…"}}}` */
function versioned(text: string, name: string, at: number): Secret {
  const { current, versions, ...rest } = membersOf(text, name);
  refuseUnknown(rest, name, "");
  if (typeof current !== "string" || typeof versions !== "object" || versions === null || isArray(versions)) {
    throw invalidSecret(name, 'must have the members "current", a string, and "versions", an object');
  }
  const valid = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [version, entry] of Object.entries(versions)) {
    const bytes = versionOf(version, entry, { name, at });
    if (bytes !== undefined) valid.set(version, bytes);
  }
  return { name, current, versions: valid };
}

function membersOf(text: string, name: string): Members {
  try {
    // A text that begins with a brace is an object or no JSON.
    return JSON.parse(text) as Members;
  } catch {
    // The engine's error is no cause: its message may quote the secret.
    throw invalidSecret(name, "begins like JSON and is none");
  }
}

/** URLs hold the names of versions. The empty name is that of a secret without versions. */
const VERSION = /^[\w.-]{0,64}$/;

/** The bytes of a version; undefined where the version has ended. */
function versionOf(version: string, entry: unknown, { name, at }: { name: string; at: number }) {
  const which = `version ${shown(version)}`;
  const { value, expiresAt, ...rest } = (entry ?? {}) as Members;
  refuseUnknown(rest, name, `${which} `);
  if (!VERSION.test(version)) {
    throw invalidSecret(name, `${which}: a version has up to 64 of A-Z, a-z, 0-9, "_", "-" and "."`);
  }
  if (typeof value !== "string") throw invalidSecret(name, `${which} must have the member "value", a string`);
  const end = expiresAt === undefined ? Number.POSITIVE_INFINITY : momentOf(expiresAt);
  if (end === undefined) {
    throw invalidSecret(name, `${which}: expiresAt must be a date in ISO 8601, in UTC or with its offset`);
  }
  // Without a valid time (NaN) every version counts as ended.
  return at < end ? bytesOf(value, name, `${which} `) : undefined;
}

const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/**
 * The milliseconds of a date; undefined for any other value. Date.parse alone accepts many more formats, and takes the
 * 31st of February for a day in March.
 */
function momentOf(date: unknown): number | undefined {
  if (typeof date !== "string" || !DATE.test(date)) return undefined;
  const day = date.slice(0, 10);
  if (new Date(day).toJSON()?.slice(0, 10) !== day) return undefined;
  const moment = Date.parse(date);
  return Number.isNaN(moment) ? undefined : moment;
}

/** A name as a message shows it. A name as long as a secret may be a secret in the wrong place, so only its length. */
const shown = (name: string): string =>
  name.length < constants().secretMinBytes ? JSON.stringify(name) : `of ${name.length} characters`;

/** The refusal of a secret whose current version is not among the valid ones. */
export const noCurrent = ({ name, current }: Secret): StorageError =>
  invalidSecret(name, `has no valid version ${shown(current)}, the current one`);

/** Refuses unknown members: a misspelt `expiresAt` must not make a version eternal. */
function refuseUnknown(rest: Members, name: string, which: string): void {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw invalidSecret(name, `${which}has the unknown member ${shown(unknown)}`);
}

function bytesOf(lines: string, name: string, which = ""): Uint8Array<ArrayBuffer> {
  // openssl breaks long output into lines.
  const text = lines.replace(/\s+/g, "");
  const bytes = text.startsWith("hex:") ? ofHex(text.slice(4)) : ofBase64(text);
  if (bytes === undefined) {
    throw invalidSecret(name, `${which}is neither base64 nor base64url, nor "hex:" and hexadecimal digits`);
  }
  return sufficient(bytes, name, which);
}

/** Refuses a secret that is too short or too long to derive keys from, and returns any other. */
export function sufficient(bytes: Uint8Array<ArrayBuffer>, name: string, which = ""): Uint8Array<ArrayBuffer> {
  const { secretMinBytes, secretMaxBytes } = constants();
  const { byteLength } = bytes;
  if (byteLength >= secretMinBytes && byteLength <= secretMaxBytes) return bytes;
  throw invalidSecret(name, `${which}has ${byteLength} bytes, allowed are ${secretMinBytes} to ${secretMaxBytes}`);
}

const ofHex = (digits: string): Uint8Array<ArrayBuffer> | undefined =>
  /^([\da-f]{2})+$/i.test(digits)
    ? Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    : undefined;

function ofBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return /^[\w+/-]+={0,2}$/.test(text) ? decodeBytes(text) : undefined;
  } catch {
    return undefined;
  }
}
