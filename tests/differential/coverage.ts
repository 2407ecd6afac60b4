/**
 * Which kinds of answers a run has seen.
 *
 * Random operations are worth what they reach: a generator that, after some change, draws only missing keys
 * would let every comparison pass.
 * @module
 */

import type { Operation } from "./operation";
import type { Variant } from "./options";
import type { Outcome } from "./outcome";

interface Shown {
  threw?: string;
  notModified?: boolean;
  range?: object;
  expiresAt?: string;
  reads?: Record<string, { threw?: string; status?: number }>[];
  items?: unknown[];
  prefixes?: unknown[];
  more?: boolean;
}

/** The kinds of answer that one outcome stands for. */
export function kinds(operation: Operation, outcome: Outcome): string[] {
  const { call } = operation;
  if (outcome === null) return [`${call}: nothing there`];
  if (typeof outcome !== "object") return [`${call}: done`];
  if (Array.isArray(outcome)) return [outcome.length > 100 ? `${call}: over a hundred` : `${call}: some`];
  const shown = outcome as Shown;
  if (shown.threw !== undefined) return [`${call}: ${shown.threw}`];
  const found = [`${call}: found`];
  const note = (kind: string, seen: boolean) => {
    if (seen) found.push(`${call}: ${kind}`);
  };
  note("not modified", shown.notModified === true);
  note("a part", shown.range !== undefined);
  note("expires", shown.expiresAt !== undefined);
  note("a page and more", shown.more === true);
  note("the last page", shown.more === false);
  note("over a hundred", (shown.items?.length ?? 0) > 100);
  note("folded", (shown.prefixes?.length ?? 0) > 0);
  for (const read of shown.reads ?? []) {
    for (const [name, answer] of Object.entries(read)) {
      found.push(`${name}: ${answer.threw ?? (typeof answer === "object" ? (answer.status ?? "read") : "read")}`);
    }
  }
  return found;
}

const BOTH = [
  "put: found",
  "put: storage_key_already_exists",
  "put: storage_invalid_key",
  "put: storage_invalid_value",
  "put: storage_invalid_options",
  "put: storage_invalid_metadata",
  "put: storage_metadata_too_large",
  "put: storage_body_failed",
  "get: found",
  "get: nothing there",
  "get: storage_invalid_key",
  "get: storage_invalid_options",
  "bytes: read",
  "bytes: TypeError",
  "text: read",
  "json: read",
  "json: SyntaxError",
  "blob: read",
  "stream: read",
  "stream: TypeError",
  "toResponse: 200",
  "toResponse: TypeError",
  "toResponse with init: 203",
  "cancel: read",
  "head: found",
  "head: nothing there",
  "head: storage_invalid_key",
  "delete: done",
  "delete: storage_invalid_key",
  "list: a page and more",
  "list: the last page",
  "list: over a hundred",
  "list: storage_invalid_options",
  "list: storage_invalid_cursor",
  "entries: some",
  "entries: storage_invalid_options",
];

/** What a run has to see, or it shows nothing. */
export const EXPECTED: Record<Variant, readonly string[]> = {
  bucket: [
    ...BOTH,
    "put: storage_precondition_failed",
    "get: a part",
    "get: not modified",
    "get: storage_invalid_range",
    "toResponse: 206",
    "toResponse: 304",
    "list: folded",
  ],
  kv: [...BOTH, "put: expires", "get: expires", "wait: done"],
};
