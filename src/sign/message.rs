//! The bytes that are signed: the place that a URL is for, and its claims as they stand in it.
//!
//! The key is signed as it is stored, not as the path spells it, so clients may percent-encode it as they like.

use crate::row::row;

/// The format of signed URLs.
const FORMAT: &str = "layeron-storage/signed-url/1";

/// The bytes whose HMAC is the signature; `claims` are the base64url text of the URL.
#[must_use]
pub fn bytes(namespace: &str, name: &str, key: &str, claims: &str) -> Vec<u8> {
    row(&[FORMAT, namespace, name, key, claims])
}
