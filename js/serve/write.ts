/**
 * PUT requests that their URL allows.
 * @module
 */

import type { Call } from "../call.ts";
import { core } from "../engine.ts";
import { StorageError } from "../errors.js";
import type { Put, Stored } from "../host/store.ts";
import { planPut } from "../module/put.ts";
import { ignoreFailure } from "../value/ignore-failure.ts";
import { readerOf } from "../value/reader.ts";
import { sourceOf, viewOf } from "../value/source.ts";
import { Mode } from "../wasm/core.js";
import { type UseRecord, useRecordOf } from "./once.ts";
import { urlRefused } from "./refusal.ts";
import type { Grant } from "./request.ts";

/** Errors after which certainly nothing was stored, so that a URL for one request may be used again. */
const NOT_STORED = new Set(["storage_key_already_exists", "storage_rate_limited"]);

export async function write(request: Request, call: Call, { key, claims }: Grant): Promise<Response> {
  // A public URL allows no PUT.
  if (claims === undefined) throw urlRefused();
  const signed = core.planSignedPut(claims, request.headers);
  const record = await useRecordOf(call, claims);
  // Without this look a key that exists would use the URL up before the put finds it.
  if (record !== undefined && signed.options.ifNotExists && (await call.store.head(key)) !== null) {
    throw core.conditionFailed(Mode.Create);
  }
  const put = planPut(call.declared, key, limited(request.body ?? emptyStream(), signed.max), signed.options);
  try {
    const { object } = await (record === undefined ? call.store.put(put) : putOnce(call, put, record));
    return Response.json(object);
  } catch (error) {
    throw refusalOf(error);
  }
}

/** The body of a request without one. As a stream it is compared with the Content-Length like any other. */
const emptyStream = () => new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });

/** The same body, cut off where it passes `max` bytes: its declared length may be wrong. */
function limited(body: ReadableStream, max: number | undefined): ReadableStream {
  // The store refuses a body that is locked, or that was read from.
  if (max === undefined || sourceOf(body).kind === "wrong") return body;
  const reader = readerOf(body);
  let seen = 0;
  const pull = async (controller: ReadableStreamDefaultController<unknown>) => {
    const { done, value } = await reader.read();
    if (done) return controller.close();
    // The store refuses a chunk that is not bytes.
    seen += viewOf(value)?.byteLength ?? 0;
    if (seen <= max) return controller.enqueue(value);
    const error = core.uploadTooLarge(max);
    ignoreFailure(() => reader.cancel(error));
    throw error;
  };
  return new ReadableStream({ pull, cancel: (reason) => reader.cancel(reason) }, { highWaterMark: 0 });
}

/** The refusal of a body that was cut off. To the store it is the cause why a stream failed. */
function refusalOf(error: unknown): unknown {
  const cause = StorageError.is(error) ? error.cause : undefined;
  return StorageError.is(cause) && cause.code === "storage_value_too_large" ? cause : error;
}

/** Puts a value through a URL for one request: the use is recorded when all of the value is there, before it is stored. */
async function putOnce({ store }: Call, put: Put, record: UseRecord): Promise<Stored> {
  let isUsed = false;
  const commit = async () => {
    await record.take();
    isUsed = true;
  };
  try {
    return await store.put({ ...put, commit });
  } catch (error) {
    // Where the release fails the URL stays used up. The first failure is the one to report.
    if (isUsed && StorageError.is(error) && NOT_STORED.has(error.code)) await ignoreFailure(() => record.release());
    throw error;
  }
}
