//! What a sealed value is bound to: where it lies, and with which key it was sealed.
//!
//! A value that is copied to another key, or to an instance with another context, must not open there. The text is
//! hashed by Web Crypto, as HKDF's `info`, which Tink makes of the associated data, has a limit in Node and Bun.

use alloc::string::String;

use crate::say;

/// The format of sealed values.
pub const FORMAT: u64 = 1;

/// The text whose SHA-256 is the associated data; `frame` has context, key and version of the secret.
#[must_use]
pub fn text(frame: &str) -> String {
    say!("layeron-storage sealed value\ni1:%%", FORMAT, frame)
}
