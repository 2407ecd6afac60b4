/**
 * The one refusal of everything that concerns a token: nothing in it says why.
 * @module
 */

import { refusal } from "../questions.js";

export const invalid = () =>
  refusal("storage_signed_url_invalid", "the URL is not valid for this request, or not any more");
