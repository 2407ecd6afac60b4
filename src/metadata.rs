//! What is stored beside a value: HTTP fields, the caller's metadata and checksum, and how large that
//! may be.
//!
//! R2 and KV count metadata differently, and neither says by how much a call was over. The two counts
//! are done here, before a host is asked.

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::error::{Code, Detail, Error, Result, quoted, shown};
use crate::limits::{CHECKSUM_CHARS, HTTP_FIELD_CHARS, Limits, METADATA_KEY_BYTES};
use crate::options::Problem;
use crate::time::is_expires;
use crate::variant::Variant;

/// Metadata keys that start so are this package's own.
pub const RESERVED_METADATA_PREFIX: &str = "layeron-";

/// The option of a checksum, and the metadata entry under which it is shown.
pub const CHECKSUM: &str = "checksum";

/// Texts under names, in the order in which they were given; used for the caller's own entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entries(Vec<(String, String)>);

impl Entries {
    /// Adds an entry of a name that is not there yet.
    pub fn push(&mut self, name: &str, text: impl Into<String>) {
        self.0.push((name.to_owned(), text.into()));
    }

    /// The text of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(own, _)| *own == name).map(|(_, text)| text)
    }

    /// All entries.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (&**name, &**text))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Entries {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Entries, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

/// The options that are HTTP fields.
pub const HTTP_FIELDS: [&str; 6] =
    ["contentType", "cacheControl", "contentDisposition", "contentEncoding", "contentLanguage", "expires"];

/// The value of an HTTP field that is stored with a value: what a header can carry. An empty one counts as absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct HttpField(String);

/// The HTTP field `contentDisposition`, whose refusal says how to write the name of a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct ContentDisposition(pub HttpField);

/// The HTTP field `expires`: a date as objects show it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Expires(pub HttpField);

/// The caller's checksum.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Checksum(String);

impl HttpField {
    /// The field's value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the field is as good as absent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<String> for HttpField {
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Self, String> {
        printable(text, 0, HTTP_FIELD_CHARS).map(Self)
    }
}

impl TryFrom<String> for ContentDisposition {
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Self, String> {
        let names_file = !is_printable(&text);
        HttpField::try_from(text).map(Self).map_err(|why| {
            let hint = "; attachment(filename) makes the field for a name in any script";
            if names_file { why + hint } else { why }
        })
    }
}

impl TryFrom<String> for Expires {
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Self, String> {
        if text.is_empty() || is_expires(&text) {
            Ok(Self(HttpField(text)))
        } else {
            let wanted = "a Date from 1970 to 2189, or its text as toISOString() writes it";
            Err(format!("must be {wanted}, not {}", shown(&text)))
        }
    }
}

impl TryFrom<String> for Checksum {
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Self, String> {
        printable(text, 1, CHECKSUM_CHARS).map(Self)
    }
}

fn printable(text: String, min: usize, max: usize) -> std::result::Result<String, String> {
    if let Some((at, c)) = text.chars().enumerate().find(|(_, c)| !matches!(c, ' '..='~')) {
        let code = u32::from(c);
        Err(format!("may hold printable ASCII characters only; character {} is U+{code:04X}", at + 1))
    } else if text.len() < min || text.len() > max {
        Err(format!("has {} characters, allowed are {min} to {max}", text.len()))
    } else {
        Ok(text)
    }
}

/// The code of the refusal of an option that cannot be read: metadata has codes of its own.
#[must_use]
pub fn code(path: &str, problem: Problem) -> Code {
    let is_entry = path.starts_with("metadata.");
    match () {
        () if is_entry && problem == Problem::TooLong => Code::MetadataTooLarge,
        () if is_entry || path == "metadata" => Code::InvalidMetadata,
        () => Code::InvalidOptions,
    }
}

/// What a put stores beside its value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// The HTTP fields, in the order of [`HTTP_FIELDS`].
    pub http: [Option<HttpField>; HTTP_FIELDS.len()],
    /// The caller's entries.
    pub metadata: Option<Entries>,
    /// The caller's checksum.
    pub checksum: Option<Checksum>,
}

