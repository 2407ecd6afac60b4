//! Cursors: where a page of a listing ended.
//!
//! R2 and KV give cursors of their own and take any string for one; Miniflare answers a made-up cursor
//! with an empty last page. So theirs travel inside ours, together with a check over the instance, the
//! prefix and the delimiter that they belong to.

use alloc::string::String;
use xxhash_rust::xxh64::xxh64;

use crate::cut;
use crate::error::{Code, Error, Result};
use crate::options::List;
use crate::say;
use crate::words::decimal;

/// Where a listing goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position<'a> {
    /// After this key (memory).
    AfterKey(&'a str),
    /// After every key that starts so (memory, with a delimiter).
    AfterPrefix(&'a str),
    /// Where the host's own cursor says.
    Host(&'a str),
}

/// What every cursor begins with: the number of its format.
const FORMAT: &str = "2";

const KEY: &str = "k";
const PREFIX: &str = "p";
const HOST: &str = "h";

impl<'a> Position<'a> {
    /// The cursor that stands for this position in `identity`'s listing `list`, before js/base64url.js makes it
    /// fit into a URL: the format, a letter for what comes last, the check, a dot, and what comes last.
    #[must_use]
    pub fn to_cursor(self, identity: &str, list: &List<'_>) -> String {
        let (tag, place) = match self {
            Self::AfterKey(key) => (KEY, key),
            Self::AfterPrefix(prefix) => (PREFIX, prefix),
            Self::Host(cursor) => (HOST, cursor),
        };
        say!("%%%.%", FORMAT, tag, check(identity, list, tag, place), place)
    }

    /// Reads the cursor of `list`, if it has one.
    ///
    /// # Errors
    /// `storage_invalid_cursor` when it was altered, or comes from another instance, prefix or
    /// delimiter.
    pub fn of(identity: &str, list: &List<'a>) -> Result<Option<Self>> {
        let Some(cursor) = list.cursor else { return Ok(None) };
        Self::read(identity, list, cursor).map(Some).ok_or_else(invalid)
    }

    fn read(identity: &str, list: &List<'_>, cursor: &'a str) -> Option<Self> {
        let (tag, rest) = cursor.strip_prefix(FORMAT)?.split_at_checked(KEY.len())?;
        let (given, place) = cut::once(rest, b'.')?;
        if given != decimal(check(identity, list, tag, place)) {
            return None;
        }
        match tag {
            KEY => Some(Self::AfterKey(place)),
            PREFIX => Some(Self::AfterPrefix(place)),
            HOST => Some(Self::Host(place)),
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
fn check(identity: &str, list: &List<'_>, tag: &str, place: &str) -> u64 {
    let delimiter = list.delimiter.unwrap_or_default();
    let lengths = say!("% % % ", identity.len(), list.prefix.len(), delimiter.len());
    xxh64(say!("%%%%%%", lengths, identity, list.prefix, delimiter, tag, place).as_bytes(), 0)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(prefix: &'static str, delimiter: Option<&'static str>) -> List<'static> {
        List { prefix, delimiter, ..List::default() }
    }

    fn read<'a>(identity: &str, list: &List<'a>, cursor: &'a str) -> Result<Option<Position<'a>>> {
        Position::of(identity, &List { cursor: Some(cursor), ..*list })
    }

    #[test]
    fn a_cursor_belongs_to_one_listing() {
        let position = Position::AfterKey("k");
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
        let cursor = Position::Host("abc").to_cursor("default/a", &list("", None));
        for n in 0..cursor.len() {
            for other in ["0", "1", "k", ""] {
                let mut altered = cursor.clone();
                altered.replace_range(n..=n, other);
                assert!(
                    altered == cursor || read("default/a", &list("", None), &altered).is_err(),
                    "{altered}"
                );
            }
        }
        for made_up in ["", "2", "2k", "2k.", "2k0.k", "not a cursor"] {
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
                Position::AfterKey(&text), Position::AfterPrefix(&text), Position::Host(&text),
            ] {
                let cursor = position.to_cursor("default/a", &list("", None));
                prop_assert_eq!(read("default/a", &list("", None), &cursor), Ok(Some(position)));
            }
        }
    }
}
