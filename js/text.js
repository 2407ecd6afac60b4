/**
 * What JavaScript knows of its strings and Rust's do not: lone surrogates, and Unicode's tables.
 * @module
 */

export const isWellFormed = (text) => text.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text);

export const normalise = (text) => text.normalize("NFC");
