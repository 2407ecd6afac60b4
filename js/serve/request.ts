/**
 * The grant in the URL of a request.
 *
 * Anybody may send a request, so this module believes nothing of it. Every refusal is the same
 * `undefined`.
 * @module
 */

import { bindingsOf, clockOf } from "../connect.ts";
import { core } from "../engine.ts";
import { checkedKey } from "../key.ts";
import { type Connection, type Declared, registry } from "../registry.ts";
import { secretsOf } from "../secret/held.ts";
import { keyOfVersion } from "../sign/key.ts";
import { isSigned, parseToken } from "../sign/token.ts";
import { type Claims, Variant } from "../wasm/core.js";

export interface Grant {
  readonly declared: Declared;
  readonly key: string;
  /** What a signed URL says; undefined for a public one. */
  readonly claims: Claims | undefined;
  /** The connection whose secret signed the URL: its store has to answer, whatever `connect` says meanwhile. */
  readonly connection: Connection;
}

/** A bucket and a key that a path names. */
interface Place {
  readonly declared: Declared;
  readonly key: string;
}

/** What a request is granted; undefined where its URL does not allow it, for whatever reason. */
export async function grantOf({ method }: Request, url: URL, connection: Connection): Promise<Grant | undefined> {
  const place = placeOf(url.pathname.slice(connection.endpoint.base.length));
  if (place === undefined) return undefined;
  const query = url.search.slice(1);
  const claims = MAY_HOLD_TOKEN.test(query)
    ? await claimsOf(place, { query, method, connection })
    : publicClaims(place, method);
  return claims && { ...place, ...claims, connection };
}

const MAY_HOLD_TOKEN = /(^|&)token(=|&|$)/;

/** The key is all that follows the bucket's name, slashes included. */
const PATH = /^\/_storage\/([^/]+)\/([^/]+)\/(.+)$/;

/** The bucket and the key of a path. The key is decoded once; every spelling that decodes to it names it. */
function placeOf(path: string): Place | undefined {
  const [, namespace, name, encoded] = PATH.exec(path) ?? [];
  const declared = registry.instance(`${namespace}/${name}`);
  if (declared?.variant !== Variant.Bucket || encoded === undefined) return undefined;
  try {
    return { declared, key: checkedKey(declared, decodeURIComponent(encoded)) };
  } catch {
    // A malformed encoding and a key that is not allowed get the answer that everything else gets.
    return undefined;
  }
}

type GrantedClaims = Pick<Grant, "claims">;

/** A public bucket allows reading to everybody. */
function publicClaims({ declared }: Place, method: string): GrantedClaims | undefined {
  const isOpen = declared.declaration.options.access === "public" && (method === "GET" || method === "HEAD");
  return isOpen ? { claims: undefined } : undefined;
}

interface Query {
  readonly query: string;
  readonly method: string;
  readonly connection: Connection;
}

/** The claims of a token, if this package signed it for this key, and they allow the method now. */
async function claimsOf({ declared, key }: Place, { query, method, connection }: Query) {
  const token = parseToken(query);
  const now = clockOf(connection);
  const claims = token && core.readClaims(token.claims, method, now());
  if (token === undefined || claims === undefined) return undefined;
  const { declaration } = declared;
  const secrets = secretsOf(declared, bindingsOf(connection, declaration), now);
  const signingKey = await keyOfVersion(secrets, claims.secret ?? "");
  const subject = { namespace: declaration.namespace, name: declaration.name, key };
  const isOurs = signingKey !== undefined && (await isSigned(subject, token, signingKey));
  return isOurs ? { claims } : undefined;
}
