//! Signed URLs: what they say, and how they say it.
//!
//! A URL is a grant that anybody may hold: to read one key, or to write it, until it expires. The grant travels in
//! the URL itself, so nothing has to be stored to make one. `docs/signed-urls.md` describes the format to the byte.
//! HMAC is Web Crypto's, so this module ends at the text that is signed.

pub mod grant;
pub mod options;
pub mod path;
