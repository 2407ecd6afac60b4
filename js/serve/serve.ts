/**
 * `serveStorage()`: answers requests for signed and public URLs.
 * @module
 */

import { callOf } from "../call.ts";
import { core } from "../engine.ts";
import { StorageError } from "../errors.js";
import { located } from "../located.ts";
import { type Connection, registry } from "../registry.ts";
import { preflight, withCors } from "./cors.ts";
import { read } from "./read.ts";
import { responseOf, urlRefused } from "./refusal.ts";
import { grantOf } from "./request.ts";
import { write } from "./write.ts";

export async function serveStorage(request: Request): Promise<Response | null> {
  const url = urlOf(request);
  const connection = registry.connection();
  const { endpoint, origins } = connection;
  if (!url.pathname.startsWith(`${endpoint.base}/_storage/`)) return null;
  const response = request.method === "OPTIONS" ? preflight(request, origins) : await answer(request, url, connection);
  return withCors(response ?? responseOf(urlRefused()), request, origins);
}

function urlOf(request: Request): URL {
  try {
    return new URL(request.url);
  } catch {
    throw core.refusal("storage_invalid_options", "serveStorage: the argument must be a Request");
  }
}

/** The answer; undefined where the URL does not allow the request. */
async function answer(request: Request, url: URL, connection: Connection): Promise<Response | undefined> {
  const grant = await grantOf(request, url, connection);
  if (grant === undefined) return undefined;
  const { declared, key } = grant;
  try {
    const call = callOf(declared, connection);
    return await (request.method === "PUT" ? write(request, call, grant) : read(request, call, grant));
  } catch (thrown) {
    if (StorageError.is(thrown) && thrown.code === "storage_signed_url_invalid") return undefined;
    const error = located(thrown, declared, "serveStorage", key);
    if (isForOperator(error)) throw error;
    return responseOf(error);
  }
}

/**
 * Whether only those who run the server can mend an error; senders of requests get all others. A body that was read
 * before it came here is the server's fault, too.
 */
const isForOperator = ({ code, status, retryable }: StorageError): boolean =>
  code === "storage_invalid_value" || (status >= 500 && !retryable);
