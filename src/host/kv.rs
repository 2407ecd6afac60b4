//! The KV binding: the record that travels in a value's metadata, and KV's errors.
//!
//! KV itself knows a value's bytes, its expiry and 1,024 bytes of JSON. Size, etag, date, HTTP fields
//! and the caller's metadata go into that JSON, so that `head` and `list` need no request per key.
//!
//! The texts of its errors name an HTTP status, `KV PUT failed: 429 Too Many Requests`.

use serde::Deserialize;

use super::failure::Failure;
use crate::error::Code;
use crate::limits::{CHECKSUM_CHARS, HTTP_FIELD_CHARS};
use crate::metadata::is_printable;
use crate::time::{Millis, is_expires};

/// The format of the records that this version writes, in their member `layeron`.
pub const FORMAT: u32 = 1;

/// KV's statuses, with the beginning of a word in the text where one status has several meanings.
pub const KV_STATUSES: [(u64, &str, Code); 19] = [
    (400, "expiration", Code::InvalidOptions),
    (400, "cache_ttl", Code::InvalidOptions),
    (400, "cursor", Code::InvalidCursor),
    (413, "Metadata", Code::MetadataTooLarge),
    (413, "", Code::ValueTooLarge),
    (414, "", Code::InvalidKey),
    (429, "", Code::RateLimited),
    (500, "", Code::Unavailable),
    (502, "", Code::Unavailable),
    (503, "", Code::Unavailable),
    (504, "", Code::Unavailable),
    (520, "", Code::Unavailable),
    (521, "", Code::Unavailable),
    (522, "", Code::Unavailable),
    (523, "", Code::Unavailable),
    (524, "", Code::Unavailable),
    (525, "", Code::Unavailable),
    (526, "", Code::Unavailable),
    (527, "", Code::Unavailable),
];

/// What the text of an error says.
#[must_use]
pub fn failure(text: &str) -> Failure {
    let Some((status, words)) = status(text) else { return Failure { code: Code::HostError, number: None } };
    let has_word = |start: &str| words.split(' ').any(|word| word.starts_with(start));
    let row = KV_STATUSES.iter().find(|(number, word, _)| *number == status && has_word(word));
    Failure { code: row.map_or(Code::HostError, |(_, _, code)| *code), number: Some(status) }
}

/// The status of `KV PUT failed: 400 Invalid …`, and the words after it.
fn status(text: &str) -> Option<(u64, &str)> {
    let (_, rest) = text.strip_prefix("KV ")?.split_once(' ')?;
    let rest = rest.strip_prefix("failed: ")?;
    let (status, words) = rest.split_once(' ').unwrap_or((rest, ""));
    Some((status.parse().ok()?, words))
}

/// The metadata of a value, as this package writes it, without those members of which only the kind counts: the
/// caller's entries, and the text beside a sealed value. What another program wrote may have any of these members, too,
/// so each is judged before the record is believed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The format.
    pub layeron: u32,
    /// Bytes that are stored.
    pub size: u64,
    /// The name of the content.
    pub etag: String,
    /// Millisecond since 1970 of the put.
    pub stored_at: u64,
    /// Second since 1970 from which on the value does not exist.
    pub expires_at: Option<u64>,
    /// The `content-type`.
    pub content_type: Option<String>,
    /// The `cache-control`.
    pub cache_control: Option<String>,
    /// The `content-disposition`.
    pub content_disposition: Option<String>,
    /// The `content-encoding`.
    pub content_encoding: Option<String>,
    /// The `content-language`.
    pub content_language: Option<String>,
    /// The `expires`.
    pub expires: Option<String>,
    /// The caller's checksum.
    pub checksum: Option<String>,
}

/// What a record says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordState {
    /// Nothing: another program wrote the value, so the bytes say what can be said.
    Foreign,
    /// It has expired.
    Expired,
    /// It exists.
    Exists,
}

impl Record {
    /// Judges a record by itself and by the length of the value's bytes, where that is known.
    #[must_use]
    pub fn state(&self, size: Option<u64>, now: Millis) -> RecordState {
        // A record that does not describe these bytes was not written with them.
        if !self.is_ours() || size.is_some_and(|size| size != self.size) {
            return RecordState::Foreign;
        }
        match self.expires_at {
            Some(second) if now.get() >= second * 1000 => RecordState::Expired,
            _ => RecordState::Exists,
        }
    }

