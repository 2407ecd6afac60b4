//! What is stored beside a value: HTTP fields, the caller's metadata and checksum, and how large that
//! may be.
//!
//! R2 and KV count metadata differently, and neither says by how much a call was over. The two counts
//! are done here, before a host is asked.

use crate::declare::Variant;
use crate::error::{Code, Error, Result, quoted};
use crate::input::{Fields, Input, Text, View};
use crate::limits::{CHECKSUM_CHARS, HTTP_FIELD_CHARS, Limits, METADATA_KEY_BYTES};

/// Metadata keys that start so are this component's own.
pub const RESERVED_METADATA_PREFIX: &str = "layeron-";

/// The metadata entry under which a checksum is shown.
pub const CHECKSUM: &str = "checksum";

/// The four HTTP fields that are stored with a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Http {
    /// `content-type`
    pub content_type: Option<String>,
    /// `cache-control`
    pub cache_control: Option<String>,
    /// `content-disposition`
    pub content_disposition: Option<String>,
    /// `content-encoding`
    pub content_encoding: Option<String>,
}

/// Everything that a put stores beside the bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The HTTP fields.
    pub http: Http,
    /// The caller's own entries, in the caller's order.
    pub user: Vec<(String, String)>,
    /// The caller's checksum, shown as the entry [`CHECKSUM`].
    pub checksum: Option<String>,
}

impl Http {
    /// The fields with their option names.
    #[must_use]
    pub fn named(&self) -> [(&'static str, Option<&str>); 4] {
        [
            ("contentType", self.content_type.as_deref()),
            ("cacheControl", self.cache_control.as_deref()),
            ("contentDisposition", self.content_disposition.as_deref()),
            ("contentEncoding", self.content_encoding.as_deref()),
        ]
    }
}

impl Metadata {
    /// Reads `contentType`, the other HTTP fields, `metadata` and `checksum` from put options.
    ///
    /// # Errors
    /// `storage_invalid_options` or `storage_invalid_metadata`.
    pub fn parse<I: Input>(fields: &Fields<I>) -> Result<Self> {
        let field = |name| {
            let text = fields.text(name)?;
            printable(fields, name, text, HTTP_FIELD_CHARS)
        };
        let http = Http {
            content_type: field("contentType")?,
            cache_control: field("cacheControl")?,
            content_disposition: field("contentDisposition")?,
            content_encoding: field("contentEncoding")?,
        };
        let checksum = printable(fields, CHECKSUM, fields.text(CHECKSUM)?, CHECKSUM_CHARS)?;
        let mut user = fields.raw("metadata").map_or(Ok(Vec::new()), user_entries)?;
        if checksum.is_some() {
            user.retain(|(key, _)| key != CHECKSUM);
        }
        Ok(Self { http, user, checksum })
    }

    /// The entries as callers see them: their own, and the checksum.
    pub fn shown(&self) -> impl Iterator<Item = (&str, &str)> {
        let checksum = self.checksum.as_deref().map(|checksum| (CHECKSUM, checksum));
        self.user.iter().map(|(key, value)| (key.as_str(), value.as_str())).chain(checksum)
    }

    /// Refuses metadata over the variant's limit.
    ///
    /// # Errors
    /// `storage_metadata_too_large`, with both numbers.
    pub fn check_size(&self, variant: Variant) -> Result<()> {
        let limit = Limits::of(variant).metadata_bytes;
        let size = match variant {
            Variant::Bucket => self.r2_size(),
            Variant::Kv => self.json_size(),
        };
        if size <= limit {
            return Ok(());
        }
        let what = match variant {
            Variant::Bucket => "metadata and checksum have",
            Variant::Kv => "HTTP fields, metadata and checksum have, as JSON,",
        };
        Err(Error::new(Code::MetadataTooLarge, format!("{what} {size} bytes, the limit is {limit}")))
    }

