/**
 * What an operation came to, in a form that two hosts can be compared in.
 *
 * Etags and dates are a host's own, so they are replaced by what they say about the others: an etag by the
 * number of the content that it was first seen with, a date by whether it is the one that `put` gave.
 * @module
 */

import { StorageError, type StorageObject } from "layeron-storage";
import { digest } from "./values";

/** Plain data, ready for JSON. */
export type Outcome = unknown;

/** A host's etags, numbered as they appear. */
export class Etags {
  #numbers = new Map<string, number>();
  #contents = new Map<string, string>();

  name(etag: unknown): string {
    if (typeof etag !== "string" || etag === "" || etag.includes('"')) return `no etag: ${JSON.stringify(etag)}`;
    const number = this.#numbers.get(etag) ?? this.#numbers.size;
    this.#numbers.set(etag, number);
    return `etag ${number}`;
  }

  /** Whether the etag fits what was seen before: the same for the same bytes, another for others. */
  fits(etag: string, content: Uint8Array): boolean {
    const bytes = digest(content);
    for (const [known, other] of this.#contents) if ((known === etag) !== (other === bytes)) return false;
    this.#contents.set(etag, bytes);
    return true;
  }
}

/** What one host has said of its keys so far. */
export class Seen {
  readonly etags = new Etags();
  #versions = new Map<string, { etag: string; storedAt: string }[]>();

  constructor(
    /** How the variant spells a key. */
    readonly spelling: (key: string) => string,
  ) {}

  put(object: StorageObject): void {
    const { key, etag, storedAt } = object;
    this.#versions.set(key, [...(this.#versions.get(key) ?? []), { etag, storedAt }]);
  }

  /** The last version that was put under a key, or the one before; it may have been deleted since. */
  version(key: string, which: "current" | "stale"): { etag: string; storedAt: string } | undefined {
    return this.#versions.get(this.spelling(key))?.at(which === "current" ? -1 : -2);
  }

  /** A date as what it is: that of the last put, or itself, which no other host can have given. */
  date(key: string, storedAt: string): string {
    return storedAt === this.version(key, "current")?.storedAt ? "as put" : storedAt;
  }

  object(object: StorageObject): Outcome {
    const { etag, storedAt, metadata, ...rest } = object;
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(storedAt)) throw new TypeError(`no date: ${storedAt}`);
    return {
      ...members(rest),
      etag: this.etags.name(etag),
      storedAt: this.date(object.key, storedAt),
      metadata: members(metadata),
    };
  }

  async response(key: string, response: Response): Promise<Outcome> {
    const headers: Record<string, string> = {};
    for (const [name, value] of response.headers) headers[name] = value;
    const unquoted = headers.etag?.match(/^"(.*)"$/)?.[1];
    if (headers.etag !== undefined) headers.etag = unquoted === undefined ? headers.etag : this.etags.name(unquoted);
    const put = this.version(key, "current");
    if (put !== undefined && headers["last-modified"] === httpDate(put.storedAt)) headers["last-modified"] = "as put";
    const { status, statusText } = response;
    const hasBody = response.body !== null;
    return { status, statusText, headers: members(headers), hasBody, body: digest(await bytesOf(response)) };
  }
}

export const httpDate = (iso: string) => new Date(iso).toUTCString();

/** The members in the order of their names; absent is not the same as undefined. */
export function members(object: object): Record<string, unknown> {
  const sorted = Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, value]) => [name, value === undefined ? "undefined" : value]));
}

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

/** An error; `own` is the one that the caller's stream failed with. */
export function failure(error: unknown, own?: Error): Outcome {
  if (!StorageError.is(error)) {
    // The body conventions are TypeError and SyntaxError. Anything else is shown in full.
    const isConvention = error instanceof TypeError || error instanceof SyntaxError;
    return { threw: isConvention ? error.name : String(error) };
  }
  const { code, status, retryable, key } = error;
  return { threw: code, status, retryable, ...(key === undefined ? {} : { key }), caused: causedBy(error, own) };
}

/** Hosts have causes of their own; only a caller's error has to come back as it was. */
function causedBy({ cause, code }: StorageError, own: Error | undefined): string {
  if (own !== undefined && cause === own) return "by the stream's own error";
  return code === "storage_body_failed" && own !== undefined ? `by something else: ${String(cause)}` : "otherwise";
}
