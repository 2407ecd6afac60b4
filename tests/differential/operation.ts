/**
 * What an operation is: a call with arguments that can be printed.
 *
 * Arguments are written as JSON, so that a failure can show them. What JSON cannot hold – bytes, streams,
 * symbols, the etag that a key has at that moment – stands in it as a token, `{ $: … }`, which the
 * runner replaces on each host by that host's own.
 * @module
 */

/** The contents of a value. `fill` makes `length` bytes that differ from those of any other fill. */
export type Content = { text: string } | { hex: string } | { fill: number; length: number };

/** The shapes that contents are handed over in. */
export type Shape =
  | "string"
  | "bytes"
  | "view"
  | "words"
  | "buffer"
  | "blob"
  | "stream"
  | "byte stream"
  | "response body"
  | "failing stream"
  | "locked stream"
  | "read stream"
  | "stream of strings"
  | "stream of objects";

/** Which of a key's etags, as far as the sequence has seen. */
export type Which = "current" | "stale" | "made up";

export type Token =
  /** A value to store. `type` is a Blob's; `cuts` are the lengths of a stream's chunks. */
  | { $: "value"; as: Shape; content: Content; type?: string; cuts?: number[] }
  /** A string too long to print. */
  | { $: "repeat"; text: string; times: number }
  /** What no JSON has; the names are those of `ODDITIES`. */
  | { $: "odd"; name: string }
  | { $: "etag"; of: string; which: Which; form?: "quoted" | "weak" }
  /** The last-modified date of a key, or of the day before. */
  | { $: "date"; of: string; which: "current" | "stale" }
  | { $: "headers"; fields: [name: string, value: Loose][] }
  /** Several header texts, joined. */
  | { $: "join"; parts: Loose[] }
  /** The options that continue the listing before last (`back` 1), with some of them changed. */
  | { $: "continue"; back: number; change: { [name: string]: Loose }; altered?: boolean };

/** An argument: JSON and tokens. */
export type Loose = null | boolean | number | string | Loose[] | Token | { [name: string]: Loose };

/** What is done with a handle, in that order. */
export type Read = "bytes" | "text" | "json" | "blob" | "stream" | "toResponse" | "toResponse with init" | "cancel";

export type Operation =
  | { call: "put" | "head" | "delete" | "list" | "entries"; args: Loose[] }
  | { call: "get"; args: Loose[]; reads: Read[] }
  /** Puts many small values, so that listings have more than one of the host's own pages. */
  | { call: "fill"; prefix: string; count: number }
  /** Moves the clock. */
  | { call: "wait"; seconds: number };
