/**
 * `rewrap()`: seals the values of an instance again with the current version of its secret, so that an old one may go.
 *
 * It reads and writes through the stores that every call uses. So it replaces nothing that a reader could not open.
 * @module
 */

import { bindingsOf, clockOf } from "../connect.ts";
import { core } from "../engine.ts";
import { StorageError } from "../errors.js";
import { openStore } from "../host/index.ts";
import { setHttp } from "../host/object.ts";
import type { Store, Stored, StoredOptions } from "../host/store.ts";
import { located } from "../located.ts";
import { declaredOf } from "../module/declared.ts";
import { planList } from "../module/list.ts";
import { planPut } from "../module/put.ts";
import { copied } from "../options.ts";
import { type Declared, registry } from "../registry.ts";
import { heldOnce, secretsOf } from "../secret/held.ts";
import type { RewrapOptions, RewrapProgress, StorageHttpMetadata, StorageObject } from "../types/index.ts";
import { ignoreFailure } from "../value/ignore-failure.ts";
import { Variant } from "../wasm/core.js";
import { SealedStore } from "./layer.ts";

/** Values of a page. Progress is reported after each page. */
const PAGE = 100;

export async function rewrap(module: unknown, input?: unknown): Promise<RewrapProgress> {
  const declared = declaredOf(module, "rewrap", "bucket", "kv");
  const options = checked(declared, input);
  let last: RewrapProgress = { done: 0, resealed: 0, skipped: 0 };
  for await (const progress of pages(declared, options)) {
    last = progress;
    // Whatever it throws is the caller's own error, and a way to stop.
    await options.onProgress?.({ ...progress });
  }
  return last;
}

function checked(declared: Declared, input: unknown): RewrapOptions {
  try {
    const options = copied(input);
    core.checkRewrap(options);
    if (declared.encryption !== undefined) return (options ?? {}) as RewrapOptions;
    throw core.refusal("storage_invalid_options", "rewrap options: the instance is declared without encryption");
  } catch (error) {
    throw located(error, declared, "rewrap");
  }
}

/** How far the run has come, after each page. */
async function* pages(declared: Declared, options: RewrapOptions): AsyncGenerator<RewrapProgress> {
  const { prefix } = options;
  let { cursor } = options;
  try {
    const run = await startRun(declared, options);
    do {
      const page = await run.store.list(planList(declared, { prefix, cursor, limit: PAGE }));
      for (const item of page.items) await run.look(item);
      cursor = page.cursor;
      yield cursor === undefined ? run.progress : { ...run.progress, cursor };
    } while (cursor !== undefined);
    run.end();
  } catch (error) {
    throw located(error, declared, "rewrap");
  }
}

/** What a run works with. */
interface Stores {
  readonly declared: Declared;
  now(): number;
  readonly store: SealedStore;
  /** The store below the sealing. It reads values in clear, which the sealed store does not open. */
  readonly inner: Store;
}

/** Which values a run seals. */
interface Rules {
  /** The version of the secret that leaves a value as it is. */
  readonly current: string;
  /** Whether values in clear are sealed, too. */
  readonly sealPlain: boolean;
}

async function startRun(declared: Declared, { sealPlain = false }: RewrapOptions): Promise<Run> {
  const connection = registry.connection();
  const bindings = bindingsOf(connection, declared.declaration);
  const now = clockOf(connection);
  const place = { declared, now, layered: true };
  const inner = openStore(place, bindings);
  // One text for the whole run: a value that the run seals has to have the version that the run goes by.
  const secrets = await heldOnce(secretsOf(declared, bindings, now));
  const { version } = await secrets.current();
  const stores = { declared, now, store: new SealedStore(inner, place, secrets), inner };
  return new Run(stores, { current: version, sealPlain });
}

type Outcome = "resealed" | "current" | "skipped";

/** Codes of a value that does not open. The run goes on with the values behind it. */
const CLOSED = new Set(["storage_decryption_failed", "storage_secret_missing"]);

class Run {
  readonly progress = { done: 0, resealed: 0, skipped: 0 };
  readonly #stores: Stores;
  readonly #rules: Rules;
  /** How many values did not open. */
  #closed = 0;
  #firstClosed: StorageError | undefined;

  constructor(stores: Stores, rules: Rules) {
    this.#stores = stores;
    this.#rules = rules;
  }

