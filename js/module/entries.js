/**
 * Every value under a prefix, page by page, without a cursor in sight.
 * @module
 */

import { core } from "../engine.js";
import { given } from "../given.js";

export async function* entries(declared, list, options) {
  const { frame, members } = given("entries", options);
  core.checkEntries(declared.isBucket, frame);
  const { prefix } = members;
  let cursor;
  do {
    const page = await list({ prefix, cursor });
    yield* page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
