//! Cursors: where a page of a listing ended.
//!
//! R2 and KV give cursors of their own and take any string for one; Miniflare answers a made-up cursor
//! with an empty last page. So theirs travel inside ours, together with a check over the instance, the
//! prefix and the delimiter that they belong to.

use alloc::{borrow::ToOwned, string::String, vec, vec::Vec};
use xxhash_rust::xxh64::xxh64;

use crate::base64url;
use crate::error::{Code, Error, Result};
use crate::options::List;

/// Where a listing goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Position {
    /// After this key (memory).
    AfterKey(String),
    /// After every key that starts so (memory, with a delimiter).
    AfterPrefix(String),
    /// Where the host's own cursor says.
    Host(String),
}

const VERSION: u8 = 1;
const CHECK_BYTES: usize = 8;

impl Position {
    /// The cursor that stands for this position in `identity`'s listing `list`.
    #[must_use]
    pub fn to_cursor(&self, identity: &str, list: &List<'_>) -> String {
        let place = self.to_bytes();
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(&check(identity, list, &place));
        bytes.extend_from_slice(&place);
        base64url::encode(&bytes)
    }

    /// Reads the cursor of `list`, if it has one.
    ///
    /// # Errors
    /// `storage_invalid_cursor` when it was altered, or comes from another instance, prefix or
    /// delimiter.
    pub fn of(identity: &str, list: &List<'_>) -> Result<Option<Self>> {
        let Some(cursor) = list.cursor else { return Ok(None) };
        Self::read(identity, list, cursor).map(Some).ok_or_else(invalid)
    }

    fn read(identity: &str, list: &List<'_>, cursor: &str) -> Option<Self> {
        let bytes = base64url::decode(cursor)?;
        let (version, rest) = bytes.split_first()?;
        let (given, place) = rest.split_at_checked(CHECK_BYTES)?;
        if *version != VERSION || given != check(identity, list, place) {
            return None;
        }
        Self::from_bytes(place)
    }

    fn to_bytes(&self) -> Vec<u8> {
        let (tag, text) = match self {
            Self::AfterKey(key) => (b'k', key),
            Self::AfterPrefix(prefix) => (b'p', prefix),
            Self::Host(cursor) => (b'h', cursor),
        };
        let mut bytes = vec![tag];
        bytes.extend_from_slice(text.as_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (tag, text) = bytes.split_first()?;
        let text = core::str::from_utf8(text).ok()?.to_owned();
        match tag {
            b'k' => Some(Self::AfterKey(text)),
            b'p' => Some(Self::AfterPrefix(text)),
            b'h' => Some(Self::Host(text)),
            _ => None,
        }
    }
}

/// The refusal of a cursor.
#[must_use]
pub fn invalid() -> Error {
    Error::new(
        Code::InvalidCursor,
        "the cursor was altered, or comes from another instance, store, prefix or delimiter",
    )
}

/// A check against accidents, not a signature: who forges a cursor only lists what the code that takes
/// it would list anyway.
fn check(identity: &str, list: &List<'_>, place: &[u8]) -> [u8; CHECK_BYTES] {
    let delimiter = list.delimiter.unwrap_or_default();
    let mut bound = Vec::new();
    for part in [identity.as_bytes(), list.prefix.as_bytes(), delimiter.as_bytes(), place] {
        bound.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bound.extend_from_slice(part);
    }
    xxh64(&bound, 0).to_be_bytes()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(prefix: &'static str, delimiter: Option<&'static str>) -> List<'static> {
        List { prefix, delimiter, ..List::default() }
    }

    fn read(identity: &str, list: &List<'_>, cursor: &str) -> Result<Option<Position>> {
        Position::of(identity, &List { cursor: Some(cursor), ..*list })
    }

    #[test]
    fn a_cursor_belongs_to_one_listing() {
        let position = Position::AfterKey("k".into());
        let cursor = position.to_cursor("default/a", &list("p", None));
        assert_eq!(read("default/a", &list("p", None), &cursor), Ok(Some(position)));
        for (identity, other) in [
            ("default/b", list("p", None)),
            ("default/a", list("", None)),
            ("default/a", list("p", Some("/"))),
        ] {
            assert_eq!(read(identity, &other, &cursor).unwrap_err().code, Code::InvalidCursor);
        }
    }

    #[test]
    fn an_altered_cursor_is_refused() {
        let cursor = Position::Host("abc".into()).to_cursor("default/a", &list("", None));
        for n in 0..cursor.len() {
            let mut altered = cursor.clone().into_bytes();
            altered[n] = if altered[n] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).unwrap();
            assert!(read("default/a", &list("", None), &altered).is_err(), "{altered}");
        }
        for made_up in ["", "x", "AQ", "not a cursor"] {
            assert!(read("default/a", &list("", None), made_up).is_err());
        }
    }

    proptest! {
        #[test]
        fn no_string_makes_reading_panic(cursor in any::<String>()) {
            let _ = read("default/a", &list("", None), &cursor);
        }

        #[test]
        fn positions_survive(text in any::<String>()) {
            for position in [
                Position::AfterKey(text.clone()), Position::AfterPrefix(text.clone()), Position::Host(text.clone()),
            ] {
                let cursor = position.to_cursor("default/a", &list("", None));
                prop_assert_eq!(read("default/a", &list("", None), &cursor), Ok(Some(position)));
            }
        }
    }
}
