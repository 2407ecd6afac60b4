/**
 * The secret that URLs are signed with: its forms, its versions, and what is said of one that will not do.
 * @module
 */

import { createHmac, hkdfSync } from "node:crypto";
import { connect, serveStorage, storage, storageSignedUrl } from "layeron-storage";
import { expect, test } from "vitest";
import { failureOf } from "./failure";
import { fakeR2 } from "./fakes/r2";

const bucket = storage.bucket({ name: "signed" });
const NOW = Date.parse("2030-01-01T00:00:00Z");

const BYTES = Buffer.from(Array.from({ length: 32 }, (_, n) => n * 7 + 200));
const OTHER = Buffer.alloc(32, 9);
const { bucket: SIGNED } = fakeR2();

function bind(secret: unknown, now = NOW) {
  connect({ SIGNED, STORAGE_SIGNING_SECRET: secret }, { clock: () => now });
}

const sign = (expiresInSeconds = 3600) => storageSignedUrl(bucket, "k", { action: "read", expiresInSeconds });
const statusOf = async (url: string) => (await serveStorage(new Request(`https://x${url}`)))?.status;

const versioned = (current: string, versions: Record<string, unknown>) => JSON.stringify({ current, versions });
const value = (bytes: Buffer) => ({ value: bytes.toString("base64") });

/** What docs/signed-urls.md says, done by another implementation. */
function signatureOf(secret: Buffer, claims: string) {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "layeron-storage/signed-url/1", 32));
  const hmac = createHmac("sha256", key);
  for (const part of ["layeron-storage/signed-url/1", "default", "signed", "k", claims]) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(part));
    hmac.update(length).update(part);
  }
  return hmac.digest("base64url");
}

/** The claims of a URL. */
const claimsOf = (url: string) =>
  JSON.parse(Buffer.from(/token=([\w-]*)\./.exec(url)?.[1] ?? "", "base64url").toString());

/** A URL that holds this text, signed. */
function forged(text: string, secret = BYTES) {
  const claims = Buffer.from(text).toString("base64url");
  return `/_storage/default/signed/k?token=${claims}.${signatureOf(secret, claims)}`;
}

test("a URL is signed as the documentation says", async () => {
  bind(BYTES.toString("base64"));
  const url = await sign();
  const [, claims = "", signature] = /token=(.*)\.(.*)/.exec(url) ?? [];
  expect(claimsOf(url)).toEqual({ v: 1, until: NOW + 3_600_000, action: "read" });
  expect(signature).toBe(signatureOf(BYTES, claims));
});

test.each([
  ["base64", BYTES.toString("base64")],
  ["base64 without padding", BYTES.toString("base64").replace(/=+$/, "")],
  ["base64url", BYTES.toString("base64url")],
  ["hexadecimal", `hex:${BYTES.toString("hex")}`],
  ["upper case hexadecimal", `hex:${BYTES.toString("hex").toUpperCase()}`],
  ["a line with its end, as a shell pipes it", `${BYTES.toString("base64")}\n`],
  ["two lines, as openssl breaks them", BYTES.toString("base64").replace(/^.{20}/, "$&\r\n")],
  ["a Secrets Store binding", { get: async () => BYTES.toString("base64") }],
])("%s is the same secret", async (_, secret) => {
  bind(BYTES.toString("base64"));
  const url = await sign();
  bind(secret);
  expect(await sign()).toBe(url);
  expect(await statusOf(url)).toBe(404);
});

test("another secret refuses its URLs", async () => {
  bind(BYTES.toString("base64"));
  const url = await sign();
  bind(OTHER.toString("base64"));
  expect(await statusOf(url)).toBe(403);
});

test("new URLs are signed with the current version, and those of a version that is listed keep working", async () => {
  bind(versioned("v1", { v1: value(BYTES) }));
  const old = await sign();
  bind(versioned("v2", { v1: value(BYTES), v2: value(OTHER) }));
  const young = await sign();
  expect([await statusOf(old), await statusOf(young)]).toEqual([404, 404]);
  expect(claimsOf(young)).toMatchObject({ secret: "v2" });
  bind(versioned("v2", { v2: value(OTHER) }));
  expect([await statusOf(old), await statusOf(young)]).toEqual([403, 404]);
  // A version is its key, not its name.
  bind(versioned("v2", { v2: value(BYTES) }));
  expect(await statusOf(young)).toBe(403);
});

test("a secret without versions goes on as the version without a name", async () => {
  bind(BYTES.toString("base64"));
  const url = await sign();
  bind(versioned("v1", { "": value(BYTES), v1: value(OTHER) }));
  expect([await statusOf(url), await statusOf(await sign())]).toEqual([404, 404]);
});

test("a version ends when it says so", async () => {
  const secret = versioned("v2", { v1: { ...value(BYTES), expiresAt: "2030-01-01T00:10:00Z" }, v2: value(OTHER) });
  bind(versioned("v1", { v1: value(BYTES) }));
  const url = await sign();
  bind(secret, NOW + 10 * 60_000 - 1);
  expect(await statusOf(url)).toBe(404);
  bind(secret, NOW + 10 * 60_000);
  expect(await statusOf(url)).toBe(403);
});

