//! What a reader asks for: all of an object, a part of it, or only news.
//!
//! The same decision is taken for options and for HTTP headers, and by the memory store as by the plan
//! for R2, so it stands here once, as RFC 9110 §13.2.2 orders it: If-None-Match, then If-Range, then
//! the range.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::limits::MAX_SAFE_INTEGER;
use crate::range::{Range, Resolved};
use crate::time::Millis;

/// A get that has passed every rule, and its plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Get {
    /// The part that is asked for; `None` is all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// Versions that the reader has already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_none_match: Option<IfNoneMatch>,
    /// The version that the range is meant for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_range: Option<IfRange>,
}

/// Versions that a reader has already. In a plan they stand as the header's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum IfNoneMatch {
    /// `*`: any version.
    Any,
    /// One of these.
    Etags(Vec<String>),
}

/// The version that a range is meant for. In a plan it stands as the header's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub enum IfRange {
    /// A strong etag.
    Etag(String),
    /// Any other text. It names a version if it is the very text of its `last-modified`; a weak etag never is.
    Date(String),
}

/// The version that a store has.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// Its etag.
    pub etag: &'a str,
    /// When it was stored.
    pub stored_at: Millis,
    /// Writes a date as HTTP does (RFC 9110, 5.6.7).
    pub http_date: fn(Millis) -> String,
}

/// What of an object is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Selection {
    /// Nothing: the reader has it already.
    NotModified,
    /// All.
    Whole,
    /// A part.
    Part(Resolved),
}

impl Get {
    /// Decides what of a version of this size is handed out.
    ///
    /// # Errors
    /// `storage_invalid_range` when no byte lies in the range.
    pub fn select(&self, version: Version<'_>, size: u64) -> Result<Selection> {
        if self.if_none_match.as_ref().is_some_and(|known| known.has(version.etag)) {
            return Ok(Selection::NotModified);
        }
        match self.range {
            Some(range) if self.range_applies(version) => match range.within(size) {
                Some(resolved) => Ok(Selection::Part(resolved)),
                None => Err(range.unsatisfiable(size)),
            },
            _ => Ok(Selection::Whole),
        }
    }

    /// Whether If-Range, if there is one, names this version.
    #[must_use]
    pub fn range_applies(&self, version: Version<'_>) -> bool {
        self.if_range.as_ref().is_none_or(|if_range| if_range.names(version))
    }
}

impl IfNoneMatch {
    /// Parses the header's value; `None` when it cannot be read, which is as if it were not there.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        if value.trim_ascii() == "*" {
            return Some(Self::Any);
        }
        let mut etags = Vec::new();
        let mut rest = value;
        loop {
            // RFC 9110, 5.6.1.2: empty elements of a list are skipped.
            rest = rest.trim_ascii_start();
            if let Some(next) = rest.strip_prefix(',') {
                rest = next;
                continue;
            }
            if rest.is_empty() {
                break;
            }
            let tag = rest.strip_prefix("W/").unwrap_or(rest);
            let (etag, after) = tag.strip_prefix('"')?.split_once('"')?;
            etags.push(etag.to_owned());
            rest = after.trim_ascii_start();
            if !rest.is_empty() && !rest.starts_with(',') {
                return None;
            }
        }
        (!etags.is_empty()).then_some(Self::Etags(etags))
    }

    fn has(&self, etag: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Etags(etags) => etags.iter().any(|known| known == etag),
        }
    }
}

impl From<IfNoneMatch> for String {
    fn from(known: IfNoneMatch) -> Self {
        match known {
            IfNoneMatch::Any => "*".to_owned(),
            IfNoneMatch::Etags(etags) => {
                let mut header = Self::new();
                for etag in etags {
                    let comma = if header.is_empty() { "" } else { ", " };
                    header += &format!("{comma}\"{etag}\"");
                }
                header
            }
        }
    }
}

impl TryFrom<String> for IfNoneMatch {
    type Error = &'static str;

    fn try_from(header: String) -> std::result::Result<Self, &'static str> {
        Self::parse(&header).ok_or("must be a list of etags")
    }
}

impl From<IfRange> for String {
    fn from(if_range: IfRange) -> Self {
        match if_range {
            IfRange::Etag(etag) => format!("\"{etag}\""),
            IfRange::Date(date) => date,
        }
    }
}

impl From<String> for IfRange {
    fn from(value: String) -> Self {
        Self::parse(&value)
    }
}

impl IfRange {
    /// Parses the header's value.
    #[must_use]
    pub fn parse(value: &str) -> Self {
        let value = value.trim_ascii();
        match value.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
            Some((etag, "")) => Self::Etag(etag.to_owned()),
            _ => Self::Date(value.to_owned()),
        }
    }

    /// Whether the validator names this version.
    #[must_use]
    pub fn names(&self, version: Version<'_>) -> bool {
        match self {
            Self::Etag(named) => named == version.etag,
            // RFC 9110, 13.1.5: an exact match.
            Self::Date(date) => *date == (version.http_date)(version.stored_at),
        }
    }
}