    /// Keys, values and checksum as R2 counts them: the length in UTF-16 units, doubled for a string
    /// that has a character from U+0100 on.
    fn r2_size(&self) -> usize {
        let entries = self.user.iter().map(|(key, value)| r2_len(key) + r2_len(value));
        entries.sum::<usize>() + self.checksum.as_deref().map_or(0, r2_len)
    }

    /// The size of `{"contentType":…,"checksum":…,"metadata":{…}}` in UTF-8, absent members left out.
    fn json_size(&self) -> usize {
        let mut object = JsonObject::default();
        for (name, value) in self.http.named() {
            if let Some(value) = value {
                object.member(name, json_len(value));
            }
        }
        if let Some(checksum) = &self.checksum {
            object.member(CHECKSUM, json_len(checksum));
        }
        if !self.user.is_empty() {
            let mut user = JsonObject::default();
            for (key, value) in &self.user {
                user.member(key, json_len(value));
            }
            object.member("metadata", user.size());
        }
        object.size()
    }
}

/// Reads `metadata`: strings under keys of 1 to 128 bytes.
fn user_entries<I: Input>(input: &I) -> Result<Vec<(String, String)>> {
    let Some(entries) = input.entries()? else {
        let found = input.view();
        let found = if found == View::Object { "another kind of object" } else { found.name() };
        return Err(invalid(format!("metadata must be a plain object, not {found}")));
    };
    entries.into_iter().map(|(key, value)| user_entry(key, &value)).collect()
}

fn user_entry<I: Input>(key: Text, value: &I) -> Result<(String, String)> {
    let Text::WellFormed(key) = key else {
        return Err(invalid("a metadata key holds a lone surrogate"));
    };
    if key.is_empty() || key.len() > METADATA_KEY_BYTES {
        return Err(invalid(format!(
            "metadata key {} has {} bytes, allowed are 1 to {METADATA_KEY_BYTES}",
            quoted(&key),
            key.len()
        )));
    }
    if key == "__proto__" {
        return Err(invalid("metadata key \"__proto__\" would be dropped by the R2 binding"));
    }
    if key.starts_with(RESERVED_METADATA_PREFIX) {
        return Err(invalid(format!(
            "metadata key {}: keys that start with \"{RESERVED_METADATA_PREFIX}\" are reserved",
            quoted(&key)
        )));
    }
    match value.view() {
        View::Text(Text::WellFormed(value)) => Ok((key, value)),
        View::Text(Text::LoneSurrogate) => {
            Err(invalid(format!("metadata value of {} holds a lone surrogate", quoted(&key))))
        }
        other => {
            Err(invalid(format!("metadata value of {} must be a string, not {}", quoted(&key), other.name())))
        }
    }
}

fn printable<I: Input>(
    fields: &Fields<I>,
    name: &str,
    text: Option<String>,
    limit: usize,
) -> Result<Option<String>> {
    let Some(text) = text else { return Ok(None) };
    if text.is_empty() || text.len() > limit {
        let count = text.chars().count();
        return Err(fields.wrong(name, &format!("has {count} characters, allowed are 1 to {limit}")));
    }
    if !text.bytes().all(|b| (0x20..=0x7E).contains(&b)) {
        return Err(fields.wrong(name, "may hold printable ASCII characters only"));
    }
    Ok(Some(text))
}

fn r2_len(text: &str) -> usize {
    let units = text.encode_utf16().count();
    if text.chars().any(|c| c > '\u{FF}') { units * 2 } else { units }
}

/// The length of `text` as a JSON string, as `JSON.stringify` writes it, in bytes of UTF-8.
fn json_len(text: &str) -> usize {
    let escaped = |b: u8| match b {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 0x08 | 0x0C => 2,
        0x00..=0x1F => 6,
        _ => 1,
    };
    2 + text.bytes().map(escaped).sum::<usize>()
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
    use crate::input::sample::Sample;
    use crate::options::PUT_BUCKET;
    use proptest::prelude::*;

    fn parse(options: Vec<(&'static str, Sample)>) -> Result<Metadata> {
        let fields = Fields::open(&Sample::Object(options), "put options", PUT_BUCKET);
        Metadata::parse(&fields.unwrap().unwrap())
    }

    fn with_user(user: Vec<(String, String)>) -> Metadata {
        Metadata { user, ..Metadata::default() }
    }

    #[test]
    fn metadata_is_strings_under_short_plain_keys() {
        for (entries, said) in [
            (vec![("a", Sample::Number(1.0))], "must be a string, not a number"),
            (vec![("a", Sample::LoneSurrogate)], "holds a lone surrogate"),
            (vec![("", Sample::Text("x"))], "has 0 bytes"),
            (vec![("__proto__", Sample::Text("x"))], "__proto__"),
            (vec![("layeron-seal", Sample::Text("x"))], "are reserved"),
        ] {
            let error = parse(vec![("metadata", Sample::Object(entries))]).unwrap_err();
            assert_eq!(error.code, Code::InvalidMetadata);
            assert!(error.message.contains(said), "{error}");
        }
        for other in [Sample::Null, Sample::Array, Sample::Text("x"), Sample::Headers(vec![])] {
            let error = parse(vec![("metadata", other)]).unwrap_err();
            assert_eq!(error.code, Code::InvalidMetadata);
        }
    }

    #[test]
    fn http_fields_never_carry_a_line_break() {
        for bad in ["", "a\r\nx: y", "é", "a\u{7F}"] {
            let error = parse(vec![("contentType", Sample::Text(bad))]).unwrap_err();
            assert_eq!(error.code, Code::InvalidOptions, "{bad:?}");
        }
        assert!(parse(vec![("cacheControl", Sample::Owned("x".repeat(255)))]).is_ok());
        assert!(parse(vec![("cacheControl", Sample::Owned("x".repeat(256)))]).is_err());
        assert!(parse(vec![("checksum", Sample::Owned("x".repeat(256)))]).is_ok());
        assert!(parse(vec![("checksum", Sample::Owned("x".repeat(257)))]).is_err());
    }

    #[test]
    fn a_checksum_wins_over_the_metadata_entry_of_that_name() {
        let metadata = parse(vec![
            ("checksum", Sample::Text("sha256:1")),
            ("metadata", Sample::Object(vec![("checksum", Sample::Text("2")), ("a", Sample::Text("b"))])),
        ]);
        let metadata = metadata.unwrap();
        let shown: Vec<_> = metadata.shown().collect();
        assert_eq!(shown, [("a", "b"), ("checksum", "sha256:1")]);
    }

    #[test]
    fn r2_counts_wide_strings_double() {
        assert_eq!(r2_len("abc"), 3);
        assert_eq!(r2_len("é"), 1);
        assert_eq!(r2_len("日a"), 4);
        assert_eq!(r2_len("😀"), 4);
        let full = with_user(vec![("k".into(), "x".repeat(7679))]);
        assert!(full.check_size(Variant::Bucket).is_ok());
        let over = with_user(vec![("k".into(), "x".repeat(7680))]);
        assert_eq!(
            over.check_size(Variant::Bucket).unwrap_err().message,
            "metadata and checksum have 7681 bytes, the limit is 7680"
        );
    }

    #[test]
    fn kv_counts_the_json() {
        let metadata = Metadata {
            http: Http { content_type: Some("text/plain".into()), ..Http::default() },
            user: vec![("a".into(), "\"\n\u{1}é".into())],
            checksum: Some("x".into()),
        };
        let json = r#"{"contentType":"text/plain","checksum":"x","metadata":{"a":"\"\n\u0001é"}}"#;
        assert_eq!(metadata.json_size(), json.len());
        assert_eq!(Metadata::default().json_size(), "{}".len());
    }

    proptest! {
        #[test]
        fn the_json_count_is_that_of_a_json_writer(text in any::<String>()) {
            prop_assert_eq!(json_len(&text), serde_json::to_string(&text).unwrap().len());
        }
    }
}