test("a current version that ends stops new URLs, and none that is there", async () => {
  bind(versioned("v1", { v1: value(BYTES) }));
  const url = await sign();
  bind(versioned("v2", { v1: value(BYTES), v2: { ...value(OTHER), expiresAt: "2029-12-31T00:00:00Z" } }));
  expect(await statusOf(url)).toBe(404);
  expect(await failureOf(sign)).toMatchObject({ code: "storage_invalid_secret" });
});

const CLAIMS = { v: 1, until: NOW + 3_600_000, secret: "v1", action: "read" };
const { v: _v, ...UNVERSIONED } = CLAIMS;
const { until: _until, ...ENDLESS } = CLAIMS;
const { secret: _secret, ...SECRETLESS } = CLAIMS;
const { action: _action, ...IDLE } = CLAIMS;

test("whoever has the secret may write a token's claims in any form of JSON", async () => {
  bind(versioned("v1", { v1: value(BYTES) }));
  const reversed = Object.fromEntries(Object.entries(CLAIMS).reverse());
  const texts = [JSON.stringify(CLAIMS), JSON.stringify(reversed, null, 2), ` ${JSON.stringify(CLAIMS)}\n`];
  for (const text of texts) expect(await statusOf(forged(text)), text).toBe(404);
  expect(await statusOf(forged(JSON.stringify(CLAIMS), OTHER))).toBe(403);
});

test.each([
  ["another version", { ...CLAIMS, secret: "v2" }],
  ["no version, where the secret has versions", SECRETLESS],
  ["a version of another type", { ...CLAIMS, secret: 1 }],
  ["another format", { ...CLAIMS, v: 2 }],
  ["a format of another type", { ...CLAIMS, v: "1" }],
  ["no format", UNVERSIONED],
  ["an end that has passed", { ...CLAIMS, until: NOW }],
  ["an end of another type", { ...CLAIMS, until: String(CLAIMS.until) }],
  ["an end that is none", { ...CLAIMS, until: null }],
  ["an end within a millisecond", { ...CLAIMS, until: CLAIMS.until + 0.5 }],
  ["no end", ENDLESS],
  ["another action", { ...CLAIMS, action: "any" }],
  ["an action of another type", { ...CLAIMS, action: ["read"] }],
  ["no action", IDLE],
  ["a use of another type", { ...CLAIMS, once: true }],
  ["a disposition of another type", { ...CLAIMS, inline: "true" }],
  ["a file name of another type", { ...CLAIMS, filename: 7 }],
  ["a cap, which a read has not", { ...CLAIMS, max: 5 }],
  ["an algorithm", { ...CLAIMS, alg: "HS256" }],
  ["a restriction of a later version", { ...CLAIMS, ip: "192.0.2.1" }],
  ["a misspelt restriction", { ...CLAIMS, Once: "a" }],
  ["its claims in a prototype", JSON.parse(`{"__proto__":${JSON.stringify(CLAIMS)}}`)],
  ["a prototype beside its claims", JSON.parse(JSON.stringify(CLAIMS).replace("{", '{"__proto__":{"a":1},'))],
  ["its claims in an array", [CLAIMS]],
  ["its claims in a string", JSON.stringify(CLAIMS)],
  ["no claims", {}],
  ["null", null],
  ["a number", 1],
])("a token with %s is refused, though it is signed", async (_, claims) => {
  bind(versioned("v1", { v1: value(BYTES) }));
  expect(await statusOf(forged(JSON.stringify(claims)))).toBe(403);
});

test.each(["", "{", "read", `${JSON.stringify(CLAIMS)},`, "\uFEFF{}", "\0"])(
  "a token of %j, which is no JSON, is refused",
  async (text) => {
    bind(versioned("v1", { v1: value(BYTES) }));
    expect(await statusOf(forged(text))).toBe(403);
  },
);

test.each([
  ["a type of another type", { type: 5 }],
  ["a cap of another type", { max: "5" }],
  ["a cap that is no number of bytes", { max: 0.5 }],
  ["metadata of another type", { metadata: "a" }],
  ["a metadata value of another type", { metadata: { a: 1 } }],
  ["a condition of another type", { create: "true" }],
  ["a disposition, which a write has not", { inline: true }],
  ["a restriction of a later version", { sha256: "00" }],
])("an upload with %s is refused, though it is signed", async (_, claims) => {
  bind(versioned("v1", { v1: value(BYTES) }));
  const put = (claims: object) =>
    serveStorage(new Request(`https://x${forged(JSON.stringify(claims))}`, { method: "PUT", body: "v" }));
  const write = { ...CLAIMS, action: "write" };
  expect((await put({ ...write, ...claims }))?.status).toBe(403);
  expect((await put(write))?.status).toBe(200);
  await bucket.delete("k");
});

