/**
 * Requests of pages of other origins.
 *
 * Browsers ask the server which origins may use its answers. Allowed are the origins that `connect` was given, and none
 * without them.
 * @module
 */

/** For how many seconds a browser may remember the answer to a preflight request. */
const MAX_AGE = 600;

/** The fields that requests may have, besides those that every request may have. */
const REQUEST_FIELDS = "content-type, if-none-match, if-range, range";
/** The fields of answers that scripts may read, besides those that they may always read. */
const RESPONSE_FIELDS = "accept-ranges, content-disposition, content-range, etag";

/** The value that allows a request's origin; undefined where the origin is not allowed, or the request has none. */
function allowedOrigin(request: Request, origins: readonly string[]): string | undefined {
  const origin = request.headers.get("origin");
  if (origin === null) return undefined;
  if (origins.includes("*")) return "*";
  return origins.includes(origin) ? origin : undefined;
}

/** Answers a preflight request; undefined where its origin is not allowed. */
export function preflight(request: Request, origins: readonly string[]): Response | undefined {
  if (allowedOrigin(request, origins) === undefined) return undefined;
  const headers = {
    "access-control-allow-methods": "GET, HEAD, PUT",
    "access-control-allow-headers": REQUEST_FIELDS,
    "access-control-max-age": String(MAX_AGE),
  };
  return new Response(null, { status: 204, headers });
}

/** Adds to an answer the fields that let an allowed origin see it. */
export function withCors(response: Response, request: Request, origins: readonly string[]): Response {
  if (origins.length === 0) return response;
  const { headers } = response;
  headers.append("vary", "origin");
  const origin = allowedOrigin(request, origins);
  if (origin !== undefined) {
    headers.set("access-control-allow-origin", origin);
    headers.set("access-control-expose-headers", RESPONSE_FIELDS);
  }
  return response;
}
