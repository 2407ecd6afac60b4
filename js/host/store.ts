/**
 * The seam between the calls of the API and whoever stores: the five operations of a store, its records, and what they
 * exchange.
 *
 * Every host implements it, and so does every layer that wraps a host. A caller of this interface has checked key and
 * options already, so that no host repeats a rule.
 * @module
 */

import type { StorageError } from "../errors.js";
import type { Body } from "../handle/body.ts";
import type { Declared } from "../registry.ts";
import type { StorageHttpMetadata, StorageObject } from "../types/index.ts";
import type { Source } from "../value/source.ts";
import type { GetPlan, ListPlan, Mode } from "../wasm/core.js";

export type Awaitable<T> = T | Promise<T>;

/** Where a store works: for which instance, at what time, and whether a layer above interprets `beside`. */
export interface Place {
  readonly declared: Declared;
  now(): number;
  readonly layered: boolean;
}

/** What a caller lets a store keep besides the bytes of a value. */
export interface StoredOptions extends StorageHttpMetadata {
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly checksum?: string | undefined;
}

/** The options of a put, copied and checked. */
export interface PutOptions extends StoredOptions {
  readonly ifMatch?: string | undefined;
  /** The length of the value, where the caller declares it. */
  readonly size?: number | undefined;
  readonly ttlSeconds?: number | null | undefined;
}

export interface Put {
  readonly key: string;
  readonly mode: Mode;
  readonly options: PutOptions;
  readonly source: Source;
  /** Text of a layer above that has to be stored next to the value. */
  readonly beside?: string | undefined;
  /** What the host said of the value that this one replaces, in `Stored`: it keeps these, whatever the options say. */
  readonly kept?: unknown;
  /** Awaited once the whole value has arrived, before it is stored. What it throws stops the put. */
  commit?(): Promise<void>;
  /** The moment of the put in milliseconds; the place's clock tells it otherwise. */
  readonly at?: number | undefined;
}

/** A stored value without its bytes. */
export interface Stored {
  /** A new object that the caller may change. Its `size` counts the stored bytes. */
  readonly object: StorageObject;
  /** The text that a layer stored next to the value. */
  readonly beside: string | undefined;
  /** What the host keeps of a value and callers do not see all of. Only a put of the same host reads it. */
  readonly kept?: unknown;
}

export interface Get {
  readonly key: string;
  /** Range and conditions; undefined for the whole value, whatever it is. */
  readonly plan: GetPlan | undefined;
  readonly cacheTtl: number | undefined;
}

export interface Found extends Stored {
  /** Undefined where the value is not modified. */
  readonly body: Body | undefined;
  /** The part of the stored bytes that the body has; undefined where it has all of them. */
  readonly range: { readonly offset: number; readonly length: number } | undefined;
  /** Makes a StorageError of whatever reading the body's stream throws. Bodies that cannot fail have none. */
  readonly failed?: (error: unknown) => StorageError;
}

export interface Page {
  readonly items: readonly Stored[];
  /** The public cursor of the next page; undefined where nothing is left. */
  readonly cursor: string | undefined;
  /** The folded prefixes; undefined where the listing folds none. */
  readonly prefixes: readonly string[] | undefined;
}

export interface Store {
  /**
   * Whether a value is in memory in one piece before it is stored, so that `checkValueSize` of the core limits it. A
   * layer that makes values longer checks the size that its callers know.
   */
  readonly holdsWhole: boolean;
  put(put: Put): Awaitable<Stored>;
  get(get: Get): Awaitable<Found | null>;
  head(key: string): Awaitable<Stored | null>;
  delete(keys: readonly string[]): Awaitable<void>;
  list(plan: ListPlan): Awaitable<Page>;
  /** The package's own records. Only buckets have them. */
  records(): Records;
}

/** Records that exist or do not, and hold nothing: the uses of one-time URLs. */
export interface Records {
  exists(name: string): Promise<boolean>;
  /** Whether this call made the record: of any number of calls at once, one does. */
  create(name: string): Promise<boolean>;
  remove(name: string): Promise<unknown>;
  /** Removes records whose names come before this one. */
  removeBefore(name: string): Promise<void>;
}
