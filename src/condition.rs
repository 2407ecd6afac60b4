//! What a reader asks for: all of an object, a part of it, or only news.
//!
//! The same decision is taken for options and for HTTP headers, and by the memory store as by the plan
//! for R2, so it stands here once, as RFC 9110 §13.2.2 orders it: If-None-Match, then If-Range, then
//! the range.

use crate::cut;
use crate::error::Result;
use crate::input::{MAX_SAFE_INTEGER, View, decimal};
use crate::range::{Range, Resolved};
use crate::time::Millis;
use alloc::vec::Vec;

/// A get, parsed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Get<'a> {
    /// The part that is asked for; `None` is all.
    pub range: Option<Range>,
    /// Versions that the reader has already.
    pub if_none_match: Option<IfNoneMatch<'a>>,
    /// The version that the range is meant for.
    pub if_range: Option<IfRange<'a>>,
}

/// Versions that a reader has already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IfNoneMatch<'a> {
    /// `*`: any version.
    Any,
    /// One of these.
    Etags(Vec<&'a str>),
}

/// The version that a range is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfRange<'a> {
    /// A strong etag.
    Etag(&'a str),
    /// A date in the form of `last-modified`, in seconds.
    Date(u64),
    /// A weak etag or nothing that can be read: never the current version.
    Never,
}

/// What of an object is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// Nothing: the reader has it already.
    NotModified,
    /// All.
    Whole,
    /// A part.
    Part(Resolved),
}

impl Get<'_> {
    /// Decides what of an object of this etag, date and size is handed out.
    ///
    /// # Errors
    /// `storage_invalid_range` when no byte lies in the range.
    pub fn select(&self, etag: &str, stored_at: Millis, size: u64) -> Result<Selection> {
        if self.if_none_match.as_ref().is_some_and(|known| known.has(etag)) {
            return Ok(Selection::NotModified);
        }
        match self.range {
            Some(range) if self.range_applies(etag, stored_at) => match range.within(size) {
                Some(resolved) => Ok(Selection::Part(resolved)),
                None => Err(range.unsatisfiable(size)),
            },
            _ => Ok(Selection::Whole),
        }
    }

    /// Whether If-Range, if there is one, names this version.
    #[must_use]
    pub fn range_applies(&self, etag: &str, stored_at: Millis) -> bool {
        self.if_range.as_ref().is_none_or(|if_range| if_range.names(etag, stored_at))
    }
}

impl<'a> IfNoneMatch<'a> {
    /// Parses the header's value; `None` when it cannot be read, which is as if it were not there.
    #[must_use]
    pub fn parse(value: &'a str) -> Option<Self> {
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
            let (etag, after) = cut::once(tag.strip_prefix('"')?, b'"')?;
            etags.push(etag);
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
            Self::Etags(etags) => etags.contains(&etag),
        }
    }
}

impl<'a> IfRange<'a> {
    /// The header, if there is one: a date in its seconds, anything else as it was sent. What is too long to be an
    /// etag names no version.
    #[must_use]
    pub fn of(header: View<'a>) -> Option<Self> {
        match header {
            View::Undefined => None,
            View::Whole(seconds) => Some(Self::Date(seconds)),
            View::Text(value) => Some(Self::parse(value)),
            _ => Some(Self::Never),
        }
    }

    /// Parses a value that is no date.
    #[must_use]
    pub fn parse(value: &'a str) -> Self {
        match value.trim_ascii().strip_prefix('"').and_then(|rest| cut::once(rest, b'"')) {
            Some((etag, "")) => Self::Etag(etag),
            _ => Self::Never,
        }
    }

    /// Whether the validator names this version.
    #[must_use]
    pub fn names(&self, etag: &str, stored_at: Millis) -> bool {
        match self {
            Self::Etag(named) => *named == etag,
            // RFC 9110, 13.1.5: an exact match.
            Self::Date(seconds) => *seconds == stored_at.seconds(),
            Self::Never => false,
        }
    }
}

/// Parses a `Range` header. `None` means that the whole is asked for: RFC 9110 §14.2 lets a server
/// ignore what is malformed, of another unit, or several ranges at once.
#[must_use]
pub fn range_header(value: &str) -> Option<Range> {
    let (unit, set) = cut::once(value, b'=')?;
    if !unit.trim_ascii().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let (first, last) = cut::once(set.trim_ascii(), b'-')?;
    match (number(first)?, number(last)?) {
        (Some(first), Some(last)) if first <= last => {
            Some(Range::Span { offset: first, length: (last - first).saturating_add(1) })
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
    if !cut::is_all(digits, |b| b.is_ascii_digit()) {
        return None;
    }
    Some(Some(decimal(digits).unwrap_or(u64::MAX).min(MAX_SAFE_INTEGER)))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn a_range_header_names_one_range_or_the_whole() {
        assert_eq!(range_header("bytes=0-4"), Some(Range::Span { offset: 0, length: 5 }));
        assert_eq!(range_header("Bytes=3-"), Some(Range::From(3)));
        assert_eq!(range_header("bytes=-2"), Some(Range::Suffix(2)));
        assert_eq!(range_header("bytes=-0"), Some(Range::Suffix(0)));
        let huge = range_header("bytes=99999999999999999999-").unwrap();
        assert_eq!(huge, Range::From(crate::input::MAX_SAFE_INTEGER));
        for whole in
            ["bytes=0-1,3-4", "lines=0-1", "bytes=4-1", "bytes=-", "bytes=a-b", "0-1", "bytes=+1-2", ""]
        {
            assert_eq!(range_header(whole), None, "{whole}");
        }
    }

    #[test]
    fn if_none_match_is_a_list_or_a_star() {
        let etags = |list: &[&'static str]| Some(IfNoneMatch::Etags(list.to_vec()));
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
            (View::Text("\"e\""), true),
            (View::Text("W/\"e\""), false),
            (View::Text("\"f\""), false),
            (View::Text("e"), false),
            (View::Whole(951_782_400), true),
            (View::Whole(951_782_401), false),
            (View::Long(70_000), false),
        ] {
            assert_eq!(IfRange::of(header).unwrap().names("e", at), names, "{header:?}");
        }
        assert_eq!(IfRange::of(View::Undefined), None);
    }

    #[test]
    fn conditions_come_before_ranges() {
        let at = Millis::new(0);
        let mut get = Get { range: Some(Range::From(9)), ..Get::default() };
        assert_eq!(get.select("e", at, 5).unwrap_err().code, Code::InvalidRange);
        get.if_range = Some(IfRange::Etag("other"));
        assert_eq!(get.select("e", at, 5), Ok(Selection::Whole));
        get.if_none_match = Some(IfNoneMatch::Etags(vec!["e"]));
        assert_eq!(get.select("e", at, 5), Ok(Selection::NotModified));
    }
}