    fn is_ours(&self) -> bool {
        let fields = [
            &self.content_type,
            &self.cache_control,
            &self.content_disposition,
            &self.content_encoding,
            &self.content_language,
        ];
        // A header must not break on what another program wrote.
        let fits = |text: &Option<String>, limit: usize| {
            text.as_deref().is_none_or(|text| is_printable(text) && (1..=limit).contains(&text.len()))
        };
        self.layeron == FORMAT
            && !self.etag.is_empty()
            && is_printable(&self.etag)
            && Millis::checked(self.stored_at).is_some()
            && self.expires_at.is_none_or(|second| second <= Millis::LAST_SECOND)
            && fields.into_iter().all(|field| fits(field, HTTP_FIELD_CHARS))
            && self.expires.as_deref().is_none_or(is_expires)
            && fits(&self.checksum, CHECKSUM_CHARS)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::{Value, from_value, json};

    #[test]
    fn every_kv_row_by_its_text() {
        for (text, code) in [
            (
                "KV PUT failed: 400 Invalid expiration_ttl of 59. Expiration TTL must be at least 60.",
                Code::InvalidOptions,
            ),
            ("KV GET failed: 400 Invalid cursor", Code::InvalidCursor),
            (
                "KV GET failed: 400 Invalid cache_ttl of 29. Cache TTL must be at least 30.",
                Code::InvalidOptions,
            ),
            ("KV PUT failed: 413 Metadata length of 1025 exceeds limit of 1024.", Code::MetadataTooLarge),
            ("KV PUT failed: 413 Value length of 26214401 exceeds limit of 26214400.", Code::ValueTooLarge),
            (
                "KV GET failed: 414 UTF-8 encoded length of 513 exceeds key length limit of 512.",
                Code::InvalidKey,
            ),
            ("KV PUT failed: 429 Too Many Requests", Code::RateLimited),
            ("KV GET failed: 500 Internal Server Error", Code::Unavailable),
            ("KV GET failed: 502 Bad Gateway", Code::Unavailable),
            ("KV GET failed: 522 Connection Timed Out", Code::Unavailable),
            ("KV GET failed: 501 Not Implemented", Code::HostError),
            ("KV GET failed: 503 Service Unavailable", Code::Unavailable),
            ("KV DELETE failed: 504 Gateway Timeout", Code::Unavailable),
            ("KV PUT failed: 400 Bad Request", Code::HostError),
            ("KV PUT failed: 401 Unauthorized", Code::HostError),
            ("KV PUT failed: é", Code::HostError),
            ("Network connection lost.", Code::HostError),
        ] {
            assert_eq!(failure(text).code, code, "{text}");
        }
    }

    fn record() -> Value {
        json!({
            "layeron": 1,
            "size": 3,
            "etag": "e",
            "storedAt": 5000,
            "expiresAt": 9,
            "contentType": "a/b",
            "contentLanguage": "en",
            "expires": "2030-01-31T00:00:00.000Z",
            "checksum": "c",
            "metadata": { "k": "v" },
        })
    }

    /// What a value's metadata says at a millisecond.
    fn state(metadata: Value, now: u64) -> RecordState {
        let record = from_value::<Record>(metadata);
        record.map_or(RecordState::Foreign, |record| record.state(Some(3), Millis::new(now)))
    }

    #[test]
    fn a_value_exists_until_it_expires() {
        assert_eq!(state(record(), 8999), RecordState::Exists);
        assert_eq!(state(record(), 9000), RecordState::Expired);
    }

    #[test]
    fn a_record_describes_the_bytes_that_it_was_written_with() {
        let record: Record = from_value(record()).unwrap();
        assert_eq!(record.state(Some(4), Millis::EPOCH), RecordState::Foreign);
        assert_eq!(record.state(None, Millis::EPOCH), RecordState::Exists);
    }

    #[test]
    fn foreign_metadata_is_never_mistaken_for_a_record() {
        for other in [json!(null), json!([]), json!("layeron"), json!({})] {
            assert_eq!(state(other, 0), RecordState::Foreign);
        }
        for (member, wrong) in [
            ("layeron", json!(2)),
            ("layeron", json!(true)),
            ("size", json!(-1)),
            ("size", json!(0.5)),
            ("etag", json!("")),
            ("etag", json!("a\r\nb: c")),
            ("storedAt", json!("now")),
            ("storedAt", json!(253_402_300_800_000_u64)),
            ("expiresAt", json!(253_402_300_800_u64)),
            ("contentType", json!(1)),
            ("contentType", json!("a\r\nb: c")),
            ("contentType", json!("")),
            ("contentLanguage", json!("é")),
            ("expires", json!(1)),
            ("expires", json!("")),
            ("expires", json!("2030-02-29T00:00:00.000Z")),
        ] {
            let mut metadata = record();
            metadata[member] = wrong;
            assert_eq!(state(metadata.clone(), 0), RecordState::Foreign, "{metadata}");
        }
        for member in ["layeron", "size", "etag", "storedAt"] {
            let mut metadata = record();
            metadata.as_object_mut().unwrap().remove(member);
            assert_eq!(state(metadata, 0), RecordState::Foreign, "{member}");
        }
    }
}
