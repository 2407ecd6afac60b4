//! Signed URLs: what they say, and how they say it.
//!
//! A URL carries claims that anybody may hold: to read one key, or to write it, until it expires. They travel in the URL
//! itself, so nothing has to be stored to make one. `docs/signed-urls.md` describes the format to the byte. Web Crypto
//! computes the HMAC, so this module ends at the bytes that are signed.

pub mod claims;
pub mod message;
pub mod path;
