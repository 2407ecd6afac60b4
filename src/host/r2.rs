//! The R2 binding: what a call asks of it, and how the answers to `list` become one page.

use crate::condition::{Get, IfNoneMatch};
use crate::key::RESERVED_PREFIX;
use crate::list::Position;
use crate::options::{List, Put, PutMode};

/// `R2Conditional`, as far as this component uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnlyIf {
    /// `{ etagMatches }`
    Matches(String),
    /// `{ etagDoesNotMatch }`; `*` matches any object, so it means create-only, or news only.
    DoesNotMatch(String),
    /// A `Headers` with this `if-none-match`: the only form that takes several etags.
    NoneMatchHeader(String),
}

impl OnlyIf {
    /// The condition of a put.
    #[must_use]
    pub fn of_put(put: &Put) -> Option<Self> {
        match &put.mode {
            PutMode::Overwrite => None,
            PutMode::Create => Some(Self::DoesNotMatch("*".into())),
            PutMode::Replace(etag) => Some(Self::Matches(etag.clone())),
        }
    }

    /// The condition of a get. If-Range is none of it: see [`Get::range_applies`].
    #[must_use]
    pub fn of_get(get: &Get) -> Option<Self> {
        match get.if_none_match.as_ref()? {
            IfNoneMatch::Any => Some(Self::DoesNotMatch("*".into())),
            IfNoneMatch::Etags(etags) => match etags.as_slice() {
                [etag] if etag != "*" => Some(Self::DoesNotMatch(etag.clone())),
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
                    Some(Self::NoneMatchHeader(header))
                }
            },
        }
    }
}

/// The first string after all reserved keys: `!layeron0`.
const AFTER_RESERVED: &str = "!layeron0";

/// One request for keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The host's cursor.
    pub cursor: Option<String>,
    /// Only keys after this one, on a first request.
    pub start_after: Option<String>,
    /// At most so many entries.
    pub limit: u32,
}

/// What has been gathered of a page, between two requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gathered {
    /// Entries so far, prefixes included.
    pub entries: u32,
    /// Set once the page is full, while it is looked up whether anything visible follows: where the
    /// page ended.
    pub ended_at: Option<String>,
}

/// One answer of the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Entries that callers may see, prefixes included.
    pub visible: u32,
    /// The greatest key or prefix of the answer.
    pub last: Option<String>,
    /// The host's cursor, if it has more.
    pub cursor: Option<String>,
}

/// What to do after an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Keep the answer's entries and ask again.
    More(Ask, Gathered),
    /// Keep them; the page is done, and goes on at this cursor of the host's.
    Done(Option<String>),
    /// Drop them, they belong to the next page; the page is done, and goes on at this cursor.
    DoneBefore(String),
}

/// The first request of a page; `None` when no visible key can match.
#[must_use]
pub fn first(list: &List, position: Option<&Position>) -> Option<Ask> {
    if list.prefix.starts_with(RESERVED_PREFIX) {
        return None;
    }
    let cursor = match position {
        Some(Position::Host(cursor)) => Some(cursor.clone()),
        _ => None,
    };
    Some(Ask { cursor, start_after: list.start_after.clone(), limit: list.limit })
}

