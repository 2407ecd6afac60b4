/**
 * The proof of a sealed value's end.
 *
 * Readers take a refused range for the end of the value. The end has to be proven before a range is refused, or an
 * attacker who cuts a value would say where its readers stop.
 * @module
 */

import { core } from "../engine.ts";
import { caused, StorageError } from "../errors.js";
import type { Store, Stored } from "../host/store.ts";
import { ignoreFailure } from "../value/ignore-failure.ts";
import type { Range } from "../wasm/core.js";
import { opened, type Vault } from "./vault.ts";

/** A get of a range that was refused. */
interface RefusedRange {
  readonly key: string;
  /** The range of plain bytes that a caller asked for. */
  readonly range: Range;
  readonly refusal: StorageError;
  /** Whether the refusal counts plain bytes already; the store below counts stored ones. */
  readonly isPlain: boolean;
}

export const isRangeRefusal = (error: unknown): error is StorageError =>
  StorageError.is(error) && error.code === "storage_invalid_range";

/** The error for a range that holds no byte: its refusal, in plain bytes, once the value's end is proven. */
export async function refusalOf(inner: Store, vault: Vault, refused: RefusedRange): Promise<unknown> {
  const { key, range, refusal, isPlain } = refused;
  try {
    const isEmpty = asksNothing(range);
    // A range that asks for no byte says nothing of the end.
    if (isEmpty && isPlain) return refusal;
    const stored = isEmpty ? await inner.head(key) : await proven(inner, vault, refused);
    if (stored === null) return replaced();
    core.sealedPart(stored.beside ?? "", stored.object.size, 0, range);
    return replaced();
  } catch (failure) {
    return isRangeRefusal(failure) && "cause" in refusal ? caused(failure, refusal.cause) : failure;
  }
}

const asksNothing = (range: Range): boolean => ("suffix" in range ? range.suffix : range.length) === 0;

const LAST_BYTE: Range = { suffix: 1 };

/** The value as it is stored now, with its end proven: the last segment of a value opens as the last one nowhere else. */
async function proven(inner: Store, vault: Vault, { key, refusal }: RefusedRange): Promise<Stored | null> {
  // A value that may have no byte is asked for as a whole, as no range of it is answered.
  const plan = refusal.detail?.size ? { range: core.sealedRange(LAST_BYTE) } : undefined;
  const found = await inner.get({ key, plan, cacheTtl: undefined });
  if (found === null || found.body === undefined) return null;
  const { body, beside, object } = found;
  try {
    // An empty value has no last byte, and a segment all the same.
    const isEmpty = beside !== undefined && core.plainSize(beside, object.size) === 0;
    const last = await opened(vault, key, { ...found, body }, isEmpty ? undefined : LAST_BYTE);
    await last.body.bytes();
    return found;
  } catch (error) {
    ignoreFailure(() => body.cancel());
    throw error;
  }
}

const replaced = (): StorageError => core.refusal("storage_unavailable", "the value was replaced while it was read");
