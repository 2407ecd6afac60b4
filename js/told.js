/**
 * What the core has told last.
 *
 * The core calls `tell` before an export returns, so this file imports nothing: wasm-bindgen takes it along alone.
 * @module
 */

/** A text, or an error as one: status, whether it is worth another try, code, message. */
export const told = { isError: false, text: "" };

export const tell = (isError, text) => {
  told.isError = isError;
  told.text = text;
};
