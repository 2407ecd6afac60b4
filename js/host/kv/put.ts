/**
 * Puts into KV. Values are whole in memory before KV is asked, so that a stream that fails cannot replace a value by half
 * of it.
 * @module
 */

import { constants, core } from "../../engine.ts";
import { etagOf } from "../../etag.ts";
import { gather } from "../../value/gather.ts";
import { bytesAtHand, isAtHand } from "../../value/source.ts";
import { Host, type KvRecord, Mode, Variant } from "../../wasm/core.js";
import { awaitHost } from "../failure.ts";
import { type Facts, metadataOf, objectOf, setHttp } from "../object.ts";
import type { Put, Stored } from "../store.ts";
import type { KvNamespace, KvPutOptions } from "./api.ts";
import { readStored } from "./get.ts";

export async function putValue(namespace: KvNamespace, put: Put): Promise<Stored> {
  const { place, binding } = namespace;
  const { key, options, source, beside } = put;
  const check = (size: number) => core.checkValueSize(Variant.Kv, size);
  if (source.kind === "wrong") throw source.error;
  if (source.kind === "stream") check(options.size ?? 0);
  const bytes = isAtHand(source) ? bytesAtHand(source) : await gather(source, options.size, check);
  check(bytes.byteLength);
  const storedAt = put.at ?? place.now();
  const expiresAt = core.kvExpiry(options.ttlSeconds, place.declared.ttlSeconds, storedAt);
  const facts: Facts = { key, size: bytes.byteLength, etag: etagOf(bytes), storedAt, expiresAt };
  const asked = optionsOf(facts, put, core.kvTtl(options.ttlSeconds, place.declared.ttlSeconds));
  if (put.mode === Mode.Create) await mustBeFree(namespace, key);
  if (put.commit !== undefined) await put.commit();
  await awaitHost(Host.Kv, () => binding.put(key, bytes, asked));
  return { object: objectOf(facts, options, metadataOf(options)), beside };
}

/** KV has no conditions: a create-only put looks first, then writes. */
async function mustBeFree(namespace: KvNamespace, key: string): Promise<void> {
  namespace.requireMethod("getWithMetadata");
  if ((await readStored(namespace, key)) !== null) throw core.conditionFailed(Mode.Create);
}

function optionsOf(facts: Facts, { options, beside }: Put, ttl: number | undefined): KvPutOptions {
  const { size, etag, storedAt, expiresAt } = facts;
  const metadata: { -readonly [Member in keyof KvRecord]: KvRecord[Member] } = {
    layeron: constants().recordFormat,
    size,
    etag,
    storedAt,
  };
  const asked: KvPutOptions = { metadata };
  if (expiresAt !== undefined) metadata.expiresAt = expiresAt / 1000;
  if (ttl !== undefined) asked.expirationTtl = ttl;
  setHttp(metadata, options);
  if (options.checksum !== undefined) metadata.checksum = options.checksum;
  if (options.metadata !== undefined) metadata.metadata = options.metadata;
  if (beside !== undefined) metadata.sealed = beside;
  return asked;
}
