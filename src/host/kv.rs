//! The KV binding: the record that travels in a value's metadata.
//!
//! KV itself knows a value's bytes, its expiry and 1,024 bytes of JSON. Size, etag, date, HTTP fields
//! and the caller's metadata go into that JSON, so that `head` and `list` need no request per key.

use crate::input::{Input, MAX_SAFE_INTEGER, Members, Text, View};
use crate::metadata::{Http, Metadata};
use crate::object::Object;
use crate::time::Millis;

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
];

/// Reads a value's KV metadata. `None` for anything that this component did not write: then the bytes
/// say what can be said.
pub fn read<I: Input>(input: &I) -> Option<Object> {
    if input.view() != View::Object {
        return None;
    }
    let Ok(Members { values, .. }) = input.members(RECORD) else { return None };
    let [marker, size, etag, stored_at, expires_at, http @ .., checksum, user] = values.as_slice() else {
        return None;
    };
    let [content_type, cache_control, content_disposition, content_encoding] = http else { return None };
    if number(marker.as_ref()?)? != u64::from(FORMAT) {
        return None;
    }
    let http = Http {
        content_type: optional(content_type.as_ref())?,
        cache_control: optional(cache_control.as_ref())?,
        content_disposition: optional(content_disposition.as_ref())?,
        content_encoding: optional(content_encoding.as_ref())?,
    };
    let expires_at = match expires_at {
        None => None,
        Some(seconds) => Some(Millis::new(number(seconds)?.checked_mul(1000)?)),
    };
    let user = match user {
        None => Vec::new(),
        Some(user) => user_entries(user)?,
    };
    Some(Object {
        size: number(size.as_ref()?)?,
        etag: text(etag.as_ref()?).filter(|etag| !etag.is_empty())?,
        stored_at: Millis::new(number(stored_at.as_ref()?)?),
        metadata: Metadata { http, user, checksum: optional(checksum.as_ref())? },
        expires_at,
    })
}

/// A value that another program wrote: its bytes are all there is to know.
#[must_use]
pub fn foreign(size: u64, etag: String) -> Object {
    Object { size, etag, stored_at: Millis::new(0), metadata: Metadata::default(), expires_at: None }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole, and below 2^53"
)]
#[expect(clippy::cast_precision_loss, reason = "2^53 - 1 is exact")]
fn number<I: Input>(input: &I) -> Option<u64> {
    match input.view() {
        View::Number(n) if n >= 0.0 && n <= MAX_SAFE_INTEGER as f64 && n.trunc() == n => Some(n as u64),
        _ => None,
    }
}

fn text<I: Input>(input: &I) -> Option<String> {
    match input.view() {
        View::Text(Text::WellFormed(text)) => Some(text),
        _ => None,
    }
}

/// Absent, or a string; the outer `None` is anything else.
fn optional<I: Input>(input: Option<&I>) -> Option<Option<String>> {
    match input {
        None => Some(None),
        Some(input) => text(input).map(Some),
    }
}

fn user_entries<I: Input>(input: &I) -> Option<Vec<(String, String)>> {
    let entries = input.entries().ok()??;
    let entry = |(key, value): (Text, I)| match key {
        Text::WellFormed(key) if key != "__proto__" => Some((key, text(&value)?)),
        _ => None,
    };
    entries.into_iter().map(entry).collect()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::input::sample::Sample;

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

    #[test]
    fn a_record_reads_back() {
        let object = read(&Sample::Object(record())).unwrap();
        assert_eq!((object.size, object.etag.as_str()), (3, "e"));
        assert_eq!(object.stored_at, Millis::new(5000));
        assert_eq!(object.expires_at, Some(Millis::new(9000)));
        let shown: Vec<_> = object.metadata.shown().collect();
        assert_eq!(shown, [("k", "v"), ("checksum", "c")]);
    }

    #[test]
    fn foreign_metadata_is_never_mistaken_for_a_record() {
        for other in [Sample::Null, Sample::Array, Sample::Text("layeron"), Sample::Object(vec![])] {
            assert_eq!(read(&other), None);
        }
        for (member, wrong) in [
            ("layeron", Sample::Number(2.0)),
            ("layeron", Sample::Bool(true)),
            ("layeron", Sample::Undefined),
            ("size", Sample::Number(-1.0)),
            ("size", Sample::Number(0.5)),
            ("etag", Sample::Text("")),
            ("etag", Sample::Undefined),
            ("storedAt", Sample::Text("now")),
            ("expiresAt", Sample::Null),
            ("contentType", Sample::Number(1.0)),
            ("metadata", Sample::Array),
            ("metadata", Sample::Object(vec![("k", Sample::Number(1.0))])),
            ("metadata", Sample::Object(vec![("__proto__", Sample::Text("x"))])),
        ] {
            let mut members = record();
            members.retain(|(name, _)| *name != member);
            members.push((member, wrong));
            assert_eq!(read(&Sample::Object(members.clone())), None, "{members:?}");
        }
    }
}
