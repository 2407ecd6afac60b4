/**
 * Where URLs of the package begin, and the pages that may use them: what `connect` was told.
 * @module
 */

import { refusal } from "./questions.js";

const wrong = (what) => refusal("storage_invalid_options", `connect options: ${what}`);

/**
 * What signed and public URLs start with, and the path that is a part of it. Without an endpoint URLs are relative to
 * the origin: the Host header of a request is whatever its sender wants.
 */
export function endpointOf(text) {
  if (text === undefined) return { start: "", base: "" };
  const url = parsed(text);
  if (!/^https?:$/.test(url?.protocol)) throw wrong("endpoint must be an http or https URL");
  if (url.href !== url.origin + url.pathname) throw wrong("endpoint must have no credentials, query or fragment");
  const base = url.pathname.replace(/\/+$/, "");
  return { start: url.origin + base, base };
}

/** The origins, as browsers send them; `*` is all of them. */
export function originsOf({ origins } = {}) {
  if (origins === undefined) return [];
  for (const origin of origins) {
    if (!isOrigin(origin)) {
      throw wrong(`cors.origins must hold origins such as "https://example.com", or "*", not ${shown(origin)}`);
    }
  }
  return [...origins];
}

/** Application shells have schemes of their own, such as `capacitor:`, of whose URLs the origin is not told. */
const SHELL = /^(?!https?:)[a-z][a-z\d+.-]*:\/\/[^\s*/?#]+$/;

const isOrigin = (text) =>
  text === "*" ||
  (typeof text === "string" && !text.includes("*") && (parsed(text)?.origin === text || SHELL.test(text)));

const shown = (value) => (typeof value === "string" ? JSON.stringify(value) : `a value of type ${typeof value}`);

function parsed(text) {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
