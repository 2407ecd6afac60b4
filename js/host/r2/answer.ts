/**
 * R2's answers, checked and shaped.
 *
 * A made-up etag or size would be worse than an error, so an answer that no R2 gives is refused.
 * @module
 */

import { constants, core } from "../../engine.ts";
import type { StorageHttpMetadata } from "../../types/index.ts";
import { badHostAnswer } from "../failure.ts";
import { isoOf, objectOf, setHttp } from "../object.ts";
import type { Stored } from "../store.ts";
import type { R2HttpMetadata, R2Kept } from "./api.ts";

/** The members of an R2Object that this package reads. */
export interface R2Object {
  readonly size: number;
  readonly etag: string;
  readonly uploaded: Date;
  readonly httpMetadata?: R2HttpMetadata;
  readonly customMetadata?: Record<string, string>;
  readonly storageClass?: string;
}

/** An R2Object with a body, whole or in part. */
interface R2ObjectBody extends R2Object {
  readonly range?: { readonly offset?: number; readonly length?: number };
  readonly body: ReadableStream<Uint8Array>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

export function checkedObject(answer: unknown): R2Object {
  const { size, etag, uploaded } = (answer ?? {}) as Partial<R2Object>;
  const isObject = typeof etag === "string" && etag !== "" && isCount(size);
  if (!isObject || !(Number(uploaded?.getTime()) >= 0)) throw badHostAnswer("something that is not an R2 object");
  return answer as R2Object;
}

/**
 * Whether R2 answered with a body; without one a condition did not hold. Reading `body` of an object from wrangler's
 * `getPlatformProxy` uses it up, so that it is only looked for.
 */
export const hasBody = (answer: R2Object): answer is R2ObjectBody => "arrayBuffer" in answer || "body" in answer;

/** The part of an object that the answer to a range holds. */
export function partOf({ range, size }: R2ObjectBody): { offset: number; length: number } {
  const { offset = 0, length = size } = range ?? {};
  if (!isCount(offset) || !isCount(length)) throw badHostAnswer("a range that is not one");
  return { offset, length };
}

let lastField: unknown;

/** Whether a put takes the text. Objects come in runs with the same content type, so the last answer is kept. */
function isHttpField(text: unknown): boolean {
  if (text === lastField) return true;
  const isField = core.isHttpField(text);
  if (isField) lastField = text;
  return isField;
}

/** The fields that a put takes. Another program may have stored any others, and callers copy what they are shown. */
function httpOf(stored: R2HttpMetadata): StorageHttpMetadata {
  const fields = setHttp<StorageHttpMetadata>({}, stored);
  for (const name of Object.keys(fields) as (keyof StorageHttpMetadata)[]) {
    if (!isHttpField(fields[name])) delete fields[name];
  }
  const expires = isoOf(stored.cacheExpiry);
  if (expires !== undefined && core.isExpires(expires)) fields.expires = expires;
  return fields;
}

export function storedOf(key: string, answer: unknown): Stored {
  const { size, etag, uploaded, httpMetadata = {}, customMetadata = {}, storageClass } = checkedObject(answer);
  const { reservedMetadata, sealedEntry } = constants();
  const metadata: Record<string, string> = {};
  for (const name in customMetadata) {
    const value = customMetadata[name];
    if (value !== undefined && !name.startsWith(reservedMetadata)) metadata[name] = value;
  }
  const object = objectOf({ key, size, etag, storedAt: uploaded.getTime() }, httpOf(httpMetadata), metadata);
  const beside: unknown = customMetadata[sealedEntry];
  const kept: R2Kept = storageClass === undefined ? { httpMetadata } : { httpMetadata, storageClass };
  return { object, beside: typeof beside === "string" ? beside : undefined, kept };
}
