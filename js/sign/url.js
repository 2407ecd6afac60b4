/**
 * Signed and public URLs, as they are made.
 * @module
 */

import { encoded, encodedText } from "../base64url.js";
import { now } from "../clock.js";
import { given } from "../given.js";
import { checkedKey } from "../key.js";
import { located } from "../located.js";
import { declaredOf } from "../module/declared.js";
import { makeGrant, pathOf, refusal, signedMessage } from "../questions.js";
import { registry } from "../registry.js";
import { currentKey, sign } from "./key.js";

/** "Workers limits": what Cloudflare takes of a URL, 16 KB. */
const MAX_CHARS = 16_384;

export async function storageSignedUrl(bucket, input, options) {
  const declared = declaredOf(bucket, "storageSignedUrl", "bucket");
  try {
    const { declaration, deleteAfterDays } = declared;
    const key = checkedKey(declared, input);
    const { frame, members } = given("signed", options);
    const at = now();
    const grantOf = (version, once) => encodedText(makeGrant(at, deleteAfterDays, version, once, frame));
    // Wrong options are the caller's affair, and said before anything is asked of the host.
    grantOf("", undefined);
    const { version, key: secret } = await currentKey(declared);
    const grant = grantOf(version, members.oneTime ? crypto.randomUUID() : undefined);
    const signature = encoded(await sign(secret, signedMessage(declaration, key, grant)));
    const url = `${startOf(declaration, key)}?token=${grant}.${signature}`;
    if (url.length <= MAX_CHARS) return url;
    throw refusal("storage_metadata_too_large", `the URL has ${url.length} characters, the limit is ${MAX_CHARS}`);
  } catch (error) {
    throw located(error, declared, "storageSignedUrl", input);
  }
}

export function storagePublicUrl(bucket, input) {
  const declared = declaredOf(bucket, "storagePublicUrl", "bucket");
  try {
    const { declaration } = declared;
    const key = checkedKey(declared, input);
    if (declaration.options.access === "public") return startOf(declaration, key);
    throw refusal("storage_invalid_options", 'the bucket is private; declare it with access: "public"');
  } catch (error) {
    throw located(error, declared, "storagePublicUrl", input);
  }
}

const startOf = (declaration, key) => registry.connection.endpoint.start + pathOf(declaration, key);
