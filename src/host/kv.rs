//! The KV binding: the record that travels in a value's metadata.
//!
//! KV itself knows a value's bytes, its expiry and 1,024 bytes of JSON. Size, etag, date, HTTP fields
//! and the caller's metadata go into that JSON, so that `head` and `list` need no request per key.

use crate::input::View;
use crate::limits::{CHECKSUM_CHARS, HTTP_FIELD_CHARS};
use crate::metadata::is_printable;
use crate::object::Object;
use crate::seal::entry::{Entry, MEMBER};
use crate::time::Millis;
use alloc::borrow::ToOwned;

/// The member that marks a record as ours, and its format.
pub const MARKER: &str = "layeron";
/// The format of the records that this version writes.
pub const FORMAT: u32 = 1;

/// The members of a record: the marker, what this component counts, what the caller gave.
pub const RECORD: &[&str] = &[
    MARKER,
    "size",
    "etag",
    "storedAt",
    "expiresAt",
    "contentType",
    "cacheControl",
    "contentDisposition",
    "contentEncoding",
    "checksum",
    "metadata",
    MEMBER,
];

/// What a record says of its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record<'a> {
    /// What callers see.
    pub object: Object,
    /// The entry of a sealed value.
    pub sealed: Option<&'a str>,
}

impl Record<'_> {
    /// Whether it was written with a value of so many bytes.
    #[must_use]
    pub fn describes(&self, bytes: u64) -> bool {
        self.object.size
            == self.sealed.map_or(Some(bytes), |entry| Entry::plain_size(entry, bytes)).unwrap_or(u64::MAX)
    }
}

/// Reads a value's KV metadata, read by the names of [`RECORD`]. `None` for anything that this component
/// did not write: then the bytes say what can be said.
#[must_use]
pub fn read(input: View<'_>) -> Option<Record<'_>> {
    let View::Members(mut members) = input else { return None };
    if members.take() != View::Whole(u64::from(FORMAT)) {
        return None;
    }
    let View::Whole(size) = members.take() else { return None };
    let View::Text(etag) = members.take() else { return None };
    if etag.is_empty() || !is_printable(etag) {
        return None;
    }
    let View::Whole(stored_at) = members.take() else { return None };
    let stored_at = Millis::checked(stored_at)?;
    let expires_at = match members.take() {
        View::Undefined => None,
        View::Whole(seconds) => Some(Millis::checked(seconds.checked_mul(1000)?)?),
        _ => return None,
    };
    for limit in [HTTP_FIELD_CHARS, HTTP_FIELD_CHARS, HTTP_FIELD_CHARS, HTTP_FIELD_CHARS, CHECKSUM_CHARS] {
        match members.take() {
            View::Undefined => {}
            // A header must not break on what another program wrote.
            View::Text(text) if is_printable(text) && (1..=limit).contains(&text.len()) => {}
            _ => return None,
        }
    }
    match members.take() {
        View::Undefined => {}
        View::Entries(mut user) => {
            while !user.is_empty() {
                let (View::Text(key), View::Text(_)) = (user.take(), user.take()) else { return None };
                if key == "__proto__" {
                    return None;
                }
            }
        }
        _ => return None,
    }
    let sealed = match members.take() {
        View::Undefined => None,
        View::Text(entry) => Some(entry),
        _ => return None,
    };
    Some(Record { object: Object { size, etag: etag.to_owned(), stored_at, expires_at }, sealed })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::input::sample::{Sample, seen};

    fn record() -> Vec<(&'static str, Sample)> {
        vec![
            ("layeron", Sample::Number(1.0)),
            ("size", Sample::Number(3.0)),
            ("etag", Sample::Text("e")),
            ("storedAt", Sample::Number(5000.0)),
            ("expiresAt", Sample::Number(9.0)),
            ("contentType", Sample::Text("a/b")),
            ("checksum", Sample::Text("c")),
            ("metadata", Sample::Object(vec![("k", Sample::Text("v"))])),
        ]
    }

    fn read_from(value: &Sample) -> Option<Object> {
        read(seen(&value.frame(RECORD))).map(|record| record.object)
    }

    #[test]
    fn a_record_reads_back() {
        let object = read_from(&Sample::Object(record())).unwrap();
        assert_eq!((object.size, object.etag.as_str()), (3, "e"));
        assert_eq!(object.stored_at, Millis::new(5000));
        assert_eq!(object.expires_at, Some(Millis::new(9000)));
    }

    #[test]
    fn foreign_metadata_is_never_mistaken_for_a_record() {
        for other in [Sample::Null, Sample::Array, Sample::Text("layeron"), Sample::Object(vec![])] {
            assert_eq!(read_from(&other), None);
        }
        for (member, wrong) in [
            ("layeron", Sample::Number(2.0)),
            ("layeron", Sample::Bool(true)),
            ("layeron", Sample::Undefined),
            ("size", Sample::Number(-1.0)),
            ("size", Sample::Number(0.5)),
            ("etag", Sample::Text("")),
            ("etag", Sample::Undefined),
            ("etag", Sample::Text("a\r\nb: c")),
            ("storedAt", Sample::Text("now")),
            ("storedAt", Sample::Number(253_402_300_800_000.0)),
            ("expiresAt", Sample::Number(253_402_300_800.0)),
            ("expiresAt", Sample::Null),
            ("contentType", Sample::Number(1.0)),
            ("contentType", Sample::Text("a\r\nb: c")),
            ("contentType", Sample::Text("")),
            ("metadata", Sample::Array),
            ("metadata", Sample::Object(vec![("k", Sample::Number(1.0))])),
            ("metadata", Sample::Object(vec![("__proto__", Sample::Text("x"))])),
            ("sealed", Sample::Number(1.0)),
        ] {
            let mut members = record();
            members.retain(|(name, _)| *name != member);
            members.push((member, wrong));
            assert_eq!(read_from(&Sample::Object(members.clone())), None, "{members:?}");
        }
    }

    #[test]
    fn a_sealed_value_is_longer_than_its_record_says() {
        let entry = format!("1 {} v1", "A".repeat(52)).leak();
        let mut members = record();
        members.push(("sealed", Sample::Text(entry)));
        let frame = Sample::Object(members).frame(RECORD);
        let sealed = read(seen(&frame)).unwrap();
        assert!(sealed.describes(3 + 56) && !sealed.describes(3));
        let frame = Sample::Object(record()).frame(RECORD);
        let plain = read(seen(&frame)).unwrap();
        assert!(plain.describes(3) && !plain.describes(3 + 56));
    }
}
