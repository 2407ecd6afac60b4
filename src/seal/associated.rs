//! The place that a sealed value is bound to: its context and key, and the version of the secret.
//!
//! A value that is copied to another key, or to an instance with another context, must not open there. Web Crypto
//! hashes the row, because HKDF's `info`, which Tink makes of the associated data, has a limit in Node and Bun.

use crate::row::row;

/// The format of sealed values.
const FORMAT: &str = "layeron-storage/sealed-value/1";

/// The bytes whose SHA-256 is the associated data of a value.
#[must_use]
pub fn bytes(context: &str, key: &str, version: &str) -> Vec<u8> {
    row(&[FORMAT, context, key, version])
}
