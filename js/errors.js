/**
 * The one error that callers catch.
 *
 * The core decides code, status and message. This file gives them the shape of an Error that any copy of the package
 * recognises and any route can answer with. The wasm constructs it, so it imports nothing.
 * @module
 */

/** @import { StorageErrorCode } from "./types/index.ts" */

const BRAND = Symbol.for("layeron-storage/error");

/**
 * Facts about a refusal, for code that acts on it. `where` names call, key and instance, as the message does.
 * @typedef {{ readonly size?: number, readonly limit?: number, readonly where?: string }} ErrorDetail
 */

export class StorageError extends Error {
  /**
   * @param {StorageErrorCode} code
   * @param {number} status
   * @param {boolean} retryable
   * @param {string} message
   */
  constructor(code, status, retryable, message) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryable = retryable;
  }

  /**
   * The key that the call was about. Assigning it makes it a member of this error; others have none.
   * @returns {string | undefined}
   */
  get key() {
    return undefined;
  }

  set key(key) {
    Object.defineProperty(this, "key", { value: key, enumerable: true, writable: true, configurable: true });
  }

  /**
   * Facts for code that acts on the error. They are no part of its JSON.
   * @returns {ErrorDetail | undefined}
   */
  get detail() {
    return undefined;
  }

  set detail(detail) {
    Object.defineProperty(this, "detail", { value: detail, writable: true, configurable: true });
  }

  toJSON() {
    return { error: { code: this.code, message: this.message } };
  }

  toResponse() {
    return Response.json(this.toJSON(), { status: this.status });
  }

  /**
   * @param {unknown} value
   * @returns {value is StorageError}
   */
  static is(value) {
    try {
      return typeof value === "object" && value !== null && /** @type {any} */ (value)[BRAND] === true;
    } catch {
      // A Proxy may refuse even this.
      return false;
    }
  }
}

// Minifiers rename classes, and Node prints the name of an error's class.
Object.defineProperty(StorageError, "name", { value: "StorageError" });
// On the prototype, so that neither shows up among an error's own members.
Object.defineProperty(StorageError.prototype, "name", { value: "StorageError", configurable: true });
Object.defineProperty(StorageError.prototype, BRAND, { value: true });

/**
 * The error with its cause, as Error's own constructor would set it.
 * @template {Error} E
 * @param {E} error
 * @param {unknown} cause
 */
export const caused = (error, cause) =>
  Object.defineProperty(error, "cause", { value: cause, writable: true, configurable: true });
