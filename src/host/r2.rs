//! The R2 binding: the conditions that it takes, what its answers to `list` mean for a page, and its errors.
//!
//! The texts of its errors end in a code of R2's published table, `put: … (10037)`. The texts of local checks in workerd
//! have none: there this package asked for something that it should have refused, so they stay `storage_host_error`.

use serde::{Deserialize, Serialize};

use super::failure::{Failure, is_of_runtime};
use crate::condition::IfNoneMatch;
use crate::error::Code;
use crate::key::RESERVED_PREFIX;

/// R2's codes ("R2 error codes" in Cloudflare's documentation). All others are `storage_host_error`.
pub const R2_CODES: [(u64, Code); 12] = [
    (0, Code::Unavailable),
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

/// What the text of an error says.
#[must_use]
pub fn failure(text: &str) -> Failure {
    let last = text.rsplit_once('(').map_or("", |(_, last)| last);
    let number = last.strip_suffix(')').and_then(number);
    let row = R2_CODES.iter().find(|(code, _)| Some(*code) == number);
    Failure { code: row.map_or(Code::HostError, |(_, code)| *code), number }
}

fn number(digits: &str) -> Option<u64> {
    let are_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    if are_digits { digits.parse().ok() } else { None }
}

/// What workerd says of a stream whose length it does not know, before it reads from it.
const UNKNOWN_LENGTH: &str = "Provided readable stream must have a known length";

/// Why a put of a stream failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamFailure {
    /// The runtime takes streams of known length only. It has not read from this one.
    UnknownLength,
    /// The stream failed, and R2 passes its error on.
    Stream,
    /// R2 or the runtime failed.
    Host,
}

/// What the text of the error of a put of a stream says. R2's own errors have a code, those of a stream have none.
#[must_use]
pub fn stream_failure(text: &str) -> StreamFailure {
    if text.starts_with(UNKNOWN_LENGTH) {
        StreamFailure::UnknownLength
    } else if failure(text).number.is_none() && !is_of_runtime(text) {
        StreamFailure::Stream
    } else {
        StreamFailure::Host
    }
}

/// `R2Conditional` for a get, as far as this package uses it. If-Range is no part of it, because R2 has no such
/// condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum OnlyIf {
    /// `{ etagDoesNotMatch }`; `*` matches any object.
    EtagDoesNotMatch(String),
    /// A `Headers` with this `if-none-match`: the only form that takes several etags.
    Header(String),
}

impl From<IfNoneMatch> for OnlyIf {
    fn from(known: IfNoneMatch) -> Self {
        match known {
            IfNoneMatch::Any => Self::EtagDoesNotMatch("*".to_owned()),
            IfNoneMatch::Etags(etags) => match etags.as_slice() {
                [etag] if etag != "*" => Self::EtagDoesNotMatch(etag.clone()),
                _ => Self::Header(IfNoneMatch::Etags(etags).into()),
            },
        }
    }
}

/// The first string after all reserved keys: `!layeron0`.
const AFTER_RESERVED: &str = "!layeron0";

/// What has been gathered of a page, before an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gathered {
    /// So many entries, prefixes included.
    Entries(u32),
    /// All of them: it is looked up whether anything visible follows.
    Full,
}

/// One answer of the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer<'a> {
    /// Entries that callers may see, prefixes included.
    pub visible: u32,
    /// The greatest key or prefix of the answer; empty when it has none.
    pub last: &'a str,
    /// Whether the host has more.
    pub truncated: bool,
}

/// An answer, as JavaScript tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PageAnswer {
    /// The prefix that is listed.
    pub prefix: String,
    /// How many entries the page is to have.
    pub limit: u32,
    /// How many entries were gathered before; absent once the page is full.
    pub gathered: Option<u32>,
    /// Entries of this answer that callers may see, prefixes included.
    pub visible: u32,
    /// The greatest key of the answer; empty when it has none.
    pub last_key: String,
    /// The greatest common prefix of the answer; empty when it has none.
    pub last_prefix: String,
    /// Whether the host has more.
    pub truncated: bool,
}

impl PageAnswer {
    /// What the answer means for its page.
    #[must_use]
    pub fn step(&self) -> Step {
        let gathered = self.gathered.map_or(Gathered::Full, Gathered::Entries);
        let last = self.last_key.as_str().max(&self.last_prefix);
        let answer = Answer { visible: self.visible, last, truncated: self.truncated };
        next(&self.prefix, self.limit, gathered, answer)
    }
}

/// What to do after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "camelCase")]
pub enum Step {
    /// Keep the answer's entries and ask for more.
    Ask {
        /// How many.
        more: u32,
    },
    /// Keep them; the page is full. Ask on, to see whether anything visible follows.
    LookAhead,
    /// Keep them; the page is done, and goes on where the host says, if it has more.
    Done,
    /// Drop them, they belong to the next page, which goes on where this one was full.
    DoneBefore,
}

