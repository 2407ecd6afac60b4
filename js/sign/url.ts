/**
 * `storageSignedUrl()` and `storagePublicUrl()`: they make URLs that `serveStorage` answers.
 * @module
 */

import { bindingsOf, clockOf } from "../connect.ts";
import { constants, core } from "../engine.ts";
import { checkedKey } from "../key.ts";
import { located } from "../located.ts";
import { declaredOf } from "../module/declared.ts";
import { copied } from "../options.ts";
import { type Connection, type Declared, registry } from "../registry.ts";
import { secretsOf } from "../secret/held.ts";
import { currentKey } from "./key.ts";
import { makeToken } from "./token.ts";

export async function storageSignedUrl(bucket: unknown, input: unknown, options: unknown): Promise<string> {
  const declared = declaredOf(bucket, "storageSignedUrl", "bucket");
  try {
    const key = checkedKey(declared, input);
    const own = copied(options);
    // Wrong options are the caller's fault, and reported before the host is asked for its secret.
    core.checkSigned(own, declared.deleteAfterDays);
    return await signedUrl(declared, key, own);
  } catch (error) {
    throw located(error, declared, "storageSignedUrl", input);
  }
}

async function signedUrl(declared: Declared, key: string, options: unknown): Promise<string> {
  const { declaration } = declared;
  const connection = registry.connection();
  const now = clockOf(connection);
  // The end of a URL counts from the call, however long the host takes to answer.
  const at = now();
  const secrets = secretsOf(declared, bindingsOf(connection, declaration), now);
  const { version, key: signingKey } = await currentKey(secrets);
  const claims = core.newClaims(options, version, at);
  const token = await makeToken({ namespace: declaration.namespace, name: declaration.name, key }, claims, signingKey);
  const url = `${startOf(connection, declared, key)}?token=${token}`;
  const limit = constants().signedUrlChars;
  if (url.length <= limit) return url;
  const message = `the URL has ${url.length} characters, the limit is ${limit}`;
  throw core.refusal("storage_metadata_too_large", message);
}

export function storagePublicUrl(bucket: unknown, input: unknown): string {
  const declared = declaredOf(bucket, "storagePublicUrl", "bucket");
  try {
    const key = checkedKey(declared, input);
    if (declared.declaration.options.access === "public") return startOf(registry.connection(), declared, key);
    throw core.refusal("storage_invalid_options", 'the bucket is private; declare it with access: "public"');
  } catch (error) {
    throw located(error, declared, "storagePublicUrl", input);
  }
}

/** The URL of a key, without a token. */
const startOf = ({ endpoint }: Connection, { declaration: { namespace, name } }: Declared, key: string): string =>
  endpoint.start + core.keyPath(namespace, name, key);
