/**
 * Pages of an R2 listing. R2's answers may be short and hold the package's own records; the core decides what each
 * answer means for the page (src/host/r2.rs).
 * @module
 */

import { encodeText } from "../../base64url.ts";
import { constants, core } from "../../engine.ts";
import { isReserved } from "../../key.ts";
import { Host, type ListPlan } from "../../wasm/core.js";
import { checkCount, checkedCursor, checkedEntries, cursorsAdvance, isText } from "../answer.ts";
import { awaitHost } from "../failure.ts";
import type { Page, Stored } from "../store.ts";
import { storedOf } from "./answer.ts";
import type { R2Bucket, R2ListOptions } from "./api.ts";

export async function listPage({ binding }: R2Bucket, plan: ListPlan): Promise<Page> {
  const { prefix, delimiter, limit } = plan;
  const items: Stored[] = [];
  const prefixes: string[] = [];
  let { cursor, folded } = placeOf(core.hostPosition(plan));
  const finish = (next?: string): Page => ({
    items,
    cursor: next === undefined ? undefined : encodeText(core.hostCursor(plan, textOf({ cursor: next, folded }))),
    prefixes: delimiter === undefined ? undefined : prefixes,
  });
  if (isReserved(prefix)) return finish();
  const advance = cursorsAdvance();
  let wanted = limit;
  /** The host's cursor at the end of the page, once that is full. */
  let fullAt: string | undefined;
  for (let startAfter = plan.startAfter; ; startAfter = undefined) {
    const options = optionsOf(plan, { startAfter, cursor, limit: wanted });
    const asked = { limit: wanted, folded };
    const answer = await awaitHost(Host.R2, async () => read(await binding.list(options), asked));
    const step = core.r2ListStep({
      prefix,
      limit,
      ...(fullAt === undefined && { gathered: items.length + prefixes.length }),
      visible: answer.items.length + answer.prefixes.length,
      lastKey: answer.lastKey,
      lastPrefix: answer.lastPrefix,
      truncated: answer.next !== undefined,
    });
    // The answer's entries belong to the next page.
    if (step.step === "doneBefore") return finish(fullAt);
    items.push(...answer.items);
    prefixes.push(...answer.prefixes);
    folded = prefixes.at(-1) ?? folded;
    if (step.step === "done") return finish(answer.next);
    cursor = advance(answer.next);
    if (step.step === "ask") {
      wanted = step.more;
    } else {
      fullAt ??= answer.next;
      wanted = constants().listEntries;
    }
  }
}

/** R2 does not take every option that is empty. */
function optionsOf(
  { prefix, delimiter }: ListPlan,
  { startAfter, cursor, limit }: { startAfter: string | undefined; cursor: string | undefined; limit: number },
): R2ListOptions {
  const options: R2ListOptions = { limit, include: ["httpMetadata", "customMetadata"] };
  if (prefix !== "") options.prefix = prefix;
  if (delimiter !== undefined) options.delimiter = delimiter;
  if (startAfter !== undefined) options.startAfter = startAfter;
  if (cursor !== undefined) options.cursor = cursor;
  return options;
}

/**
 * Where a page ended: R2's cursor and the last folded prefix. Keys that are put below that prefix before the next page
 * would make R2 fold it once more.
 */
interface ListPlace {
  readonly cursor: string | undefined;
  readonly folded: string | undefined;
}

/** No key, and so no prefix, holds it. */
const BETWEEN = "\0";

const textOf = ({ cursor, folded }: ListPlace): string =>
  folded === undefined ? `${cursor}` : `${cursor}${BETWEEN}${folded}`;

function placeOf(text: string | undefined): ListPlace {
  const [cursor, folded] = text?.split(BETWEEN) ?? [];
  return { cursor, folded };
}

interface R2ListAnswer {
  readonly objects: unknown;
  readonly delimitedPrefixes?: unknown;
  readonly truncated?: unknown;
  readonly cursor?: unknown;
}

const hasKey = (object: unknown): object is { readonly key: string } =>
  isText((object as { key?: unknown } | null | undefined)?.key);

/** The entries of an answer that callers may see, and where it ends. */
function read(answer: unknown, { limit, folded }: { limit: number; folded: string | undefined }) {
  const { objects, delimitedPrefixes = [], truncated, cursor } = answer as R2ListAnswer;
  const found = checkedEntries(objects, hasKey);
  const prefixes = checkedEntries(delimitedPrefixes, isText);
  checkCount(found.length + prefixes.length, limit);
  const items: Stored[] = [];
  for (const object of found) {
    // R2 takes NFC-equal names for one, and callers see the composed form.
    if (!isReserved(object.key)) items.push(storedOf(object.key.normalize("NFC"), object));
  }
  return {
    items,
    prefixes: prefixes.filter((prefix) => prefix !== folded && !isReserved(prefix)),
    lastKey: found.at(-1)?.key ?? "",
    lastPrefix: prefixes.at(-1) ?? "",
    next: truncated ? checkedCursor(cursor) : undefined,
  };
}
