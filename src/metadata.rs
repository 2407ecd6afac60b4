//! What is stored beside a value: HTTP fields, the caller's metadata and checksum, and how large that
//! may be.
//!
//! R2 and KV count metadata differently, and neither says by how much a call was over. The two counts
//! are done here, before a host is asked.

use crate::cut;
use crate::declare::Variant;
use crate::error::{Code, Error, Result, quoted};
use crate::input::{Fields, Frame, View};
use crate::limits::{CHECKSUM_CHARS, HTTP_FIELD_CHARS, Limits, METADATA_KEY_BYTES};
use crate::say;
use alloc::string::String;

/// Metadata keys that start so are this component's own.
pub const RESERVED_METADATA_PREFIX: &str = "layeron-";

/// The option of a checksum, and the metadata entry under which it is shown.
pub const CHECKSUM: &str = "checksum";

/// The options of the HTTP fields that are stored with a value.
pub const HTTP: [&str; 4] = ["contentType", "cacheControl", "contentDisposition", "contentEncoding"];

/// Checks `contentType` and the other HTTP fields, `metadata` and `checksum`, as far as the options have them: each
/// by itself, then all together against the variant's limit.
///
/// # Errors
/// `storage_invalid_options`, `storage_invalid_metadata`, or `storage_metadata_too_large` with both numbers.
pub fn check(variant: Variant, fields: &Fields<'_>) -> Result<()> {
    let limit = Limits::of(variant).metadata_bytes;
    let mut json = JsonObject::default();
    for name in HTTP.into_iter().filter(|name| fields.knows(name)) {
        if let Some(text) = printable(fields, name, HTTP_FIELD_CHARS)? {
            json.member(name, json_len(text));
        }
    }
    let checksum = if fields.knows(CHECKSUM) { printable(fields, CHECKSUM, CHECKSUM_CHARS)? } else { None };
    if let Some(checksum) = checksum {
        json.member(CHECKSUM, json_len(checksum));
    }
    let mut r2_bytes = checksum.map_or(0, r2_len);
    let mut user = JsonObject::default();
    let mut entries = match fields.view("metadata") {
        View::Undefined => Frame::new(""),
        View::Entries(entries) => entries,
        other => {
            return Err(invalid(say!("metadata must be a plain object, not %", other.name())));
        }
    };
    while !entries.is_empty() {
        let (key, value) = user_entry(entries.take(), entries.take(), limit)?;
        // The checksum wins over an entry of its name.
        if key != CHECKSUM || checksum.is_none() {
            r2_bytes += r2_len(key) + r2_len(value);
            user.member(key, json_len(value));
        }
    }
    if user.members > 0 {
        json.member("metadata", user.size());
    }
    let (what, size) = match variant {
        Variant::Bucket => ("metadata and checksum have", r2_bytes),
        Variant::Kv => ("HTTP fields, metadata and checksum have, as JSON,", json.size()),
    };
    if size <= limit {
        return Ok(());
    }
    Err(Error::new(Code::MetadataTooLarge, say!("% % bytes, the limit is %", what, size, limit)))
}

/// An entry of `metadata`: a string under a key of 1 to 128 bytes.
fn user_entry<'a>(key: View<'a>, value: View<'a>, limit: usize) -> Result<(&'a str, &'a str)> {
    let View::Text(key) = key else {
        return Err(invalid(say!("a metadata key is %", key.name())));
    };
    if key.is_empty() || key.len() > METADATA_KEY_BYTES {
        return Err(invalid(say!(
            "metadata key % has % bytes, allowed are 1 to %",
            quoted(key),
            key.len(),
            METADATA_KEY_BYTES
        )));
    }
    if key == "__proto__" {
        return Err(invalid("metadata key \"__proto__\" would be dropped by the R2 binding"));
    }
    if key.starts_with(RESERVED_METADATA_PREFIX) {
        return Err(invalid(say!(
            "metadata key %: keys that start with \"%\" are reserved",
            quoted(key),
            RESERVED_METADATA_PREFIX
        )));
    }
    match value {
        View::Text(value) => Ok((key, value)),
        View::Long(units) => Err(Error::new(
            Code::MetadataTooLarge,
            say!("metadata value of % has % characters, the limit is % bytes", quoted(key), units, limit),
        )),
        other => {
            let found = other.name();
            Err(invalid(say!("metadata value of % must be a string, not %", quoted(key), found)))
        }
    }
}

fn printable<'a>(fields: &Fields<'a>, name: &str, limit: usize) -> Result<Option<&'a str>> {
    let Some(text) = fields.text(name)? else { return Ok(None) };
    if !is_printable(text) {
        return Err(fields.wrong(name, "may hold printable ASCII characters only"));
    }
    if text.is_empty() || text.len() > limit {
        return Err(fields.wrong(name, &say!("has % characters, allowed are 1 to %", text.len(), limit)));
    }
    Ok(Some(text))
}

/// Whether a text has printable ASCII characters only: what a header can carry.
pub(crate) fn is_printable(text: &str) -> bool {
    cut::is_all(text, |b| (0x20..=0x7E).contains(&b))
}

/// A string as R2 counts it: the length in UTF-16 units, doubled when it has a character from U+0100 on.
fn r2_len(text: &str) -> usize {
    let units = text.bytes().map(cut::units).sum::<usize>();
    // U+0100 is the first with this byte or a higher one.
    if cut::is_all(text, |byte| byte < 0xC4) { units } else { units * 2 }
}

