//! Cursors: where a page of a listing ended.
//!
//! R2 and KV give cursors of their own and take any string for one; Miniflare answers a made-up cursor
//! with an empty last page. So theirs travel inside ours, together with a check over the instance, the
//! prefix and the delimiter that they belong to.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh64::xxh64;

use crate::error::{Code, Error, Result};

/// The listing that a cursor belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Listing<'a> {
    /// The instance whose keys are listed.
    pub identity: &'a str,
    /// Only keys that start so.
    pub prefix: &'a str,
    /// Where keys fold; empty where they do not.
    pub delimiter: &'a str,
}

/// Where a listing goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Place", try_from = "Place")]
pub enum Position {
    /// After this key (memory).
    AfterKey(String),
    /// After every key that starts so (memory, with a delimiter).
    AfterPrefix(String),
    /// Where the host's own cursor says.
    Host(String),
}

/// A [`Position`] as plans have it: one of the three members is there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    after_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_prefix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<String>,
}

impl From<Position> for Place {
    fn from(position: Position) -> Self {
        match position {
            Position::AfterKey(key) => Self { after_key: Some(key), ..Self::default() },
            Position::AfterPrefix(prefix) => Self { after_prefix: Some(prefix), ..Self::default() },
            Position::Host(cursor) => Self { host: Some(cursor), ..Self::default() },
        }
    }
}

impl TryFrom<Place> for Position {
    type Error = &'static str;

    fn try_from(place: Place) -> std::result::Result<Self, &'static str> {
        match place {
            Place { after_key: Some(key), after_prefix: None, host: None } => Ok(Self::AfterKey(key)),
            Place { after_key: None, after_prefix: Some(prefix), host: None } => {
                Ok(Self::AfterPrefix(prefix))
            }
            Place { after_key: None, after_prefix: None, host: Some(cursor) } => Ok(Self::Host(cursor)),
            _ => Err("must have one member"),
        }
    }
}

/// The first character of every cursor: the number of its format.
const FORMAT: &str = "2";

const KEY: &str = "k";
const PREFIX: &str = "p";
const HOST: &str = "h";

impl Position {
    /// The cursor that stands for this position in a listing: the format, a letter for the kind of position, the check, a
    /// dot, and the position. JavaScript encodes it in base64url, so that it fits into a URL.
    #[must_use]
    pub fn to_cursor(&self, list: Listing<'_>) -> String {
        let (kind, place) = match self {
            Self::AfterKey(key) => (KEY, key),
            Self::AfterPrefix(prefix) => (PREFIX, prefix),
            Self::Host(cursor) => (HOST, cursor),
        };
        format!("{FORMAT}{kind}{}.{place}", check(list, kind, place))
    }

    /// Reads the cursor of a listing.
    ///
    /// # Errors
    /// `storage_invalid_cursor` when it was altered, or comes from another instance, prefix or
    /// delimiter.
    pub fn read(cursor: &str, list: Listing<'_>) -> Result<Self> {
        Self::parse(cursor, list).ok_or_else(invalid)
    }

    fn parse(text: &str, list: Listing<'_>) -> Option<Self> {
        let (kind, rest) = text.strip_prefix(FORMAT)?.split_at_checked(1)?;
        let (given, place) = rest.split_once('.')?;
        if given != check(list, kind, place).to_string() {
            return None;
        }
        match kind {
            KEY => Some(Self::AfterKey(place.to_owned())),
            PREFIX => Some(Self::AfterPrefix(place.to_owned())),
            HOST => Some(Self::Host(place.to_owned())),
            _ => None,
        }
    }

    /// The host's own cursor.
    ///
    /// # Errors
    /// `storage_invalid_cursor` when the cursor comes from the memory store.
    pub fn host(&self) -> Result<&str> {
        match self {
            Self::Host(cursor) => Ok(cursor),
            Self::AfterKey(_) | Self::AfterPrefix(_) => Err(invalid()),
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
fn check(list: Listing<'_>, kind: &str, place: &str) -> u64 {
    let Listing { identity, prefix, delimiter } = list;
    let lengths = format!("{} {} {} ", identity.len(), prefix.len(), delimiter.len());
    xxh64(format!("{lengths}{identity}{prefix}{delimiter}{kind}{place}").as_bytes(), 0)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LISTING: Listing<'static> = Listing { identity: "default/a", prefix: "", delimiter: "" };

    #[test]
    fn a_cursor_belongs_to_one_listing() {
        let own = Listing { prefix: "p", ..LISTING };
        let position = Position::AfterKey("k".into());
        let cursor = position.to_cursor(own);
        assert_eq!(Position::read(&cursor, own), Ok(position));
        for other in [Listing { identity: "default/b", ..own }, LISTING, Listing { delimiter: "/", ..own }] {
            assert_eq!(Position::read(&cursor, other).unwrap_err().code, Code::InvalidCursor);
        }
    }

    #[test]
    fn an_altered_cursor_is_refused() {
        let cursor = Position::Host("abc".into()).to_cursor(LISTING);
        for n in 0..cursor.len() {
            for other in ["0", "1", "k", ""] {
                let mut altered = cursor.clone();
                altered.replace_range(n..=n, other);
                assert!(altered == cursor || Position::read(&altered, LISTING).is_err(), "{altered}");
            }
        }
        for made_up in ["", "2", "2k", "2k.", "2k0.k", "not a cursor", "é"] {
            assert!(Position::read(made_up, LISTING).is_err());
        }
    }

    #[test]
    fn a_cursor_of_memory_is_none_of_a_host() {
        assert!(Position::AfterKey("k".into()).host().is_err());
        assert_eq!(Position::Host("c".into()).host(), Ok("c"));
    }

    #[test]
    fn a_position_in_a_plan_has_one_member() {
        let position = Position::AfterPrefix("a/".into());
        let plan = serde_json::to_value(&position).unwrap();
        assert_eq!(plan, serde_json::json!({ "afterPrefix": "a/" }));
        assert_eq!(serde_json::from_value::<Position>(plan).unwrap(), position);
        assert!(serde_json::from_str::<Position>("{}").is_err());
        assert!(serde_json::from_str::<Position>(r#"{"afterKey":"a","host":"b"}"#).is_err());
    }

    proptest! {
        #[test]
        fn no_string_makes_reading_panic(cursor in any::<String>()) {
            let _ = Position::read(&cursor, LISTING);
        }

        #[test]
        fn positions_survive(text in any::<String>()) {
            for position in [
                Position::AfterKey(text.clone()), Position::AfterPrefix(text.clone()), Position::Host(text.clone()),
            ] {
                let cursor = position.to_cursor(LISTING);
                prop_assert_eq!(Position::read(&cursor, LISTING), Ok(position));
            }
        }
    }
}
