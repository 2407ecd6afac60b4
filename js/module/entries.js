/**
 * Every value under a prefix, page by page, without a cursor in sight.
 * @module
 */

import { given } from "../given.js";
import { checkEntries } from "../questions.js";

export async function* entries(declared, list, options) {
  const { frame, members } = given("entries", options);
  checkEntries(declared.isBucket, frame);
  const { prefix } = members;
  let cursor;
  do {
    const page = await list({ prefix, cursor });
    yield* page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
