/**
 * Pages of a KV listing. KV lists expired and reserved keys too, and its answers may be short.
 * @module
 */

import { encodeText } from "../../base64url.ts";
import { constants, core } from "../../engine.ts";
import { aboutKey, isReserved } from "../../key.ts";
import { Host, type ListPlan } from "../../wasm/core.js";
import { checkCount, checkedCursor, checkedEntries, cursorsAdvance, isText } from "../answer.ts";
import { awaitHost } from "../failure.ts";
import type { Page, Stored } from "../store.ts";
import { recordedOf, storedOf } from "./answer.ts";
import type { KvListOptions, KvNamespace } from "./api.ts";
import { readValue } from "./get.ts";

export async function listPage(namespace: KvNamespace, plan: ListPlan): Promise<Page> {
  const { prefix, limit } = plan;
  let cursor = core.hostPosition(plan);
  const items: Stored[] = [];
  if (isReserved(prefix)) return { items, cursor: undefined, prefixes: undefined };
  const advance = cursorsAdvance();
  do {
    const missing = limit - items.length;
    const options = optionsOf(prefix, cursor, missing);
    const answer = await awaitHost(Host.Kv, async () => read(await namespace.binding.list(options), missing));
    for (const key of answer.keys) {
      const item = await itemOf(namespace, key);
      if (item !== null) items.push(item);
    }
    cursor = advance(answer.next);
  } while (cursor !== undefined && items.length < limit);
  const next = cursor === undefined ? undefined : encodeText(core.hostCursor(plan, cursor));
  return { items, cursor: next, prefixes: undefined };
}

/** KV does not take every option that is empty. */
function optionsOf(prefix: string, cursor: string | undefined, limit: number): KvListOptions {
  const options: KvListOptions = { limit };
  if (prefix !== "") options.prefix = prefix;
  if (cursor !== undefined) options.cursor = cursor;
  return options;
}

interface KvListAnswer {
  readonly keys: unknown;
  readonly list_complete?: unknown;
  readonly cursor?: unknown;
}

interface KvKey {
  readonly name: string;
  readonly metadata?: unknown;
  readonly expiration?: unknown;
}

const isKey = (key: unknown): key is KvKey => isText((key as { name?: unknown } | null | undefined)?.name);

function read(answer: unknown, limit: number): { keys: KvKey[]; next: string | undefined } {
  const { keys, list_complete: isComplete, cursor } = answer as KvListAnswer;
  const found = checkedEntries(keys, isKey);
  checkCount(found.length, limit);
  const next = isComplete ? undefined : checkedCursor(cursor);
  return { keys: found.filter(({ name }) => !isReserved(name)), next };
}

/** The item of a key; null where it has expired, or has gone since it was listed. */
async function itemOf(namespace: KvNamespace, { name: key, metadata, expiration }: KvKey): Promise<Stored | null> {
  const { place } = namespace;
  const recorded = recordedOf(place, { key, metadata });
  if (recorded !== undefined) return recorded;
  namespace.requireMethod("getWithMetadata");
  // The listing is older than the value, which may have a record by now.
  const answer = await aboutKey(key, () => readValue(namespace, key));
  return answer && storedOf(place, { key, ...answer, expiresAt: millisecondsOf(expiration) });
}

/** The expiry of a listed key, unless it is a date that cannot be shown. */
function millisecondsOf(expiration: unknown): number | undefined {
  const isDate = typeof expiration === "number" && Number.isSafeInteger(expiration) && expiration >= 0;
  return isDate && expiration <= constants().lastSecond ? expiration * 1000 : undefined;
}
