/**
 * The R2 binding, as far as this package uses it, and what makes an object one.
 *
 * Answers are of unknown types: any object can take a binding's place, so the package checks each answer where it
 * arrives.
 * @module
 */

import type { StorageHttpMetadata } from "../../types/index.ts";
import type { Mode, Range } from "../../wasm/core.js";
import { type BindingKind, type Bound, hasMethod } from "../binding.ts";
import type { Place } from "../store.ts";
import { bucketName } from "../store-name.ts";

export interface R2Binding {
  put(key: string, value: Uint8Array | Blob | ReadableStream | string, options: R2PutOptions): Promise<unknown>;
  get(key: string, options: R2GetOptions): Promise<unknown>;
  head(key: string): Promise<unknown>;
  delete(keys: string | string[]): Promise<unknown>;
  list(options: R2ListOptions): Promise<unknown>;
  createMultipartUpload(key: string, options: R2UploadOptions): Promise<unknown>;
}

/** HTTP fields under R2's own names. */
export interface R2HttpMetadata extends Omit<StorageHttpMetadata, "expires"> {
  cacheExpiry?: Date;
}

/** What R2 keeps of an object besides its bytes and its metadata. */
export interface R2Kept {
  httpMetadata: R2HttpMetadata;
  storageClass?: string;
}

interface R2UploadOptions extends Partial<R2Kept> {
  customMetadata?: Record<string, string>;
}

export interface R2PutOptions extends R2UploadOptions {
  onlyIf?: { etagDoesNotMatch: string } | { etagMatches: string };
}

export interface R2GetOptions {
  onlyIf?: { etagDoesNotMatch: string } | Headers;
  range?: Range;
}

export interface R2ListOptions {
  prefix?: string;
  delimiter?: string;
  startAfter?: string;
  cursor?: string;
  limit?: number;
  include?: string[];
}

/** A multipart upload that has begun. */
export interface R2MultipartUpload {
  uploadPart(number: number, bytes: Uint8Array): Promise<unknown>;
  complete(parts: unknown[]): Promise<unknown>;
  abort(): Promise<unknown>;
}

/** A put that is ready to go up. */
export interface UploadPlan {
  readonly key: string;
  readonly mode: Mode;
  /** The length of the value, where it is known. */
  readonly size: number | undefined;
  readonly options: R2PutOptions;
  readonly commit: (() => Promise<void>) | undefined;
}

/** A bucket of R2 that works for one instance. */
export interface R2Bucket extends Bound<R2Binding> {
  readonly place: Place;
}

export const R2_BUCKET: BindingKind = {
  noun: "an R2 bucket",
  /**
   * A bucket has a method that only R2 has, and none that only KV has. Other methods prove nothing: a Map has `get` and
   * `delete`, a Cache has `put` and `delete`, and the storage of a Durable Object has all that KV and R2 share.
   */
  accepts: (binding) =>
    !hasMethod(binding, "getWithMetadata") &&
    ["head", "createMultipartUpload"].some((method) => hasMethod(binding, method)),
  configuration: (declaration) => ({
    r2_buckets: [{ binding: declaration.binding, bucket_name: bucketName(declaration) }],
  }),
};
