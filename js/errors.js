/**
 * The one error that callers catch.
 *
 * Codes, statuses and messages come from the core; this file only gives them the shape of an Error
 * that any copy of the package recognises and any route can answer with.
 * @module
 */

const BRAND = Symbol.for("layeron-storage/error");

export class StorageError extends Error {
  constructor(code, status, retryable, message) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryable = retryable;
  }

  toJSON() {
    return { error: { code: this.code, message: this.message } };
  }

  toResponse() {
    return Response.json(this.toJSON(), { status: this.status });
  }

  static is(value) {
    try {
      return typeof value === "object" && value !== null && value[BRAND] === true;
    } catch {
      // A Proxy may refuse even this.
      return false;
    }
  }
}

// What minifies the package renames classes, and Node prints the name of an error's class.
Object.defineProperty(StorageError, "name", { value: "StorageError" });
// On the prototype, so that neither shows up among an error's own members.
Object.defineProperty(StorageError.prototype, "name", { value: "StorageError", configurable: true });
Object.defineProperty(StorageError.prototype, BRAND, { value: true });

/** The error with its cause, as Error's own constructor would set it. */
export const caused = (error, cause) =>
  Object.defineProperty(error, "cause", { value: cause, writable: true, configurable: true });
