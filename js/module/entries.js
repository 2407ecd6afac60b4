/**
 * Every value under a prefix, page by page, without a cursor in sight.
 * @module
 */

import { core } from "../engine.js";

export async function* entries(declared, list, options) {
  const prefix = core.entriesPrefix(declared, options);
  let cursor;
  do {
    const page = await list({ prefix, cursor });
    yield* page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
