/**
 * Sealing as a layer: a store that wraps a store, and hands it sealed bytes for plain ones.
 *
 * It is the only place that knows of sealing. The store below keeps the bytes and the text beside them as it keeps any
 * other, so that no host can forget to seal.
 * @module
 */

import { core, fault } from "../engine.ts";
import type { Awaitable, Found, Get, Page, Place, Put, Records, Store, Stored } from "../host/store.ts";
import type { Secrets } from "../secret/held.ts";
import { type Chunks, chunksOf, oneChunk } from "../value/chunks.ts";
import { ignoreFailure } from "../value/ignore-failure.ts";
import { bytesAtHand, type Source } from "../value/source.ts";
import type { ListPlan, Range } from "../wasm/core.js";
import { isRangeRefusal, refusalOf } from "./end.ts";
import { sealing } from "./segments.ts";
import { newCipher, opened, type Vault } from "./vault.ts";

export class SealedStore implements Store {
  readonly holdsWhole: boolean;
  readonly #inner: Store;
  readonly #vault: Vault;

  constructor(inner: Store, { declared }: Place, secrets: Secrets) {
    if (declared.encryption === undefined) throw fault(`instance "${declared.identity}" has no secret to seal with`);
    this.holdsWhole = inner.holdsWhole;
    this.#inner = inner;
    this.#vault = { declared, context: declared.encryption.context, secrets };
  }

  async put(put: Put): Promise<Stored> {
    const { key, source, options } = put;
    if (source.kind === "wrong") throw source.error;
    const plain = plainOf(source, options.size);
    const { size = options.size, chunks } = plain;
    try {
      const sealedSize = size === undefined ? undefined : this.#sealedSize(size);
      const { cipher, entry } = await newCipher(this.#vault, key);
      const sealed = sealing(size === undefined ? this.#counted(chunks) : chunks, cipher);
      const stored = await this.#inner.put({
        ...put,
        source: { kind: "chunks", chunks: sealed, size: sealedSize },
        options: { ...options, size: sealedSize },
        beside: entry,
      });
      return shown(stored);
    } catch (error) {
      chunks.stop(error);
      throw error;
    }
  }

  /** The bytes of a value once it is sealed. Throws where its store does not take it; the error counts plain bytes. */
  #sealedSize(plain: number): number {
    const { variant } = this.#vault.declared;
    const sealed = core.sealedSize(variant, plain);
    if (this.holdsWhole) core.checkValueSize(variant, plain);
    return sealed;
  }

  /** The chunks of a value of unknown size, which end with an error once it is too large. */
  #counted(chunks: Chunks): Chunks {
    let seen = 0;
    return {
      next: async () => {
        const chunk = await chunks.next();
        seen += chunk?.byteLength ?? 0;
        this.#sealedSize(seen);
        return chunk;
      },
      stop: (reason) => chunks.stop(reason),
    };
  }

  async get({ key, plan, cacheTtl }: Get): Promise<Found | null> {
    if (plan?.range === undefined) return this.#open(key, await this.#inner.get({ key, plan, cacheTtl }));
    const { range } = plan;
    let found: Found | null | undefined;
    try {
      const sealed = { ...plan, range: core.sealedRange(range) };
      found = await this.#inner.get({ key, plan: sealed, cacheTtl });
      // A whole value is the answer to a range that is meant for another version.
      return await this.#open(key, found, found?.range === undefined ? undefined : range);
    } catch (error) {
      if (!isRangeRefusal(error)) throw error;
      const isPlain = found !== undefined;
      throw await refusalOf(this.#inner, this.#vault, { key, range, refusal: error, isPlain });
    }
  }

  /** A found value with its plain bytes; `range` is the part that a caller asked for. */
  async #open(key: string, found: Found | null, range?: Range): Promise<Found | null> {
    if (found === null) return null;
    const { body } = found;
    if (body === undefined) return { ...found, ...shown(found) };
    try {
      const plain = await opened(this.#vault, key, { ...found, body }, range);
      return { ...shown(found), body: plain.body, range: range && plain.range };
    } catch (error) {
      ignoreFailure(() => body.cancel());
      throw error;
    }
  }

  async head(key: string): Promise<Stored | null> {
    const stored = await this.#inner.head(key);
    return stored && shown(stored);
  }

  delete(keys: readonly string[]): Awaitable<void> {
    return this.#inner.delete(keys);
  }

  async list(plan: ListPlan): Promise<Page> {
    const page = await this.#inner.list(plan);
    return { ...page, items: page.items.map(shown) };
  }

  records(): Records {
    return this.#inner.records();
  }
}

/** The plain bytes of a value, and how many there are where the value says it itself. */
function plainOf(source: Source, declaredSize: number | undefined): { chunks: Chunks; size: number | undefined } {
  if (source.kind === "text") {
    const bytes = bytesAtHand(source);
    return { chunks: oneChunk(bytes), size: bytes.byteLength };
  }
  const chunks = chunksOf(source, declaredSize);
  if (source.kind === "bytes") return { chunks, size: source.bytes.byteLength };
  return { chunks, size: source.kind === "stream" || source.kind === "wrong" ? undefined : source.size };
}

/** A stored value as callers of a sealed instance see it: by the entry beside it, without authenticating anything. */
function shown({ object, beside, kept }: Stored): Stored {
  const size = beside === undefined ? undefined : core.plainSize(beside, object.size);
  return { object: { ...object, size: size ?? object.size, encrypted: beside !== undefined }, beside, kept };
}
