/**
 * What `get` returns: a stored value's properties, and one body that can be read.
 * @module
 */

import { core } from "../engine.js";

const decoder = new TextDecoder();

export class ReadHandle {
  #body;
  /** The promise of the bytes, once a reader has asked for them. */
  #bytes;
  /** Why nothing can be read any more. */
  #gone;

  /**
   * @param found see found() in ../shapes.js
   * @param body see ./body.js; undefined when the value was not modified
   */
  constructor(found, body) {
    const { object, range } = found;
    this.key = object.key;
    this.size = object.size;
    this.etag = object.etag;
    this.storedAt = object.storedAt;
    this.metadata = { ...object.metadata };
    if (object.contentType !== undefined) this.contentType = object.contentType;
    if (object.cacheControl !== undefined) this.cacheControl = object.cacheControl;
    if (object.contentDisposition !== undefined) this.contentDisposition = object.contentDisposition;
    if (object.contentEncoding !== undefined) this.contentEncoding = object.contentEncoding;
    if (object.expiresAt !== undefined) this.expiresAt = object.expiresAt;
    if (range !== undefined) this.range = range;
    this.#body = body;
    if (found.notModified) {
      this.notModified = true;
      this.#gone = "the value is not modified, so there is no body";
    }
  }

  bytes() {
    if (this.#bytes !== undefined) return this.#bytes;
    if (this.#gone !== undefined) return Promise.reject(new TypeError(this.#gone));
    this.#bytes = this.#body.bytes();
    return this.#bytes;
  }

  async text() {
    return decoder.decode(await this.bytes());
  }

  async json() {
    return JSON.parse(await this.text());
  }

  async blob() {
    return new Blob([await this.bytes()], { type: this.contentType ?? "" });
  }

  stream() {
    return this.#handOver().stream();
  }

  toResponse(init) {
    const [status, ...fields] = core.responseHead(
      this,
      this.etag,
      Date.parse(this.storedAt),
      this.size,
      this.notModified === true,
      this.range?.offset,
      this.range?.length,
    );
    const body = this.notModified ? null : this.#handOver().stream();
    const headers = new Headers();
    for (let i = 0; i < fields.length; i += 2) headers.set(fields[i], fields[i + 1]);
    new Headers(init?.headers).forEach((value, name) => {
      headers.set(name, value);
    });
    // What is stored is encoded already; workerd would encode it once more.
    const encodeBody = headers.has("content-encoding") ? { encodeBody: "manual" } : undefined;
    return new Response(body, { status, ...encodeBody, ...init, headers });
  }

  async cancel() {
    if (this.#gone !== undefined || this.#bytes !== undefined) return;
    const body = this.#handOver("the body was cancelled");
    await body.cancel();
  }

  /** Gives the body away, once. */
  #handOver(gone = "the body was handed over as a stream and can be read once only") {
    if (this.#gone !== undefined) throw new TypeError(this.#gone);
    if (this.#bytes !== undefined) throw new TypeError("the body has been read into memory already");
    this.#gone = gone;
    return this.#body;
  }
}
