/**
 * Pages of an R2 listing. R2's answers may be short, and hold this component's own records; what each answer
 * means for the page is the core's decision (src/host/r2.rs).
 * @module
 */

import { isReserved, spelled } from "../../key.js";
import { givenToList } from "../../options.js";
import { cursorOf, hostCursor, r2ListNext } from "../../questions.js";
import { listOptions, listResult } from "../../shapes.js";
import { advances, checkEntries, checkedCursor } from "../answer.js";
import { ask, garbled } from "../failure.js";
import { objectOf } from "./answer.js";

/** The numbers of src/wasm/r2.rs. */
const LOOK_AHEAD = -1;
const DONE_BEFORE = -2;

/** Entries of the largest answer. */
const ALL = 1000;

export async function listPage(declared, binding, asked) {
  const { frame, members } = givenToList(declared, asked);
  const { identity } = declared;
  const { prefix = "", delimiter, startAfter, limit = ALL } = members;
  const include = ["httpMetadata", "customMetadata"];
  const folds = delimiter !== undefined && delimiter !== "";
  const items = [];
  const prefixes = [];
  const finish = (cursor) =>
    listResult(
      items,
      cursor === undefined ? undefined : cursorOf(identity, prefix, delimiter, placeOf(cursor, folded)),
      folds ? prefixes : undefined,
    );

  let [cursor, folded] = readPlace(hostCursor(true, frame, identity));
  if (isReserved(prefix)) return finish();
  const advance = advances();
  let wanted = limit;
  /** Set once the page is full: where it ended. */
  let endedAt;
  for (let first = startAfter; ; first = undefined) {
    const options = listOptions({ prefix, delimiter, startAfter: first, cursor, limit: wanted, include });
    const answer = await ask(declared, async () => read(declared, await binding.list(options), wanted, folded));
    const entries = endedAt === undefined ? items.length + prefixes.length : undefined;
    const visible = answer.items.length + answer.prefixes.length;
    const { last, lastPrefix, next } = answer;
    const step = r2ListNext(prefix, last, lastPrefix, limit, entries, visible, next !== undefined);
    if (step === DONE_BEFORE) return finish(endedAt);
    items.push(...answer.items);
    prefixes.push(...answer.prefixes);
    folded = prefixes.at(-1) ?? folded;
    if (step === 0) return finish(next);
    cursor = advance(next);
    wanted = step === LOOK_AHEAD ? ALL : step;
    if (step === LOOK_AHEAD) endedAt ??= next;
  }
}

/**
 * Where a page ended: the host's cursor, and the last folded prefix. Keys that are put below that prefix before the
 * next page would make R2 fold it once more.
 */
const placeOf = (cursor, folded) => (folded === undefined ? cursor : `${cursor}${BETWEEN}${folded}`);
const readPlace = (place) => (place === "" ? [] : place.split(BETWEEN));

/** No key, and so no prefix, holds it. */
const BETWEEN = "\0";

/** What an answer has that callers may see, and where it ends. */
function read(declared, { objects, delimitedPrefixes = [], truncated, cursor }, wanted, folded) {
  checkEntries(objects, (object) => typeof object?.key === "string");
  checkEntries(delimitedPrefixes, (prefix) => typeof prefix === "string");
  if (objects.length + delimitedPrefixes.length > wanted) throw garbled("more keys than it was asked for");
  const items = [];
  for (const object of objects) {
    if (!isReserved(object.key)) items.push(objectOf(declared, spelled(declared, object.key), object));
  }
  return {
    items,
    prefixes: delimitedPrefixes.filter((prefix) => prefix !== folded && !isReserved(prefix)),
    last: objects.at(-1)?.key ?? "",
    lastPrefix: delimitedPrefixes.at(-1) ?? "",
    next: truncated ? checkedCursor(cursor) : undefined,
  };
}
