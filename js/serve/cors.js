/**
 * Cross-origin requests of browsers: allowed to the pages of the origins that `connect` was given, else to none.
 * @module
 */

/** For how many seconds a browser need not ask again. */
const MAX_AGE = 600;

/** What requests may have, besides what every request may. */
const ASKED = "content-type, if-none-match, if-range, range";
/** What scripts may see of answers, besides what they always may. */
const SHOWN = "accept-ranges, content-disposition, content-range, etag";

/** The value that allows a request's origin; undefined when it may not. */
function allowed(request, origins) {
  const origin = request.headers.get("origin");
  if (origin === null) return undefined;
  if (origins.includes("*")) return "*";
  return origins.includes(origin) ? origin : undefined;
}

/** The answer to the question that browsers ask first; undefined where it may not be asked. */
export function preflight(request, origins) {
  if (allowed(request, origins) === undefined) return undefined;
  const headers = {
    "access-control-allow-methods": "GET, HEAD, PUT",
    "access-control-allow-headers": ASKED,
    "access-control-max-age": String(MAX_AGE),
  };
  return new Response(null, { status: 204, headers });
}

/** The same answer, for the page that asked. */
export function shared(answer, request, origins) {
  if (origins.length === 0) return answer;
  const { headers } = answer;
  headers.append("vary", "origin");
  const origin = allowed(request, origins);
  if (origin !== undefined) {
    headers.set("access-control-allow-origin", origin);
    headers.set("access-control-expose-headers", SHOWN);
  }
  return answer;
}