/// Decides what an answer means for the page. R2 may return fewer than it was asked for, and its
/// answers may hold reserved keys; a page has exactly `limit` entries unless nothing is left, and a
/// cursor exactly when something is.
#[must_use]
pub fn next(list: &List, gathered: &Gathered, answer: Answer) -> Step {
    if let Some(ended_at) = &gathered.ended_at {
        return match answer.cursor {
            _ if answer.visible > 0 => Step::DoneBefore(ended_at.clone()),
            None => Step::Done(None),
            Some(cursor) => {
                Step::More(Ask { cursor: Some(cursor), start_after: None, limit: 1000 }, gathered.clone())
            }
        };
    }
    let Some(cursor) = answer.cursor else { return Step::Done(None) };
    let entries = gathered.entries + answer.visible;
    if entries < list.limit {
        let ask = Ask { cursor: Some(cursor), start_after: None, limit: list.limit - entries };
        return Step::More(ask, Gathered { entries, ended_at: None });
    }
    // All that is left may be reserved keys, if those are still to come.
    let reserved_to_come = RESERVED_PREFIX.starts_with(&list.prefix)
        && answer.last.is_none_or(|last| last.as_str() < AFTER_RESERVED);
    if reserved_to_come {
        let ask = Ask { cursor: Some(cursor.clone()), start_after: None, limit: 1000 };
        return Step::More(ask, Gathered { entries, ended_at: Some(cursor) });
    }
    Step::Done(Some(cursor))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn list(prefix: &str, limit: u32) -> List {
        List { prefix: prefix.into(), delimiter: None, start_after: None, limit, cursor: None }
    }

    fn answer(visible: u32, last: &str, cursor: Option<&str>) -> Answer {
        Answer { visible, last: Some(last.into()), cursor: cursor.map(Into::into) }
    }

    #[test]
    fn a_put_is_conditional_in_the_bindings_own_words() {
        let of = |mode| OnlyIf::of_put(&Put { mode, ..Put::default() });
        assert_eq!(of(PutMode::Overwrite), None);
        assert_eq!(of(PutMode::Create), Some(OnlyIf::DoesNotMatch("*".into())));
        assert_eq!(of(PutMode::Replace("e".into())), Some(OnlyIf::Matches("e".into())));
    }

    #[test]
    fn several_etags_go_as_a_header() {
        let of = |if_none_match| OnlyIf::of_get(&Get { if_none_match, ..Get::default() });
        let etags = |list: &[&str]| Some(IfNoneMatch::Etags(list.iter().map(ToString::to_string).collect()));
        assert_eq!(of(None), None);
        assert_eq!(of(Some(IfNoneMatch::Any)), Some(OnlyIf::DoesNotMatch("*".into())));
        assert_eq!(of(etags(&["a"])), Some(OnlyIf::DoesNotMatch("a".into())));
        assert_eq!(of(etags(&["a", "b"])), Some(OnlyIf::NoneMatchHeader("\"a\", \"b\"".into())));
        assert_eq!(of(etags(&["*"])), Some(OnlyIf::NoneMatchHeader("\"*\"".into())));
    }

    #[test]
    fn short_answers_are_topped_up() {
        let list = list("a", 10);
        let step = next(&list, &Gathered::default(), answer(4, "a4", Some("c")));
        let Step::More(ask, gathered) = step else { panic!("more") };
        assert_eq!((ask.limit, gathered.entries), (6, 4));
        let full = next(&list, &gathered, answer(6, "a9", Some("d")));
        assert_eq!(full, Step::Done(Some("d".into())));
        assert_eq!(next(&list, &gathered, answer(1, "a5", None)), Step::Done(None));
    }

    #[test]
    fn a_full_page_before_the_reserved_keys_looks_ahead() {
        let list = list("", 1);
        let step = next(&list, &Gathered::default(), answer(1, " ", Some("c")));
        let Step::More(_, gathered) = step else { panic!("more") };
        assert_eq!(gathered.ended_at.as_deref(), Some("c"));
        let reserved = answer(0, "!layeron/x", None);
        assert_eq!(next(&list, &gathered, reserved), Step::Done(None));
        let other = answer(1, "a", None);
        assert_eq!(next(&list, &gathered, other), Step::DoneBefore("c".into()));
        let after = next(&list, &Gathered::default(), answer(1, "a", Some("c")));
        assert_eq!(after, Step::Done(Some("c".into())));
    }

    #[test]
    fn nobody_lists_the_reserved_keys() {
        assert_eq!(first(&list("!layeron/", 10), None), None);
        assert!(first(&list("!layeron", 10), None).is_some());
    }
}
