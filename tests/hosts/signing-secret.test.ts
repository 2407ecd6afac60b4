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
function signatureOf(secret: Buffer, grant: string) {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "layeron-storage/signed-url/1", 32));
  const fields = ["default", "signed", "k", grant].map((field) => `s${field.length}:${field}`).join("");
  return createHmac("sha256", key).update(`layeron-storage signed URL\n${fields}`).digest("base64url");
}

test("a URL is signed as the documentation says", async () => {
  bind(BYTES.toString("base64"));
  const [, grant = "", signature] = /token=(.*)\.(.*)/.exec(await sign()) ?? [];
  expect(Buffer.from(grant, "base64url").toString()).toBe("i1:1i13:1893459600000s0:uo22:s4:readi4:3600uuuuuuuu");
  expect(signature).toBe(signatureOf(BYTES, grant));
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
  expect(Buffer.from(/token=(.*)\./.exec(young)?.[1] ?? "", "base64url").toString()).toContain("s2:v2");
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

test("a token of another version, another format or another key is refused", async () => {
  bind(versioned("v1", { v1: value(BYTES) }));
  const grant = Buffer.from(/token=(.*)\./.exec(await sign())?.[1] ?? "", "base64url").toString();
  const forged = (text: string, secret: Buffer) => {
    const encoded = Buffer.from(text).toString("base64url");
    return `/_storage/default/signed/k?token=${encoded}.${signatureOf(secret, encoded)}`;
  };
  // The forger's tool works, or nothing below would mean anything.
  expect(await statusOf(forged(grant, BYTES))).toBe(404);
  expect(await statusOf(forged(grant, OTHER))).toBe(403);
  for (const text of [
    grant.replace("s2:v1", "s2:v2"),
    grant.replace("s2:v1", "s0:"),
    grant.replace("s2:v1", "u"),
    grant.replace("i1:1", "i1:2"),
    grant.replace("i1:1", "s5:HS256"),
    grant.replace("i4:3600", "i6:604801"),
    grant.replace(/i13:\d+/, "n8:Infinity"),
    grant.replace("s4:read", "s3:any"),
    "",
    "{}",
  ]) {
    expect(await statusOf(forged(text, BYTES)), text).toBe(403);
  }
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
