/**
 * Where URLs of the package begin, and the pages that may use them, as `connect` was told.
 * @module
 */

import { core } from "./engine.ts";
import { LONG } from "./look.js";
import type { Connection } from "./registry.ts";

const invalid = (why: string) => core.refusal("storage_invalid_options", `connect options: ${why}`);

/**
 * What signed and public URLs start with, and the path in it. Without an endpoint, URLs are relative to the origin: the
 * sender of a request chooses its Host header.
 */
export function endpointOf(text: string | undefined): Connection["endpoint"] {
  if (text === undefined) return { start: "", base: "" };
  const url = parsed(text);
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw invalid("endpoint must be an http or https URL");
  if (url.href !== url.origin + url.pathname) throw invalid("endpoint must have no credentials, query or fragment");
  const base = url.pathname.replace(/\/+$/, "");
  return { start: url.origin + base, base };
}

/** The origins, as browsers send them; `*` is all of them. */
export function originsOf(origins: readonly unknown[] = []): readonly string[] {
  if (origins.length > LONG) throw invalid(`cors.origins has ${origins.length} entries, allowed are up to ${LONG}`);
  return Array.from(origins, (origin) => {
    if (isOrigin(origin)) return origin;
    throw invalid(`cors.origins must hold origins such as "https://example.com", or "*", not ${nameOf(origin)}`);
  });
}

/** Application shells have schemes of their own, such as `capacitor:`, for which URL gives no origin. */
const SHELL = /^(?!https?:)[a-z][a-z\d+.-]*:\/\/[^\s*/?#]+$/;

function isOrigin(origin: unknown): origin is string {
  if (origin === "*") return true;
  if (typeof origin !== "string" || origin.includes("*")) return false;
  return parsed(origin)?.origin === origin || SHELL.test(origin);
}

const nameOf = (value: unknown) =>
  typeof value === "string" ? JSON.stringify(value) : `a value of type ${typeof value}`;

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
