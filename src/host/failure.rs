//! What a host's error means. Every row of every table is here.
//!
//! R2 and KV throw plain errors: the only thing to go by is the text. R2's ends in a code of its
//! published table, `put: … (10037)`; KV's names the HTTP status, `KV PUT failed: 429 Too Many Requests`.
//! The texts of local checks in workerd carry neither and mean that this component asked for something
//! it should have refused, so they stay `storage_host_error`.

use crate::cut;
use crate::declare::Variant;
use crate::error::{Code, Error};
use crate::input::decimal;
use crate::say;
use alloc::string::String;

/// R2's codes ("R2 error codes" in Cloudflare's documentation). All others are `storage_host_error`.
pub const R2_CODES: [(u64, Code); 11] = [
    (10001, Code::Unavailable),
    (10012, Code::MetadataTooLarge),
    (10013, Code::BodyFailed),
    (10020, Code::InvalidKey),
    (10031, Code::PreconditionFailed),
    (10037, Code::BodyFailed),
    (10039, Code::InvalidRange),
    (10043, Code::Unavailable),
    (10054, Code::BodyFailed),
    (10058, Code::RateLimited),
    (100_100, Code::ValueTooLarge),
];

/// KV's statuses, with the beginning of a word in the text where one status has several meanings.
pub const KV_STATUSES: [(u64, &str, Code); 10] = [
    (400, "expiration", Code::InvalidOptions),
    (400, "cache_ttl", Code::InvalidOptions),
    (400, "cursor", Code::InvalidCursor),
    (413, "Metadata", Code::MetadataTooLarge),
    (413, "", Code::ValueTooLarge),
    (414, "", Code::InvalidKey),
    (429, "", Code::RateLimited),
    (500, "", Code::Unavailable),
    (503, "", Code::Unavailable),
    (504, "", Code::Unavailable),
];

/// The error that a caller gets for what a host threw. The host's own text stays in the error's cause.
#[must_use]
pub fn explain(variant: Variant, text: &str) -> Error {
    let (code, number) = match variant {
        Variant::Bucket => r2(text),
        Variant::Kv => kv(text),
    };
    let host = match variant {
        Variant::Bucket => "R2",
        Variant::Kv => "KV",
    };
    let what = match code {
        Code::Unavailable => "is unavailable for the moment, try again",
        Code::RateLimited => "limits the rate of writes (one a second to one key), try again later",
        Code::MetadataTooLarge => "refused the metadata as too large",
        Code::ValueTooLarge => "refused the value as too large",
        Code::InvalidKey => "refused the key",
        Code::InvalidRange => "has no byte of the object in the range",
        Code::PreconditionFailed => "did not find the condition to hold",
        Code::BodyFailed => "did not receive the whole value as it was declared",
        Code::InvalidOptions => "refused an option",
        Code::InvalidCursor => "refused the cursor",
        _ => "failed in a way that this component does not know",
    };
    let number = number.map_or(String::new(), |number| say!(" (%)", number));
    Error::new(code, say!("% %%; the host's error is the cause", host, what, number))
}

/// How the runtime's own failures begin. They carry no code, like those of a caller's stream.
const RUNTIME: [&str; 2] = ["Network connection lost", "internal error"];

/// Whether a put of a stream failed because of the stream: R2 passes on what the stream failed with, and what is
/// its own has a code.
#[must_use]
pub fn blames_stream(text: &str) -> bool {
    r2(text).1.is_none() && !RUNTIME.iter().any(|own| text.starts_with(own))
}

fn r2(text: &str) -> (Code, Option<u64>) {
    let mut last = "";
    let mut rest = text;
    while let Some((_, after)) = cut::once(rest, b'(') {
        (last, rest) = (after, after);
    }
    let number = match cut::once(last, b')') {
        Some((digits, "")) => decimal(digits),
        _ => None,
    };
    let row = R2_CODES.iter().find(|(code, _)| Some(*code) == number);
    (row.map_or(Code::HostError, |(_, code)| *code), number)
}

