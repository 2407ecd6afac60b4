//! The R2 binding: the conditions that it takes, and how its answers to `list` become one page.

use crate::condition::IfNoneMatch;
use crate::key::RESERVED_PREFIX;
use alloc::{borrow::ToOwned, string::String};

/// `R2Conditional` for a get, as far as this component uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnlyIf {
    /// `{ etagDoesNotMatch }`; `*` matches any object.
    DoesNotMatch(String),
    /// A `Headers` with this `if-none-match`: the only form that takes several etags.
    NoneMatchHeader(String),
}

impl OnlyIf {
    /// The condition of a get. If-Range is none of it: R2 has no such condition.
    #[must_use]
    pub fn of(if_none_match: &IfNoneMatch<'_>) -> Self {
        match if_none_match {
            IfNoneMatch::Any => Self::DoesNotMatch("*".into()),
            IfNoneMatch::Etags(etags) => match etags.as_slice() {
                [etag] if *etag != "*" => Self::DoesNotMatch((*etag).to_owned()),
                _ => {
                    let mut header = String::new();
                    for etag in etags {
                        if !header.is_empty() {
                            header.push_str(", ");
                        }
                        header.push('"');
                        header.push_str(etag);
                        header.push('"');
                    }
                    Self::NoneMatchHeader(header)
                }
            },
        }
    }
}

/// The first string after all reserved keys: `!layeron0`.
const AFTER_RESERVED: &str = "!layeron0";

/// Whether a listing with this prefix can hold a key that callers may see.
#[must_use]
pub fn is_listable(prefix: &str) -> bool {
    !prefix.starts_with(RESERVED_PREFIX)
}

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

/// What to do after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Keep the answer's entries and ask for so many more.
    Ask(u32),
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
        return Step::Ask(limit - entries);
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

    fn answer(visible: u32, last: &str, truncated: bool) -> Answer<'_> {
        Answer { visible, last, truncated }
    }

    #[test]
    fn several_etags_go_as_a_header() {
        let of = |list: &[&'static str]| OnlyIf::of(&IfNoneMatch::Etags(list.to_vec()));
        assert_eq!(OnlyIf::of(&IfNoneMatch::Any), OnlyIf::DoesNotMatch("*".into()));
        assert_eq!(of(&["a"]), OnlyIf::DoesNotMatch("a".into()));
        assert_eq!(of(&["a", "b"]), OnlyIf::NoneMatchHeader("\"a\", \"b\"".into()));
        assert_eq!(of(&["*"]), OnlyIf::NoneMatchHeader("\"*\"".into()));
    }

    #[test]
    fn short_answers_are_topped_up() {
        let step = |gathered, answer| next("a", 10, Gathered::Entries(gathered), answer);
        assert_eq!(step(0, answer(4, "a4", true)), Step::Ask(6));
        assert_eq!(step(4, answer(6, "a9", true)), Step::Done);
        assert_eq!(step(4, answer(1, "a5", false)), Step::Done);
        assert_eq!(step(0, answer(0, "", true)), Step::Ask(10));
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

    #[test]
    fn nobody_lists_the_reserved_keys() {
        assert!(!is_listable("!layeron/"));
        assert!(is_listable("!layeron"));
    }
}
