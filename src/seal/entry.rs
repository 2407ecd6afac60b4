//! What stands in a store's metadata beside a sealed value: the format, the header, and the version of the secret.
//!
//! The header is the beginning of the sealed bytes too. Here it is repeated, so that a part can be read in one
//! request, and the version is written, which the bytes do not have.

use crate::cut;
use crate::say;

use super::associated::FORMAT;
use super::segments::{HEADER_BYTES, plain_size};

/// The name of the entry, in R2's metadata; in a KV record it is [`MEMBER`].
pub const NAME: &str = "layeron-sealed";
/// The member of a KV record.
pub const MEMBER: &str = "sealed";

/// Digits of the header in base64url, without its first byte, which is always the same.
const HEADER_CHARS: usize = (HEADER_BYTES as usize - 1).div_ceil(3) * 4;

/// Characters of the longest name of a version.
const VERSION_CHARS: usize = 64;

/// A sealed value's entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Salt and prefix of the nonces, in base64url.
    pub header: &'a str,
    /// The version of the secret; empty when the secret has no versions.
    pub version: &'a str,
}

impl<'a> Entry<'a> {
    /// Reads what stands in a store. `None` is nothing that was written here.
    #[must_use]
    pub fn read(text: &'a str) -> Option<Self> {
        let (format, rest) = cut::once(text, b' ')?;
        let (header, version) = cut::first(rest, b' ');
        // Without a version the text ends with the header.
        let is_named = version.is_none_or(|name| !name.is_empty() && name.len() <= VERSION_CHARS);
        let is_whole = format == say!("%", FORMAT) && header.len() == HEADER_CHARS && is_named;
        let version = version.unwrap_or_default();
        (is_whole && cut::is_all(header, is_digit)).then_some(Self { header, version })
    }

    /// Bytes of the plain value, by the length of the sealed one; `None` for a text and a length that no sealed value
    /// has.
    #[must_use]
    pub fn plain_size(text: &'a str, sealed: u64) -> Option<u64> {
        Self::read(text).and_then(|_| plain_size(sealed))
    }
}

const fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn an_entry_comes_back() {
        let header = "ab-_".repeat(13);
        for version in ["v1", "2026.11"] {
            let entry = Some(Entry { header: &header, version });
            assert_eq!(Entry::read(&format!("1 {header} {version}")), entry);
        }
        let bare = format!("1 {header}");
        assert_eq!(Entry::read(&bare), Some(Entry { header: &header, version: "" }));
        assert_eq!((Entry::plain_size(&bare, 57), Entry::plain_size(&bare, 55)), (Some(1), None));
    }

    #[test]
    fn anything_else_is_none() {
        let header = "A".repeat(52);
        for other in [
            String::new(),
            "1".to_owned(),
            "1 ".to_owned(),
            format!("2 {header} v1"),
            format!("1 {} v1", "A".repeat(51)),
            format!("1 {} v1", "A".repeat(53)),
            format!("1 {} v1", "+".repeat(52)),
            format!("1 {header} {}", "v".repeat(65)),
            format!("1 {header} "),
        ] {
            assert_eq!(Entry::read(&other), None, "{other}");
        }
    }
}
