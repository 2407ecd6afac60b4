/**
 * `entries`: every value under a prefix, page by page, so that no caller handles a cursor.
 * @module
 */

import { core } from "../engine.ts";
import { located } from "../located.ts";
import { copied } from "../options.ts";
import type { Declared } from "../registry.ts";
import type { StorageListOptions, StorageListResult, StorageObject } from "../types/index.ts";

type List = (options: StorageListOptions) => Promise<StorageListResult>;

export async function* entries(
  declared: Declared,
  list: List,
  options: unknown,
): AsyncGenerator<StorageObject, undefined> {
  const prefix = prefixOf(declared, options);
  let cursor: string | undefined;
  do {
    const page = await list({ prefix, cursor });
    yield* page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

function prefixOf(declared: Declared, options: unknown): string | undefined {
  try {
    const snapshot = copied(options);
    core.checkEntries(declared.variant, snapshot);
    return (snapshot as StorageListOptions | undefined)?.prefix;
  } catch (error) {
    throw located(error, declared, "entries");
  }
}
