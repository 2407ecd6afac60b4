/**
 * What `get` returns: a stored value's properties, and one body that can be read.
 * @module
 */

import { core } from "../engine.ts";
import type { Found } from "../host/store.ts";
import { textOf } from "../look.js";
import type { Bytes, StorageReadHandle } from "../types/index.ts";
import type { ResponseHead, Variant } from "../wasm/core.js";
import type { Body } from "./body.ts";

const decoder = new TextDecoder();

const NOT_MODIFIED = "the value is not modified, so there is no body";
const HANDED_OVER = "the body was handed over as a stream and can be read once only";
const CANCELLED = "the body was cancelled";

/** A date as HTTP writes it. */
const httpDate = (iso: string) => new Date(iso).toUTCString();

export class ReadHandle implements StorageReadHandle {
  declare readonly key: string;
  declare readonly size: number;
  declare readonly etag: string;
  declare readonly storedAt: string;
  declare readonly metadata: Record<string, string>;
  declare readonly expiresAt?: string | undefined;
  declare readonly encrypted?: boolean | undefined;
  declare readonly contentType?: string | undefined;
  declare readonly cacheControl?: string | undefined;
  declare readonly contentDisposition?: string | undefined;
  declare readonly contentEncoding?: string | undefined;
  declare readonly contentLanguage?: string | undefined;
  declare readonly expires?: string | undefined;
  declare readonly range?: { offset: number; length: number };
  declare readonly notModified?: true;

  readonly #variant: Variant;
  /** Undefined once it is handed over. */
  #body: Body | undefined;
  /** How many bytes the body has. */
  readonly #length: number;
  /** The promise of the bytes, once a reader has asked for them. */
  #bytes: Promise<Bytes> | undefined;
  /** Whether the body has been looked at without asking for its bytes. */
  #isRead = false;
  /** Why there is no body to read. */
  #gone = NOT_MODIFIED;

  constructor(variant: Variant, { object, body, range }: Found) {
    Object.assign(this, object);
    this.#variant = variant;
    this.#body = body;
    this.#length = range === undefined ? object.size : range.length;
    if (range !== undefined) this.range = range;
    if (body === undefined) this.notModified = true;
  }

  bytes(): Promise<Bytes> {
    if (this.#bytes === undefined) {
      if (this.#body === undefined) return Promise.reject(new TypeError(this.#gone));
      this.#bytes = this.#body.bytes();
    }
    return this.#bytes;
  }

  async text(): Promise<string> {
    return decoder.decode(this.#look() ?? (await this.#read()));
  }

  async json<T = unknown>(): Promise<T> {
    return JSON.parse(await this.text());
  }

  async blob(): Promise<Blob> {
    return new Blob([await this.#read()], { type: this.contentType ?? "" });
  }

  /** The bytes that a store keeps, without a copy, as long as nobody has asked for one. */
  #look(): Uint8Array | undefined {
    if (this.#bytes !== undefined) return undefined;
    const kept = this.#body?.look?.();
    this.#isRead ||= kept !== undefined;
    return kept;
  }

  /** The bytes. They are the caller's: a caller that has transferred them has given the value away. */
  async #read(): Promise<Bytes> {
    const bytes = await this.bytes();
    if (bytes.byteLength < this.#length) throw new TypeError("the bytes were transferred, and are not here any more");
    return bytes;
  }

  stream(): ReadableStream<Uint8Array> {
    return this.#handOver(HANDED_OVER).stream();
  }

  toResponse(init?: ResponseInit): Response {
    const headers = new Headers();
    const status = core.responseHead(this.#variant, this.#head(), headers);
    const body = this.notModified ? null : this.#handOver(HANDED_OVER).sent();
    new Headers(init?.headers).forEach((value, name) => {
      headers.set(name, value);
    });
    // The stored bytes are encoded already; workerd would encode them once more.
    const encodeBody = headers.has("content-encoding") ? { encodeBody: "manual" } : undefined;
    return new Response(body, { status, ...encodeBody, ...init, headers });
  }

  async cancel(): Promise<void> {
    if (this.#body === undefined || this.#isRead || this.#bytes !== undefined) return;
    await this.#handOver(CANCELLED).cancel();
  }

  #head(): ResponseHead {
    const { size, storedAt, expires, notModified, range } = this;
    // A host may answer with fields of any type, and with texts that no header carries.
    return {
      etag: textOf(this.etag) ?? "",
      size,
      lastModified: httpDate(storedAt),
      contentType: textOf(this.contentType),
      cacheControl: textOf(this.cacheControl),
      contentDisposition: textOf(this.contentDisposition),
      contentEncoding: textOf(this.contentEncoding),
      contentLanguage: textOf(this.contentLanguage),
      expires: expires && httpDate(expires),
      notModified,
      range,
    };
  }

  /** Gives the body away, once; `gone` says why nobody can read it afterwards. */
  #handOver(gone: string): Body {
    const body = this.#body;
    if (body === undefined) throw new TypeError(this.#gone);
    if (this.#isRead || this.#bytes !== undefined) throw new TypeError("the body has been read into memory already");
    this.#gone = gone;
    this.#body = undefined;
    return body;
  }
}
