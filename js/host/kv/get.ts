/**
 * Reads from KV: a value with everything known of it, or that alone.
 * @module
 */

import { OwnBody } from "../../handle/body.ts";
import { isWorkerd } from "../../value/reader.ts";
import { isArrayBuffer } from "../../value/source.ts";
import { Host } from "../../wasm/core.js";
import { awaitHost, badHostAnswer } from "../failure.ts";
import type { Found, Get, Stored } from "../store.ts";
import { foreignOf, recordedOf, storedOf } from "./answer.ts";
import type { KvNamespace } from "./api.ts";

interface KvAnswer {
  readonly value: unknown;
  readonly metadata: unknown;
}

export async function getValue(namespace: KvNamespace, { key, cacheTtl }: Get): Promise<Found | null> {
  const answer = await readValue(namespace, key, cacheTtl);
  const stored = answer && storedOf(namespace.place, { key, ...answer });
  return stored && { ...stored, body: new OwnBody(answer.bytes), range: undefined };
}

/** A value's bytes and metadata; null where the key is missing. */
export const readValue = ({ binding }: KvNamespace, key: string, cacheTtl?: number) =>
  awaitHost(Host.Kv, async () => {
    const type = "arrayBuffer";
    const asked = binding.getWithMetadata(key, cacheTtl === undefined ? { type } : { type, cacheTtl });
    const { value, metadata } = (await asked) as KvAnswer;
    if (value === null) return null;
    if (!isArrayBuffer(value)) throw badHostAnswer("a value that is not an ArrayBuffer");
    return { bytes: new Uint8Array(value), metadata };
  });

/** What is known of a value; null where the key is missing. Only the bytes of another program's value are read. */
export const readStored = ({ place, binding }: KvNamespace, key: string): Promise<Stored | null> =>
  awaitHost(Host.Kv, async () => {
    const { value, metadata } = (await binding.getWithMetadata(key, { type: "stream" })) as KvAnswer;
    if (value === null) return null;
    if (!isStream(value)) throw badHostAnswer("a value that is not a ReadableStream");
    const recorded = recordedOf(place, { key, metadata });
    if (recorded !== undefined && isWorkerd()) {
      await value.cancel();
      return recorded;
    }
    // Elsewhere nothing is cancelled: cancelling a stream of wrangler's getPlatformProxy ends the process.
    const bytes = new Uint8Array(await new Response(value).arrayBuffer());
    return recorded === undefined ? foreignOf({ key, metadata, bytes }) : recorded;
  });

const isStream = (value: unknown): value is ReadableStream =>
  typeof (value as { getReader?: unknown } | undefined)?.getReader === "function";
