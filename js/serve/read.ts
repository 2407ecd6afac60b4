/**
 * GET and HEAD requests that their URL allows.
 * @module
 */

import type { Call } from "../call.ts";
import { core } from "../engine.ts";
import { StorageError } from "../errors.js";
import { ReadHandle } from "../handle/handle.ts";
import type { Found } from "../host/store.ts";
import { textOf } from "../look.js";
import { ignoreFailure } from "../value/ignore-failure.ts";
import { Variant } from "../wasm/core.js";
import { useRecordOf } from "./once.ts";
import { responseOf } from "./refusal.ts";
import type { Grant } from "./request.ts";

export async function read(request: Request, call: Call, { key, claims }: Grant): Promise<Response> {
  const record = await useRecordOf(call, claims);
  const isHead = request.method === "HEAD";
  let found: Found | null;
  try {
    const headers = isHead ? withoutRange(request.headers) : request.headers;
    found = await call.store.get({ key, plan: core.planGet(Variant.Bucket, key, { headers }), cacheTtl: undefined });
  } catch (error) {
    if (!StorageError.is(error) || error.code !== "storage_invalid_range") throw error;
    return unsatisfiable(error, call, key);
  }
  if (found === null) return missing();
  const handle = new ReadHandle(Variant.Bucket, found);
  if (record !== undefined && !isHead && found.body !== undefined) {
    try {
      await record.take();
    } catch (error) {
      ignoreFailure(() => handle.cancel());
      throw error;
    }
  }
  const headers = new Headers();
  const { cacheControl, contentType } = found.object;
  core.cacheField(claims, textOf(cacheControl), headers);
  if (found.body !== undefined) core.bodyFields(claims, textOf(contentType), headers);
  const response = handle.toResponse({ headers });
  if (!isHead) return response;
  await response.body?.cancel();
  return new Response(null, { status: response.status, headers: response.headers });
}

/** The conditions of a HEAD request. Ranges are parts of what GET answers (RFC 9110, 14.2). */
function withoutRange(headers: Headers): Headers {
  const known = headers.get("if-none-match");
  return new Headers(known === null ? {} : { "if-none-match": known });
}

const missing = () => new Response("Not Found", { status: 404, headers: { "cache-control": "no-store" } });

/** The answer to a range that holds no byte of the object, with the object's size. */
async function unsatisfiable(error: StorageError, { store }: Call, key: string): Promise<Response> {
  // A host that fails to tell the size leaves the error without it.
  const size = error.detail?.size ?? (await store.head(key))?.object.size;
  if (size === undefined) return missing();
  const response = responseOf(error);
  response.headers.set("content-range", `bytes */${size}`);
  return response;
}
