/**
 * What `get` returns: a stored value's properties, and one body that can be read.
 * @module
 */

import { responseHead } from "../questions.js";

const decoder = new TextDecoder();

export class ReadHandle {
  #isBucket;
  #body;
  /** How many bytes the body has. */
  #length;
  /** The promise of the bytes, once a reader has asked for them. */
  #bytes;
  /** Whether the body has been looked at without asking for its bytes. */
  #isRead = false;
  /** Why nothing can be read any more. */
  #gone;

  /**
   * @param object a StorageObject; its members become this handle's
   * @param body see ./body.js; undefined when the value was not modified
   * @param range the part that the body has
   */
  constructor(declared, object, body, range) {
    Object.assign(this, object);
    this.#isBucket = declared.isBucket;
    if (range !== undefined) this.range = range;
    this.#body = body;
    this.#length = range === undefined ? object.size : range.length;
    if (body === undefined) {
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
    return decoder.decode(this.#look() ?? (await this.#read()));
  }

  async json() {
    return JSON.parse(await this.text());
  }

  async blob() {
    return new Blob([await this.#read()], { type: this.contentType ?? "" });
  }

  /** What a store keeps, to be looked at without a copy, as long as nobody has asked for one. */
  #look() {
    if (this.#bytes !== undefined || this.#gone !== undefined) return undefined;
    const kept = this.#body.look?.();
    this.#isRead ||= kept !== undefined;
    return kept;
  }

  /** The bytes, which are the caller's: who has given them away has given the value away. */
  async #read() {
    const bytes = await this.bytes();
    if (bytes.byteLength < this.#length) throw new TypeError("the bytes were transferred, and are not here any more");
    return bytes;
  }

  stream() {
    return this.#handOver().stream();
  }

  toResponse(init) {
    const [status, ...fields] = this.#head();
    const headers = new Headers();
    for (let i = 0; i < fields.length; i += 2) headers.set(fields[i], fields[i + 1]);
    const body = this.notModified ? null : this.#handOver().sent();
    new Headers(init?.headers).forEach((value, name) => {
      headers.set(name, value);
    });
    // What is stored is encoded already; workerd would encode it once more.
    const encodeBody = headers.has("content-encoding") ? { encodeBody: "manual" } : undefined;
    return new Response(body, { status: Number(status), ...encodeBody, ...init, headers });
  }

  async cancel() {
    if (this.#gone !== undefined || this.#isRead || this.#bytes !== undefined) return;
    const body = this.#handOver("the body was cancelled");
    await body.cancel();
  }

  /** The head of a response; src/wasm/response.rs reads what it is made of. */
  #head() {
    const { contentType, cacheControl, contentDisposition, contentEncoding, etag, size, notModified, range } = this;
    const lastModified = new Date(this.storedAt).toUTCString();
    const fields = [contentType, cacheControl, contentDisposition, contentEncoding, etag, lastModified, size];
    return responseHead(this.#isBucket, ...fields, notModified, range?.offset, range?.length);
  }

  /** Gives the body away, once. */
  #handOver(gone = "the body was handed over as a stream and can be read once only") {
    if (this.#gone !== undefined) throw new TypeError(this.#gone);
    if (this.#isRead || this.#bytes !== undefined) throw new TypeError("the body has been read into memory already");
    this.#gone = gone;
    return this.#body;
  }
}
