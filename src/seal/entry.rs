//! What stands in a store's metadata beside a sealed value: the format, the header, and the version of the secret.
//!
//! The header is the beginning of the sealed bytes too. Here it is repeated, so that a part can be read in one
//! request, and the version is written, which the bytes do not have.

use super::segments::{HEADER_BYTES, plain_size};

/// The name of the entry in R2's metadata.
pub const NAME: &str = "layeron-sealed";

/// The format that is written, and the only one that is read.
const FORMAT: &str = "1";

/// Characters of the header in base64url, without its first byte, which is always the same.
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
    /// Reads a text that stands beside a value; `None` for anything that was not written here.
    #[must_use]
    pub fn read(text: &'a str) -> Option<Self> {
        let rest = text.strip_prefix(FORMAT)?.strip_prefix(' ')?;
        let (header, version) = match rest.split_once(' ') {
            Some((header, version)) => (header, Some(version)),
            // Without a version the text ends with the header.
            None => (rest, None),
        };
        let is_named = version.is_none_or(|name| !name.is_empty() && name.len() <= VERSION_CHARS);
        let is_header = header.len() == HEADER_CHARS && header.bytes().all(is_digit);
        (is_named && is_header).then_some(Self { header, version: version.unwrap_or_default() })
    }

    /// The text that stands beside the value. Without a version it ends with the header, as stores may drop a space at
    /// the end.
    #[must_use]
    pub fn to_text(self) -> String {
        let Self { header, version } = self;
        if version.is_empty() { format!("{FORMAT} {header}") } else { format!("{FORMAT} {header} {version}") }
    }

    /// Bytes of the plain value, by the length of the sealed one; `None` for a text and a length that no sealed value
    /// has.
    #[must_use]
    pub fn plain_size(text: &str, sealed: u64) -> Option<u64> {
        Entry::read(text).and_then(|_| plain_size(sealed))
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
        for version in ["v1", "2026.11", ""] {
            let entry = Entry { header: &header, version };
            assert_eq!(Entry::read(&entry.to_text()), Some(entry));
        }
        let bare = format!("1 {header}");
        assert_eq!(Entry::read(&bare).unwrap().to_text(), bare);
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
