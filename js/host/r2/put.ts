/**
 * Puts into R2: a value at hand goes in one request, any other as the core decides (src/upload.rs).
 * @module
 */

import { constants, core, fault } from "../../engine.ts";
import type { StorageHttpMetadata } from "../../types/index.ts";
import { bytesAtHand, type Source } from "../../value/source.ts";
import { Host, Mode } from "../../wasm/core.js";
import { hostFailure } from "../failure.ts";
import { metadataOf, setHttp } from "../object.ts";
import type { Put, Stored, StoredOptions } from "../store.ts";
import { storedOf } from "./answer.ts";
import type { R2Bucket, R2HttpMetadata, R2Kept, R2PutOptions, UploadPlan } from "./api.ts";
import { putChunks, putStream, putWhole } from "./upload.ts";

export async function putObject(bucket: R2Bucket, put: Put): Promise<Stored> {
  const { source, key, mode } = put;
  if (source.kind === "wrong") throw source.error;
  const plan: UploadPlan = {
    key,
    mode,
    size: put.options.size,
    options: optionsOf(put),
    commit: put.commit?.bind(put),
  };
  try {
    const answer = await send(bucket, plan, source);
    // R2 answers null where the condition does not hold.
    if (answer === null && mode !== Mode.Overwrite) throw core.conditionFailed(mode);
    return storedOf(key, answer);
  } catch (error) {
    throw hostFailure(Host.R2, error);
  }
}

function send(bucket: R2Bucket, plan: UploadPlan, source: Exclude<Source, { kind: "wrong" }>): Promise<unknown> {
  switch (source.kind) {
    case "stream":
      return putStream(bucket, plan, source.stream);
    case "chunks":
      return putChunks(bucket, plan, source.chunks);
    case "blob":
      return putWhole(bucket, plan, source.blob);
    case "text":
    case "bytes":
      return putWhole(bucket, plan, bytesAtHand(source));
  }
}

function httpOf(options: StoredOptions): R2HttpMetadata {
  const fields = setHttp<StorageHttpMetadata>({}, options);
  if (fields.expires === undefined) return fields;
  const { expires, ...others } = fields;
  return { ...others, cacheExpiry: new Date(expires) };
}

function optionsOf({ options, mode, beside, kept }: Put): R2PutOptions {
  const asked: R2PutOptions = kept === undefined ? { httpMetadata: httpOf(options) } : { ...(kept as R2Kept) };
  const metadata = metadataOf(options);
  const customMetadata = beside === undefined ? metadata : { ...metadata, [constants().sealedEntry]: beside };
  if (customMetadata !== undefined) asked.customMetadata = customMetadata;
  if (mode === Mode.Create) asked.onlyIf = { etagDoesNotMatch: "*" };
  if (mode === Mode.Replace) {
    if (options.ifMatch === undefined) throw fault("a replacement names no etag");
    asked.onlyIf = { etagMatches: options.ifMatch };
  }
  return asked;
}