test("without a secret nothing is signed and no URL is believed", async () => {
  bind(BYTES.toString("base64"));
  const url = await sign();
  bind(undefined);
  for (const failing of [sign, () => statusOf(url)]) {
    const error = await failureOf(failing);
    expect([error.code, error.status]).toEqual(["storage_secret_missing", 500]);
    expect(error.message).toContain('"STORAGE_SIGNING_SECRET"');
    expect(error.message).toContain("openssl rand -base64 32 | npx wrangler secret put STORAGE_SIGNING_SECRET");
  }
  // Who guesses learns nothing of it.
  expect(await statusOf("/_storage/default/signed/k?token=a.b")).toBe(403);
});

test("a Secrets Store that fails is the error's cause", async () => {
  const cause = new Error("secrets are out");
  const get = () => Promise.reject(cause);
  bind({ get });
  const error = await failureOf(sign);
  expect([error.code, error.cause]).toEqual(["storage_secret_missing", cause]);
});

const SECRET = "c2VjcmV0IHNlY3JldCBzZWNyZXQ";
test.each([
  ["is too short", BYTES.subarray(1).toString("base64"), "has 31 bytes, allowed are 32 to 1024"],
  ["is too long", Buffer.alloc(1025).toString("base64"), "has 1025 bytes"],
  ["is empty", "", "is neither base64 nor base64url"],
  ["is a sentence", `my, ${SECRET}`, "is neither base64 nor base64url"],
  ["is no base64", "AAAAA", "is neither base64 nor base64url"],
  ["is no hexadecimal", "hex:0g", "is neither base64 nor base64url"],
  ["has an odd number of digits", `hex:${"0".repeat(65)}`, "is neither base64 nor base64url"],
  ["is no string", 7, "must be a string, and has the type number"],
  ["is an object", {}, "must be a string, and has the type object"],
  ["is no JSON", `{"current":"${SECRET}`, "begins like JSON and is none"],
  ["has no versions", '{"current":"v1"}', 'must have the members "current"'],
  ["has no current version", '{"versions":{}}', 'must have the members "current"'],
  ["has a current version that is not there", versioned("v2", { v1: value(BYTES) }), 'no valid version "v2"'],
  [
    "has a current version that has ended",
    versioned("v1", { v1: { ...value(BYTES), expiresAt: "2029-12-31T23:59:59Z" } }),
    'no valid version "v1"',
  ],
  ["has a version without a value", versioned("v1", { v1: {} }), 'version "v1" must have the member "value"'],
  ["has a version that is null", versioned("v1", { v1: null }), 'version "v1" must have the member "value"'],
  [
    "has an end that is none",
    versioned("v1", { v1: { ...value(BYTES), expiresAt: "soon" } }),
    'version "v1": expiresAt must be a date',
  ],
  [
    "has an end that is no ISO date",
    versioned("v1", { v1: { ...value(BYTES), expiresAt: "Jan 1 2031" } }),
    'version "v1": expiresAt must be a date in ISO 8601',
  ],
  [
    "has an end that is a number",
    versioned("v1", { v1: { ...value(BYTES), expiresAt: 1 } }),
    "expiresAt must be a date",
  ],
  [
    "has a misspelt end",
    versioned("v1", { v1: { ...value(BYTES), expires: "2030-01-08T00:00:00Z" } }),
    'version "v1" has the unknown member "expires"',
  ],
  ["has an unknown member", `{"current":"v1","version":{},"versions":{}}`, 'SECRET" has the unknown member "version"'],
  ["has a version with a long name", versioned("v", { ["v".repeat(65)]: value(BYTES) }), "a version has up to 64"],
  ["has a version with a space", versioned("v 1", { "v 1": value(BYTES) }), 'version "v 1": a version has up to 64'],
  [
    "has its bytes for the name of a version",
    versioned("v1", { v1: value(BYTES), [`${SECRET}${SECRET}=`]: {} }),
    "of 55 characters",
  ],
  [
    "has its bytes for the current version",
    versioned(`${SECRET}${SECRET}`, { v1: value(BYTES) }),
    "no valid version of 54 characters",
  ],
  ["has its bytes for a member", `{"${SECRET}${SECRET}":1}`, 'SECRET" has the unknown member of 54 characters'],
  ["has its versions in an array", '{"current":"0","versions":[]}', 'must have the members "current"'],
  [
    "has an end in an array",
    versioned("v1", { v1: { ...value(BYTES), expiresAt: ["2031-01-01"] } }),
    'version "v1": expiresAt must be a date',
  ],
  [
    "has an end on a day that no month has",
    versioned("v1", { v1: { ...value(BYTES), expiresAt: "2031-02-29" } }),
    'version "v1": expiresAt must be a date',
  ],
  ["has a version that is too short", versioned("v1", { v1: { value: SECRET } }), 'version "v1" has 20 bytes'],
])("a secret that %s is refused, and not shown", async (_, secret, why) => {
  bind(secret);
  const error = await failureOf(sign);
  expect([error.code, error.status]).toEqual(["storage_invalid_secret", 500]);
  expect(error.message).toContain(why);
  expect(error.message).not.toContain(SECRET);
  expect(error.cause).toBeUndefined();
});
