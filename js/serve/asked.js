/**
 * What a request asks for, and whether its URL allows it.
 * @module
 */

import { decoded, decodedText, encoded } from "../base64url.js";
import { now } from "../clock.js";
import { pinned } from "../connection.js";
import { spelled } from "../key.js";
import { openGrant, pathOf, signedMessage } from "../questions.js";
import { registry } from "../registry.js";
import { isSigned, keyOf } from "../sign/key.js";

/**
 * @typedef {object} Asked
 * @property {object} declared the bucket
 * @property {string} key
 * @property {string} [grant] what a signed URL says; absent for a public one
 * @property {string} [once] what makes the URL unique, if it is for one request
 * @property {string} [expires] then also the milliseconds of its end
 */

/**
 * Undefined when the URL does not allow the request, for whatever reason.
 * @returns {Promise<Asked | undefined>}
 */
export async function askedOf({ method }, { pathname, search }, { base }) {
  const place = placeOf(pathname, base);
  if (place === undefined) return undefined;
  const { declared } = place;
  const query = search.slice(1);
  if (!/(^|&)token(=|&|$)/.test(query)) {
    const isOpen = declared.declaration.options.access === "public" && (method === "GET" || method === "HEAD");
    return isOpen ? { ...place, declared: pinned(declared) } : undefined;
  }
  const granted = await grantedOf(place, query, method);
  return granted && { ...place, ...granted };
}

/** The bucket and the key that a path names, if it is spelled as this package spells it. */
function placeOf(pathname, base) {
  const [, , namespace, name, segment, more] = pathname.slice(base.length).split("/");
  const declared = registry.declared.get(`${namespace}/${name}`);
  if (!declared?.isBucket || segment === undefined || more !== undefined) return undefined;
  try {
    const key = spelled(declared, decodeURIComponent(segment));
    return base + pathOf(declared.declaration, key) === pathname ? { declared, key } : undefined;
  } catch {
    // Neither what is no encoding nor what is no key is worth another answer.
    return undefined;
  }
}

/** What a token grants, if it is ours, for this key, for this method, and for now. */
async function grantedOf({ declared, key }, query, method) {
  const [, encodedGrant, encodedSignature] = /^token=([\w-]+)\.([\w-]{43})$/.exec(query) ?? [];
  if (encodedGrant === undefined) return undefined;
  const grant = decodedText(encodedGrant);
  const opened = openGrant(grant, method, now());
  const { secret, ...granted } = Object.fromEntries(new URLSearchParams(opened));
  if (secret === undefined) return undefined;
  const signature = decoded(encodedSignature);
  // The last digit has two bits too many, which have to be zero.
  if (encoded(signature) !== encodedSignature) return undefined;
  // What was signed with a host's secret is answered by its store.
  const own = pinned(declared);
  const signingKey = await keyOf(own, secret);
  const message = signedMessage(declared.declaration, key, encodedGrant);
  const isOurs = signingKey && (await isSigned(signingKey, signature, message));
  return isOurs ? { ...granted, grant, declared: own } : undefined;
}
