/**
 * Requests that are refused, and how they are told.
 * @module
 */

import { refusal } from "../questions.js";

/** The one refusal of everything that concerns a token: nothing in it says why. */
export const invalid = () =>
  refusal("storage_signed_url_invalid", "the URL is not valid for this request, or not any more");

/** An error as the answer; it must not be kept, as the next request may fare better. */
export function told(error) {
  const answer = error.toResponse();
  answer.headers.set("cache-control", "no-store");
  return answer;
}