/// Parses a `Range` header. `None` means that the whole is asked for: RFC 9110 §14.2 lets a server
/// ignore what is malformed, of another unit, or several ranges at once.
#[must_use]
pub fn range_header(value: &str) -> Option<Range> {
    let (unit, set) = value.split_once('=')?;
    if !unit.trim_ascii().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let (first, last) = set.trim_ascii().split_once('-')?;
    match (number(first)?, number(last)?) {
        (Some(first), Some(last)) if first <= last => {
            Some(Range::Span { offset: first, length: (last - first + 1).min(MAX_SAFE_INTEGER) })
        }
        (Some(first), None) => Some(Range::From(first)),
        (None, Some(suffix)) => Some(Range::Suffix(suffix)),
        _ => None,
    }
}

/// Digits, or nothing: `Some(None)`. Past what JavaScript counts to, the largest number that it does.
fn number(digits: &str) -> Option<Option<u64>> {
    if digits.is_empty() {
        return Some(None);
    }
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(Some(digits.parse().unwrap_or(u64::MAX).min(MAX_SAFE_INTEGER)))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::Code;
    use std::time::{Duration, UNIX_EPOCH};

    fn version(etag: &str, stored_at: Millis) -> Version<'_> {
        let http_date = |at: Millis| httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(at.seconds()));
        Version { etag, stored_at, http_date }
    }

    #[test]
    fn a_range_header_names_one_range_or_the_whole() {
        assert_eq!(range_header("bytes=0-4"), Some(Range::Span { offset: 0, length: 5 }));
        assert_eq!(range_header("Bytes=3-"), Some(Range::From(3)));
        assert_eq!(range_header("bytes=-2"), Some(Range::Suffix(2)));
        assert_eq!(range_header("bytes=-0"), Some(Range::Suffix(0)));
        let huge = range_header("bytes=99999999999999999999-").unwrap();
        assert_eq!(huge, Range::From(MAX_SAFE_INTEGER));
        for whole in
            ["bytes=0-1,3-4", "lines=0-1", "bytes=4-1", "bytes=-", "bytes=a-b", "0-1", "bytes=+1-2", ""]
        {
            assert_eq!(range_header(whole), None, "{whole}");
        }
    }

    #[test]
    fn if_none_match_is_a_list_or_a_star() {
        let etags =
            |list: &[&str]| Some(IfNoneMatch::Etags(list.iter().map(|etag| (*etag).to_owned()).collect()));
        assert_eq!(IfNoneMatch::parse("*"), Some(IfNoneMatch::Any));
        assert_eq!(IfNoneMatch::parse("\"a\""), etags(&["a"]));
        assert_eq!(IfNoneMatch::parse("W/\"a\" , \"b,c\""), etags(&["a", "b,c"]));
        assert_eq!(IfNoneMatch::parse(", ,\"a\",,\"b\","), etags(&["a", "b"]));
        for bad in ["", ",", "a", "\"a", "\"a\" \"b\"", "a, \"b\""] {
            assert_eq!(IfNoneMatch::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn if_range_is_exact_and_strong() {
        let at = Millis::new(951_782_400_500);
        for (header, names) in [
            ("\"e\"", true),
            ("W/\"e\"", false),
            ("\"f\"", false),
            ("e", false),
            ("Tue, 29 Feb 2000 00:00:00 GMT", true),
            ("Tue, 29 Feb 2000 00:00:01 GMT", false),
            ("Tuesday, 29-Feb-00 00:00:00 GMT", false),
        ] {
            assert_eq!(IfRange::parse(header).names(version("e", at)), names, "{header:?}");
        }
    }

    #[test]
    fn a_plan_survives_its_way_through_javascript() {
        for if_range in [IfRange::Etag("e".into()), IfRange::Date("W/\"e\"".into())] {
            for if_none_match in [IfNoneMatch::Any, IfNoneMatch::Etags(vec!["a".into(), "b".into()])] {
                let plan = Get {
                    range: Some(Range::Suffix(1)),
                    if_none_match: Some(if_none_match),
                    if_range: Some(if_range.clone()),
                };
                let value = serde_json::to_value(&plan).unwrap();
                assert_eq!(serde_json::from_value::<Get>(value).unwrap(), plan);
            }
        }
    }

    #[test]
    fn conditions_come_before_ranges() {
        let at = Millis::new(0);
        let mut get = Get { range: Some(Range::From(9)), ..Get::default() };
        assert_eq!(get.select(version("e", at), 5).unwrap_err().code, Code::InvalidRange);
        get.if_range = Some(IfRange::Etag("other".into()));
        assert_eq!(get.select(version("e", at), 5), Ok(Selection::Whole));
        get.if_none_match = Some(IfNoneMatch::Etags(vec!["e".into()]));
        assert_eq!(get.select(version("e", at), 5), Ok(Selection::NotModified));
    }
}
