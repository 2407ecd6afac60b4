/**
 * The oldest compatibility date of workerd that the package runs with, said before anything fails in a stranger way.
 *
 * Older ones lack what tells a Headers or a Blob from other objects: the flag `set_to_string_tag` is on from 2024-09-26.
 * @module
 */

/** What a compatibility date brings; where it is missing, the message says which date does. */
export function brought(feature) {
  if (feature !== undefined) return feature;
  throw new Error("layeron-storage needs compatibility_date 2024-09-26 or later in wrangler.jsonc");
}
