/**
 * Answers to requests that are refused.
 *
 * All refusals of a token are one and the same, so that a sender learns nothing from them.
 * @module
 */

import { core } from "../engine.ts";
import type { StorageError } from "../errors.js";

/** The refusal of everything that concerns a token. Nothing in it says why. */
export const urlRefused = (): StorageError =>
  core.refusal("storage_signed_url_invalid", "the URL is not valid for this request, or not any more");

/** The response for an error. No cache may keep it, as the next request may fare better. */
export function responseOf(error: StorageError): Response {
  const response = error.toResponse();
  response.headers.set("cache-control", "no-store");
  return response;
}
