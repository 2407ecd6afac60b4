/**
 * A PUT request that is allowed.
 * @module
 */

import { storeOf } from "../connection.js";
import { conditionFailed, uploadTooLarge, writeOptions } from "../questions.js";
import { CREATE } from "../shapes.js";
import { quietly } from "../value/quietly.js";
import { readerOf } from "../value/reader.js";
import { sourceOf } from "../value/source.js";
import { recordOf } from "./once.js";
import { invalid } from "./refusal.js";

/** The fields that src/serve/write.rs judges, in its order. */
const FIELDS = [
  "content-type",
  "content-length",
  "if-none-match",
  "content-encoding",
  "content-range",
  "if-match",
  "if-unmodified-since",
];

/** Errors after which nothing was stored for certain, so that the URL may be used again. */
const NOT_STORED = ["storage_key_already_exists", "storage_rate_limited"];

export async function write(request, asked) {
  const { declared, key, grant } = asked;
  const store = storeOf(declared);
  const { max, ...options } = optionsOf(request, grant);
  const record = await recordOf(store, asked);
  // Else a key that exists would use the URL up before it is seen that it does.
  if (record.isOne && options.ifNotExists && (await store.head(declared, key)) !== null) throw conditionFailed(CREATE);
  let isTaken = false;
  const commit = async () => {
    isTaken = await record.take();
    if (!isTaken) throw invalid();
  };
  const body = capped(bodyOf(request), max);
  try {
    return Response.json(await store.put(declared, key, body, options, record.isOne ? commit : undefined));
  } catch (error) {
    // Should it fail, the URL stays used up; the first failure tells more.
    if (isTaken && NOT_STORED.includes(error.code)) await record.release().catch(() => {});
    throw error.cause?.code === "storage_value_too_large" ? error.cause : error;
  }
}

/** The options of the put, and the most bytes that the body may have. */
function optionsOf({ headers }, grant) {
  // An empty field says nothing; workerd does not even show it.
  const fields = FIELDS.map((name) => headers.get(name) || undefined);
  if (/^\d+$/.test(fields[1])) fields[1] = Number(fields[1]);
  const [form, entries] = writeOptions(grant, ...fields).split("\n");
  const { max, size, ifNotExists, contentType } = Object.fromEntries(new URLSearchParams(form));
  const metadata = Object.fromEntries(new URLSearchParams(entries));
  return {
    contentType,
    metadata,
    ifNotExists: ifNotExists !== undefined,
    size: size && Number(size),
    max: max && Number(max),
  };
}

/** The body, of which nothing has been read yet: what is left of it would pass for all of it. */
function bodyOf({ body }) {
  if (body === null) return new ReadableStream({ start: (controller) => controller.close() });
  const { stream, wrong } = sourceOf(body);
  if (wrong !== undefined) throw wrong;
  return stream;
}

/** The same stream, cut off where it passes `max` bytes: whatever length it was said to have. */
function capped(body, max = Number.POSITIVE_INFINITY) {
  const reader = readerOf(body);
  let seen = 0;
  const pull = async (controller) => {
    const { done, value } = await reader.read();
    if (done) return controller.close();
    // What is no chunk of bytes has no length, and is refused where it is stored.
    seen += value?.byteLength;
    if (!(seen > max)) return controller.enqueue(value);
    const error = uploadTooLarge(max);
    quietly(() => reader.cancel(error));
    throw error;
  };
  return new ReadableStream({ pull, cancel: (reason) => reader.cancel(reason) }, { highWaterMark: 0 });
}