/// The length of `text` as a JSON string, as `JSON.stringify` writes it, in bytes of UTF-8.
fn json_len(text: &str) -> usize {
    let mut bytes = 2;
    for b in text.bytes() {
        bytes += match b {
            b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 0x08 | 0x0C => 2,
            0x00..=0x1F => 6,
            _ => 1,
        };
    }
    bytes
}

/// The size of a JSON object, summed up member by member.
#[derive(Default)]
struct JsonObject {
    members: usize,
    bytes: usize,
}

impl JsonObject {
    fn member(&mut self, key: &str, value_size: usize) {
        self.members += 1;
        self.bytes += json_len(key) + 1 + value_size;
    }

    /// Braces, members and the commas between them.
    fn size(&self) -> usize {
        2 + self.bytes + self.members.saturating_sub(1)
    }
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidMetadata, message)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::input::sample::{Sample, seen};
    use crate::options::PUT_BUCKET;
    use proptest::prelude::*;

    fn put(variant: Variant, options: Vec<(&'static str, Sample)>) -> Result<()> {
        let frame = Sample::Object(options).frame(PUT_BUCKET);
        check(variant, &Fields::open(seen(&frame), "put options", PUT_BUCKET)?.unwrap())
    }

    fn bucket(options: Vec<(&'static str, Sample)>) -> Result<()> {
        put(Variant::Bucket, options)
    }

    fn entries(entries: Vec<(&'static str, Sample)>) -> (&'static str, Sample) {
        ("metadata", Sample::Object(entries))
    }

    #[test]
    fn metadata_is_strings_under_short_plain_keys() {
        for (wrong, said) in [
            (("a", Sample::Number(1.0)), "must be a string, not a number"),
            (("a", Sample::LoneSurrogate), "a lone surrogate"),
            (("", Sample::Text("x")), "has 0 bytes"),
            (("__proto__", Sample::Text("x")), "__proto__"),
            (("layeron-seal", Sample::Text("x")), "are reserved"),
        ] {
            let error = bucket(vec![entries(vec![wrong])]).unwrap_err();
            assert_eq!(error.code, Code::InvalidMetadata);
            assert!(error.message.contains(said), "{error}");
        }
        for other in [Sample::Null, Sample::Array, Sample::Text("x"), Sample::Headers(vec![])] {
            let error = bucket(vec![("metadata", other)]).unwrap_err();
            assert_eq!(error.code, Code::InvalidMetadata);
        }
    }

    #[test]
    fn http_fields_never_carry_a_line_break() {
        for bad in ["", "a\r\nx: y", "é", "a\u{7F}"] {
            let error = bucket(vec![("contentType", Sample::Text(bad))]).unwrap_err();
            assert_eq!(error.code, Code::InvalidOptions, "{bad:?}");
        }
        for (name, limit) in [("cacheControl", 255), ("checksum", 256)] {
            assert!(bucket(vec![(name, Sample::Owned("x".repeat(limit)))]).is_ok());
            assert!(bucket(vec![(name, Sample::Owned("x".repeat(limit + 1)))]).is_err());
        }
    }

    #[test]
    fn r2_counts_wide_strings_double() {
        assert_eq!(r2_len("abc"), 3);
        assert_eq!(r2_len("é"), 1);
        assert_eq!(r2_len("日a"), 4);
        assert_eq!(r2_len("😀"), 4);
        let sized = |n: usize| bucket(vec![entries(vec![("k", Sample::Owned("x".repeat(n)))])]);
        assert!(sized(7679).is_ok());
        assert_eq!(
            sized(7680).unwrap_err().message,
            "metadata and checksum have 7681 bytes, the limit is 7680"
        );
    }

    #[test]
    fn a_checksum_counts_in_place_of_the_metadata_entry_of_that_name() {
        let options = |n: usize| {
            let long = Sample::Owned("x".repeat(7000));
            let own = ("checksum", Sample::Owned("y".repeat(n)));
            bucket(vec![("checksum", Sample::Text("sha256:1")), entries(vec![("k", long), own])])
        };
        assert!(options(7000).is_ok());
    }

    #[test]
    fn kv_counts_the_json() {
        let sized = |n: usize| {
            let user = vec![("a", Sample::Text("\"\n\u{1}é")), ("k", Sample::Owned("x".repeat(n)))];
            let options = [("contentType", Sample::Text("text/plain")), ("checksum", Sample::Text("x"))];
            put(Variant::Kv, options.into_iter().chain([entries(user)]).collect())
        };
        let json = r#"{"contentType":"text/plain","checksum":"x","metadata":{"a":"\"\n\u0001é","k":""}}"#;
        assert!(sized(600 - json.len()).is_ok());
        let error = sized(601 - json.len()).unwrap_err();
        assert_eq!(error.code, Code::MetadataTooLarge);
        assert!(error.message.contains("601 bytes"), "{error}");
        assert!(put(Variant::Kv, vec![]).is_ok());
    }

    proptest! {
        #[test]
        fn the_json_count_is_that_of_a_json_writer(text in any::<String>()) {
            prop_assert_eq!(json_len(&text), serde_json::to_string(&text).unwrap().len());
        }

        #[test]
        fn a_json_object_is_as_long_as_a_json_writer_makes_it(
            members in prop::collection::btree_map(any::<String>(), any::<String>(), 0..5)
        ) {
            let mut object = JsonObject::default();
            for (key, value) in &members {
                object.member(key, json_len(value));
            }
            prop_assert_eq!(object.size(), serde_json::to_string(&members).unwrap().len());
        }
    }
}
