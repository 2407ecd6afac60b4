/**
 * `put`: stores a value.
 * @module
 */

import { core } from "../engine.ts";
import { isoOf } from "../host/object.ts";
import type { Put, PutOptions, Stored } from "../host/store.ts";
import { keyOf } from "../key.ts";
import { isPlain, LONG } from "../look.js";
import { copied } from "../options.ts";
import type { Declared } from "../registry.ts";
import type { StorageObject } from "../types/index.ts";
import { encodedText, type Source, sourceOf } from "../value/source.ts";
import type { Operation } from "./operation.ts";

export const put: Operation<Stored, StorageObject> = {
  name: "put",
  hasKey: true,
  run: ({ declared, store }, key, value, options) => store.put(planPut(declared, key, value, options)),
  shape: ({ object }) => object,
};

const NO_OPTIONS: PutOptions = Object.freeze({});

/** A put that is allowed: checks the key, then the options. A wrong value is reported when its bytes are wanted. */
export function planPut(declared: Declared, input: unknown, value: unknown, options: unknown): Put {
  const key = keyOf(declared, input);
  const source = sourceOf(value);
  const snapshot = withIsoDate(withTypeOf(declared, source, copied(options)));
  if (!isPlain(snapshot)) {
    // Only undefined passes.
    const mode = core.checkPut(declared.variant, key, snapshot);
    return { key, mode, source, options: NO_OPTIONS };
  }
  const measured = snapshot.size === undefined ? source : encoded(source);
  const size = snapshot.size === undefined ? undefined : sizeOf(measured);
  const mode = core.checkPut(declared.variant, key, snapshot, size);
  // The core has refused any other member and type.
  return { key, mode, source: measured, options: snapshot as PutOptions };
}

/** The options with the type of a Blob as the content type, unless they name one. */
function withTypeOf({ variant }: Declared, source: Source, options: unknown): unknown {
  if (source.kind !== "blob" || source.type === "") return options;
  if (options !== undefined && !isPlain(options)) return options;
  const { contentType } = options ?? {};
  if (contentType !== undefined && contentType !== "") return options;
  // No content type is as long, and longer texts never cross into the wasm.
  return { ...options, contentType: core.typeOfBlob(variant, source.type.slice(0, LONG)) };
}

/** The options with the date of `expires` as the text that is stored. The core refuses anything else than a text. */
function withIsoDate(options: unknown): unknown {
  const expires = isPlain(options) ? isoOf(options.expires) : undefined;
  return expires === undefined ? options : { ...(options as object), expires };
}

/** A text as its bytes, which have a length that can be compared. */
const encoded = (source: Source): Source =>
  source.kind === "text" ? { kind: "bytes", bytes: encodedText(source.text) } : source;

function sizeOf(source: Source): number | undefined {
  if (source.kind === "bytes") return source.bytes.byteLength;
  return source.kind === "blob" ? source.size : undefined;
}
