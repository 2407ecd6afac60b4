/**
 * `serveStorage`: answers what asks for a signed or a public URL.
 * @module
 */

import { located } from "../located.js";
import { refusal } from "../questions.js";
import { registry } from "../registry.js";
import { askedOf } from "./asked.js";
import { preflight, shared } from "./cors.js";
import { read } from "./read.js";
import { invalid, told } from "./refusal.js";
import { write } from "./write.js";

export async function serveStorage(request) {
  const url = urlOf(request);
  const { endpoint, origins } = registry.connection;
  if (!url.pathname.startsWith(`${endpoint.base}/_storage/`)) return null;
  const answer = request.method === "OPTIONS" ? preflight(request, origins) : await answered(request, url, endpoint);
  return shared(answer ?? told(invalid()), request, origins);
}

function urlOf(request) {
  try {
    return new URL(request.url);
  } catch {
    throw refusal("storage_invalid_options", "serveStorage: the argument must be a Request");
  }
}

/** The answer; undefined when the URL does not allow the request. */
async function answered(request, url, endpoint) {
  const asked = await askedOf(request, url, endpoint);
  if (asked === undefined) return undefined;
  try {
    return await (request.method === "PUT" ? write(request, asked) : read(request, asked));
  } catch (thrown) {
    if (thrown?.code === "storage_signed_url_invalid") return undefined;
    const error = located(thrown, asked.declared, "serveStorage", asked.key);
    // What the sender of the request can mend is told; the rest is for who runs the server. So is a body that was read.
    const isOurs = error.code === "storage_invalid_value" || (error.status >= 500 && !error.retryable);
    if (!isOurs) return told(error);
    throw error;
  }
}