fn kv(text: &str) -> (Code, Option<u64>) {
    let Some((number, words)) = kv_status(text) else { return (Code::HostError, None) };
    let row = KV_STATUSES.iter().find(|(status, word, _)| *status == number && has_word(words, word));
    (row.map_or(Code::HostError, |(_, _, code)| *code), Some(number))
}

/// The status of `KV PUT failed: 400 Invalid …`, and the words after it.
fn kv_status(text: &str) -> Option<(u64, &str)> {
    let (_, rest) = cut::once(text.strip_prefix("KV ")?, b' ')?;
    let (status, words) = cut::first(rest.strip_prefix("failed: ")?, b' ');
    Some((decimal(status)?, words.unwrap_or_default()))
}

/// Whether one of the words begins so.
fn has_word(words: &str, start: &str) -> bool {
    let mut rest = Some(words);
    while let Some(words) = rest {
        if words.starts_with(start) {
            return true;
        }
        rest = cut::first(words, b' ').1;
    }
    false
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn every_r2_row_by_its_text() {
        for (text, code) in [
            ("get: We encountered an internal error. Please try again. (10001)", Code::Unavailable),
            (
                "put: Your metadata headers exceed the maximum allowed metadata size. (10012)",
                Code::MetadataTooLarge,
            ),
            ("put: The request body was incomplete. (10013)", Code::BodyFailed),
            ("put: The specified object name is not valid. (10020)", Code::InvalidKey),
            (
                "put: At least one of the pre-conditions you specified did not hold. (10031)",
                Code::PreconditionFailed,
            ),
            ("put: The MD5 checksum you specified did not match (10037)", Code::BodyFailed),
            ("get: The requested range is not satisfiable (10039)", Code::InvalidRange),
            ("put: Please try again. (10043)", Code::Unavailable),
            ("put: The client disconnected. (10054)", Code::BodyFailed),
            ("put: Too many requests. (10058)", Code::RateLimited),
            (
                "put: Your proposed upload exceeds the maximum allowed object size. (100100)",
                Code::ValueTooLarge,
            ),
            ("put: Unspecified error (0)", Code::HostError),
            ("delete: The number of keys (10027)", Code::HostError),
            ("Network connection lost.", Code::HostError),
            ("", Code::HostError),
            ("(", Code::HostError),
            (")", Code::HostError),
            ("put: (99999999999999999999)", Code::HostError),
        ] {
            assert_eq!(explain(Variant::Bucket, text).code, code, "{text}");
        }
        for (number, code) in R2_CODES {
            assert_eq!(explain(Variant::Bucket, &format!("op: text ({number})")).code, code);
        }
    }

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
            ("KV GET failed: 503 Service Unavailable", Code::Unavailable),
            ("KV DELETE failed: 504 Gateway Timeout", Code::Unavailable),
            ("KV PUT failed: 400 Bad Request", Code::HostError),
            ("KV PUT failed: 401 Unauthorized", Code::HostError),
            ("KV PUT failed: é", Code::HostError),
            ("Network connection lost.", Code::HostError),
        ] {
            assert_eq!(explain(Variant::Kv, text).code, code, "{text}");
        }
    }

    #[test]
    fn what_has_no_code_is_the_streams_unless_it_is_the_runtimes() {
        for stream in ["boom", "", "FixedLengthStream did not see all expected bytes before close()."] {
            assert!(blames_stream(stream), "{stream}");
        }
        for host in
            ["put: Unspecified error (0)", "Network connection lost.", "internal error; reference = x"]
        {
            assert!(!blames_stream(host), "{host}");
        }
    }

    #[test]
    fn the_hosts_text_is_not_repeated() {
        let error = explain(Variant::Bucket, "put: something about s3cret (10044)");
        assert!(!error.message.contains("s3cret"));
        assert!(error.message.contains("(10044)"));
    }
}
