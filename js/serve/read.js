/**
 * A GET or HEAD request that is allowed.
 * @module
 */

import { storeOf } from "../connection.js";
import { readFields } from "../questions.js";
import { outside } from "../seal/outside.js";
import { quietly } from "../value/quietly.js";
import { recordOf } from "./once.js";
import { invalid, told } from "./refusal.js";

export async function read(request, asked) {
  const { declared, key, grant } = asked;
  const store = storeOf(declared);
  const record = await recordOf(store, asked);
  const isHead = request.method === "HEAD";
  let handle;
  try {
    handle = await store.get(declared, key, { headers: isHead ? conditions(request.headers) : request.headers });
  } catch (error) {
    const failure = await outside(error, declared, key);
    if (failure.code !== "storage_invalid_range") throw failure;
    return unsatisfied(failure, await store.head(declared, key));
  }
  if (handle === null) return missing();
  const { contentType, cacheControl, notModified = false } = handle;
  if (!isHead && !notModified) {
    try {
      if (!(await record.take())) throw invalid();
    } catch (error) {
      quietly(() => handle.cancel());
      throw error;
    }
  }
  const headers = [...new URLSearchParams(readFields(grant, contentType, cacheControl, notModified))];
  if (!isHead) return handle.toResponse({ headers });
  const { body, status, headers: all } = handle.toResponse({ headers });
  await body?.cancel();
  return new Response(null, { status, headers: all });
}

/** RFC 9110, 14.2: a range is a part of what GET answers. */
function conditions(headers) {
  const known = headers.get("if-none-match");
  return new Headers(known === null ? {} : { "if-none-match": known });
}

const missing = () => new Response("Not Found", { status: 404, headers: { "cache-control": "no-store" } });

/** The answer to a range without a byte of the object, with the size that it has. */
function unsatisfied(error, object) {
  if (object === null) return missing();
  const answer = told(error);
  answer.headers.set("content-range", `bytes */${object.size}`);
  return answer;
}