  get store(): Store {
    return this.#stores.store;
  }

  /** Looks at a value, and seals it again if it has to be. */
  async look(item: Stored): Promise<void> {
    this.progress.done++;
    const outcome = await this.#outcomeOf(item).catch((error) => this.#leave(error));
    if (outcome !== "current") this.progress[outcome]++;
  }

  /** Throws if a value did not open. */
  end(): void {
    const first = this.#firstClosed;
    if (first === undefined) return;
    if (this.#closed === 1) throw first;
    const error = core.refusal(first.code, `${this.#closed} values do not open; the first: ${first.message}`);
    if (first.key !== undefined) error.key = first.key;
    throw error;
  }

  async #outcomeOf(item: Stored): Promise<Outcome> {
    const { beside } = item;
    const { current, sealPlain } = this.#rules;
    if (beside === undefined) return sealPlain ? reseal(this.#stores, item) : "skipped";
    return core.sealedVersion(beside) === current ? "current" : reseal(this.#stores, item);
  }

  /** Skips a value that does not open. Any other failure ends the run. */
  #leave(error: unknown): Outcome {
    if (!StorageError.is(error) || !CLOSED.has(error.code)) throw error;
    this.#closed++;
    this.#firstClosed ??= error;
    return "skipped";
  }
}

async function reseal({ declared, now, store, inner }: Stores, { object: { key, etag, expiresAt }, beside }: Stored) {
  let value: ReadableStream | Uint8Array | undefined;
  try {
    const found = await (beside === undefined ? inner : store).get({ key, plan: undefined, cacheTtl: undefined });
    // Another value has taken its place since the listing. It may be sealed: read in clear, it would be sealed twice.
    if (found?.object.etag !== etag || found.beside !== beside || found.body === undefined) {
      await found?.body?.cancel();
      return "skipped";
    }
    // A value of KV is opened before its remaining time is computed.
    value = declared.variant === Variant.Bucket ? found.body.stream() : await found.body.bytes();
    const at = now();
    // The listing alone knows the end of a value that another program wrote to KV.
    const end = found.object.expiresAt ?? expiresAt;
    const options = optionsOf(declared, found.object, end === undefined ? null : secondsLeft(end, at));
    // The remaining seconds count from the moment at which they were computed.
    await store.put({ ...planPut(declared, key, value, options), at, kept: found.kept });
    return "resealed";
  } catch (error) {
    // A put that is refused has not read its value.
    const unread = value;
    if (unread instanceof ReadableStream) ignoreFailure(() => unread.cancel());
    const failure = failureOf(error);
    if (isRefused(failure)) return "skipped";
    throw located(failure, declared, "rewrap", key);
  }
}

/** A value that does not open fails the put that reads it, and is the cause of that failure. */
function failureOf(error: unknown): unknown {
  const cause = StorageError.is(error) ? error.cause : undefined;
  return StorageError.is(cause) ? cause : error;
}

/**
 * Whether a value cannot be put here. Somebody else has replaced it; or another program stored more than this package
 * does; or it ends within the minute for which KV keeps values at least.
 */
const isRefused = (error: unknown): boolean =>
  StorageError.is(error) && error.status < 500 && !error.retryable && error.code !== "storage_body_failed";

const secondsLeft = (end: string, at: number): number => Date.parse(end) / 1000 - Math.floor(at / 1000);

/** The options that put a value again with everything that is stored beside it. */
function optionsOf({ variant }: Declared, object: StorageObject, ttlSeconds: number | null) {
  const { etag, size } = object;
  const condition = variant === Variant.Bucket ? { ifMatch: etag } : { ttlSeconds };
  return { ...setHttp<StorageHttpMetadata>({}, object), ...entriesOf(object), size, ...condition };
}

/** The stored options besides the HTTP fields. An object that lacks one of them does not compile. */
type EntryOptions = Record<Exclude<keyof StoredOptions, keyof StorageHttpMetadata>, unknown>;

/** A valid checksum becomes the option again: KV counts it apart from the metadata, whose room is limited. */
function entriesOf({ metadata }: StorageObject): EntryOptions {
  const { checksum, ...rest } = metadata;
  if (!core.isChecksum(checksum)) return { metadata, checksum: undefined };
  return { checksum, metadata: Object.keys(rest).length > 0 ? rest : undefined };
}
