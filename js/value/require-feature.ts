/**
 * The oldest compatibility date of workerd that the package runs with.
 *
 * Older ones lack what tells a Headers or a Blob from other objects (the flag `set_to_string_tag`, on from 2024-09-26).
 * The package says so at its import, before anything fails in a way that is harder to understand.
 * @module
 */

/** Returns the feature; where it is missing, the error names the compatibility date that brings it. */
export function requireFeature<T>(feature: T | undefined): T {
  if (feature !== undefined) return feature;
  throw new Error("layeron-storage needs compatibility_date 2024-09-26 or later in wrangler.jsonc");
}