/// Decides what an answer means for a page of `limit` entries under `prefix`. R2 may return fewer than
/// it was asked for, and its answers may hold reserved keys; a page has exactly `limit` entries unless
/// nothing is left, and a cursor exactly when something is.
#[must_use]
pub fn next(prefix: &str, limit: u32, gathered: Gathered, answer: Answer<'_>) -> Step {
    let entries = match gathered {
        Gathered::Full if answer.visible > 0 => return Step::DoneBefore,
        Gathered::Full if answer.truncated => return Step::LookAhead,
        Gathered::Full => return Step::Done,
        Gathered::Entries(entries) => entries.saturating_add(answer.visible),
    };
    if !answer.truncated {
        return Step::Done;
    }
    if entries < limit {
        return Step::Ask { more: limit - entries };
    }
    // All that is left may be reserved keys, if those are still to come.
    if RESERVED_PREFIX.starts_with(prefix) && answer.last < AFTER_RESERVED {
        return Step::LookAhead;
    }
    Step::Done
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
            ("put: Unspecified error (0)", Code::Unavailable),
            ("delete: The number of keys (10027)", Code::HostError),
            ("Network connection lost.", Code::HostError),
            ("", Code::HostError),
            ("(", Code::HostError),
            (")", Code::HostError),
            ("put: (99999999999999999999)", Code::HostError),
        ] {
            assert_eq!(failure(text).code, code, "{text}");
        }
        for (number, code) in R2_CODES {
            assert_eq!(failure(&format!("op: text ({number})")).code, code);
        }
    }

    #[test]
    fn an_error_without_a_code_is_the_streams_unless_it_is_the_runtimes() {
        for stream in ["boom", "", "FixedLengthStream did not see all expected bytes before close()."] {
            assert_eq!(stream_failure(stream), StreamFailure::Stream, "{stream}");
        }
        for host in
            ["put: Unspecified error (0)", "Network connection lost.", "internal error; reference = x"]
        {
            assert_eq!(stream_failure(host), StreamFailure::Host, "{host}");
        }
        let unknown = "Provided readable stream must have a known length (request/response body or readable half of \
                       FixedLengthStream)";
        assert_eq!(stream_failure(unknown), StreamFailure::UnknownLength);
    }

    fn answer(visible: u32, last: &str, truncated: bool) -> Answer<'_> {
        Answer { visible, last, truncated }
    }

    #[test]
    fn several_etags_go_as_a_header() {
        let of = |header: &str| OnlyIf::from(IfNoneMatch::parse(header).unwrap());
        assert_eq!(of("*"), OnlyIf::EtagDoesNotMatch("*".into()));
        assert_eq!(of("\"a\""), OnlyIf::EtagDoesNotMatch("a".into()));
        assert_eq!(of("\"a\",\"b\""), OnlyIf::Header("\"a\", \"b\"".into()));
        assert_eq!(of("\"*\""), OnlyIf::Header("\"*\"".into()));
    }

    #[test]
    fn the_greatest_key_or_prefix_ends_an_answer() {
        let page = PageAnswer {
            prefix: String::new(),
            limit: 1,
            gathered: Some(0),
            visible: 1,
            last_key: " ".into(),
            last_prefix: "a/".into(),
            truncated: true,
        };
        assert_eq!(page.step(), Step::Done);
        assert_eq!(PageAnswer { last_prefix: String::new(), ..page.clone() }.step(), Step::LookAhead);
        assert_eq!(PageAnswer { gathered: None, ..page }.step(), Step::DoneBefore);
    }

    #[test]
    fn short_answers_are_topped_up() {
        let step = |gathered, answer| next("a", 10, Gathered::Entries(gathered), answer);
        assert_eq!(step(0, answer(4, "a4", true)), Step::Ask { more: 6 });
        assert_eq!(step(4, answer(6, "a9", true)), Step::Done);
        assert_eq!(step(4, answer(1, "a5", false)), Step::Done);
        assert_eq!(step(0, answer(0, "", true)), Step::Ask { more: 10 });
    }

    #[test]
    fn a_full_page_before_the_reserved_keys_looks_ahead() {
        let step = |gathered, answer| next("", 1, gathered, answer);
        assert_eq!(step(Gathered::Entries(0), answer(1, " ", true)), Step::LookAhead);
        assert_eq!(step(Gathered::Full, answer(0, "!layeron/x", true)), Step::LookAhead);
        assert_eq!(step(Gathered::Full, answer(0, "!layeron/x", false)), Step::Done);
        assert_eq!(step(Gathered::Full, answer(1, "a", false)), Step::DoneBefore);
        assert_eq!(step(Gathered::Entries(0), answer(1, "a", true)), Step::Done);
    }
}