impl Beside {
    /// Checks each entry by itself, then all together against the variant's limit.
    ///
    /// # Errors
    /// `storage_invalid_metadata`, or `storage_metadata_too_large` with both numbers.
    pub fn check(&self, variant: Variant) -> Result<()> {
        let limit = Limits::of(variant).metadata_bytes;
        let http = HTTP_FIELDS.into_iter().zip(&self.http);
        let http = http.filter_map(|(name, field)| Some((name, field.as_ref()?.as_str())));
        let http = http.filter(|(_, text)| !text.is_empty());
        let checksum = self.checksum.as_ref().map(|Checksum(text)| (CHECKSUM, &**text));
        let mut json = JsonObject::default();
        for (name, text) in http.chain(checksum) {
            json.member(name, json_len(text));
        }
        let mut r2_bytes = checksum.map_or(0, |(_, text)| r2_len(text));
        let mut user = JsonObject::default();
        for (key, value) in self.metadata.iter().flat_map(Entries::iter) {
            check_key(key)?;
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
        let detail = Detail { size: Some(size as u64), limit: Some(limit as u64) };
        let why = format!("{what} {size} bytes, the limit is {limit}");
        Err(Error::new(Code::MetadataTooLarge, why).with(detail))
    }
}

/// The key of an entry of `metadata` has 1 to 128 bytes.
fn check_key(key: &str) -> Result<()> {
    let why = if key.is_empty() || key.len() > METADATA_KEY_BYTES {
        format!(" has {} bytes, allowed are 1 to {METADATA_KEY_BYTES}", key.len())
    } else if key == "__proto__" {
        " would be dropped by the R2 binding".to_owned()
    } else if key.starts_with(RESERVED_METADATA_PREFIX) {
        format!(": keys that start with \"{RESERVED_METADATA_PREFIX}\" are reserved")
    } else {
        return Ok(());
    };
    Err(Error::new(Code::InvalidMetadata, format!("metadata key {}{why}", quoted(key))))
}

/// Whether a text has printable ASCII characters only: what a header can carry.
#[must_use]
pub fn is_printable(text: &str) -> bool {
    text.bytes().all(|b| (0x20..=0x7E).contains(&b))
}

/// A string as R2 counts it: the length in UTF-16 units, doubled when it has a character from U+0100 on.
fn r2_len(text: &str) -> usize {
    let units: usize = text.chars().map(char::len_utf16).sum();
    if text.chars().all(|c| u32::from(c) < 0x100) { units } else { units * 2 }
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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::options::put::{BucketPutOptions, KvPutOptions, Put};
    use proptest::prelude::*;
    use serde_json::{Value, from_value, json};

    fn bucket(options: Value) -> Result<Put> {
        from_value::<BucketPutOptions>(options).unwrap().try_into()
    }

    fn kv(options: Value) -> Result<Put> {
        from_value::<KvPutOptions>(options).unwrap().try_into()
    }

    #[test]
    fn metadata_is_strings_under_short_plain_keys() {
        for (key, said) in [("", "has 0 bytes"), ("__proto__", "__proto__"), ("layeron-seal", "are reserved")]
        {
            let error = bucket(json!({ "metadata": { key: "x" } })).unwrap_err();
            assert_eq!(error.code, Code::InvalidMetadata);
            assert!(error.message.contains(said), "{error}");
        }
        for other in [json!([]), json!("x"), json!({ "a": 1 }), json!({ "a": null })] {
            assert!(from_value::<BucketPutOptions>(json!({ "metadata": other })).is_err());
        }
        assert!(bucket(json!({ "metadata": { "k".repeat(128): "x" } })).is_ok());
        assert!(bucket(json!({ "metadata": { "k".repeat(129): "x" } })).is_err());
    }

    #[test]
    fn an_unreadable_entry_is_a_matter_of_metadata() {
        assert_eq!(code("metadata.a", Problem::Invalid), Code::InvalidMetadata);
        assert_eq!(code("metadata.a", Problem::TooLong), Code::MetadataTooLarge);
        assert_eq!(code("metadata", Problem::Invalid), Code::InvalidMetadata);
        assert_eq!(code("contentType", Problem::TooLong), Code::InvalidOptions);
    }

    #[test]
    fn http_fields_never_carry_a_line_break() {
        for bad in ["a\r\nx: y", "é", "a\u{7F}"] {
            assert!(HttpField::try_from(bad.to_owned()).is_err(), "{bad:?}");
        }
        assert!(HttpField::try_from("x".repeat(1024)).is_ok());
        assert!(HttpField::try_from("x".repeat(1025)).is_err());
        let wrong = HttpField::try_from("a é".to_owned()).unwrap_err();
        assert_eq!(wrong, "may hold printable ASCII characters only; character 3 is U+00E9");
        assert!(Checksum::try_from("x".repeat(256)).is_ok());
        assert_eq!(
            Checksum::try_from("x".repeat(257)).unwrap_err(),
            "has 257 characters, allowed are 1 to 256"
        );
    }

    #[test]
    fn r2_counts_wide_strings_double() {
        assert_eq!(r2_len("abc"), 3);
        assert_eq!(r2_len("é"), 1);
        assert_eq!(r2_len("日a"), 4);
        assert_eq!(r2_len("😀"), 4);
        let sized = |n: usize| bucket(json!({ "metadata": { "k": "x".repeat(n) } }));
        assert!(sized(7679).is_ok());
        let error = sized(7680).unwrap_err();
        assert_eq!(error.message, "metadata and checksum have 7681 bytes, the limit is 7680");
        assert_eq!(error.detail, Some(Detail { size: Some(7681), limit: Some(7680) }));
    }

    #[test]
    fn a_checksum_counts_in_place_of_the_metadata_entry_of_that_name() {
        let metadata = json!({ "k": "x".repeat(7000), "checksum": "y".repeat(7000) });
        assert!(bucket(json!({ "checksum": "sha256:1", "metadata": metadata })).is_ok());
    }

    #[test]
    fn kv_counts_the_json() {
        let sized = |n: usize| {
            let metadata = json!({ "a": "\"\n\u{1}é", "k": "x".repeat(n) });
            kv(json!({ "contentType": "text/plain", "checksum": "x", "metadata": metadata }))
        };
        let json = r#"{"contentType":"text/plain","checksum":"x","metadata":{"a":"\"\n\u0001é","k":""}}"#;
        assert!(sized(600 - json.len()).is_ok());
        let error = sized(601 - json.len()).unwrap_err();
        assert_eq!(error.code, Code::MetadataTooLarge);
        assert!(error.message.contains("601 bytes"), "{error}");
        assert!(kv(json!({})).is_ok());
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
