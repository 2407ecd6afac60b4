/**
 * Reads from KV: a value with what is known of it, or that alone.
 * @module
 */

import { conditionFailed } from "../../questions.js";
import { CREATE } from "../../shapes.js";
import { isWorkerd } from "../../value/reader.js";
import { ask, garbled } from "../failure.js";
import { needs } from "../needs.js";
import { foreignOf, recordedOf } from "./answer.js";

/** A value's bytes and metadata; null when the key is missing. */
export const readValue = (declared, binding, key, cacheTtl) =>
  ask(declared, async () => {
    const type = "arrayBuffer";
    const { value, metadata } = await binding.getWithMetadata(
      key,
      cacheTtl === undefined ? { type } : { type, cacheTtl },
    );
    if (value === null) return null;
    if (Object.prototype.toString.call(value) !== "[object ArrayBuffer]")
      throw garbled("a value that is no ArrayBuffer");
    return { bytes: new Uint8Array(value), metadata };
  });

/** What is known of a value; null when the key is missing. Only a foreign value's bytes are read. */
export const readObject = (declared, binding, key) =>
  ask(declared, async () => {
    const { value, metadata } = await binding.getWithMetadata(key, { type: "stream" });
    if (value === null) return null;
    if (typeof value?.getReader !== "function") throw garbled("a value that is no ReadableStream");
    const object = recordedOf(declared, key, metadata);
    if (object !== undefined && isWorkerd()) {
      await value.cancel();
      return object;
    }
    // Elsewhere nothing is cancelled: with a stream of wrangler's getPlatformProxy that ends the process.
    const bytes = new Uint8Array(await new Response(value).arrayBuffer());
    return object === undefined ? foreignOf(declared, key, bytes) : object;
  });

/** KV has no conditions: a create-only put looks first, then writes. */
export async function mustBeFree(declared, binding, key) {
  needs(declared, binding, "getWithMetadata");
  if ((await readObject(declared, binding, key)) !== null) throw conditionFailed(CREATE);
}
