//! Cursors: each is valid for the listing that it came from, and for no other.
//!
//! They come back from URLs and clients. The core refuses every text that is not a cursor of this listing; no text
//! causes a panic, and none gives a page of another listing.

use std::collections::BTreeSet;

use layeron_storage::error::Code;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::host::Host;
use crate::listing::{Query, bucket, keys, list, put, query, text};

fn filled(name: &str, keys: &BTreeSet<String>) -> Host {
    let mut host = bucket(name);
    keys.iter().for_each(|key| put(&mut host, key));
    host
}

/// A store and a listing of it that has a second page.
#[derive(Debug)]
struct Continued {
    keys: BTreeSet<String>,
    host: Host,
    query: Query,
    cursor: String,
}

fn continued() -> impl Strategy<Value = Continued> {
    (keys(), query()).prop_filter_map("has a second page", |(keys, query)| {
        let host = filled("a", &keys);
        let cursor = list(&host, &query, None).unwrap().cursor?;
        Some(Continued { keys, host, query, cursor })
    })
}

fn refused(host: &Host, query: &Query, cursor: &str) -> bool {
    list(host, query, Some(cursor)).is_err_and(|error| error.code == Code::InvalidCursor)
}

#[derive(Debug, Clone)]
enum Edit {
    Replace(usize, char),
    Insert(usize, char),
    Remove(usize),
    Cut(usize),
    Swap(usize, usize),
    Repeat,
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = 0..200_usize;
    let character = prop_oneof![4 => proptest::char::range('0', 'z'), 1 => any::<char>()];
    prop_oneof![
        (at.clone(), character.clone()).prop_map(|(at, c)| Edit::Replace(at, c)),
        (at.clone(), character).prop_map(|(at, c)| Edit::Insert(at, c)),
        at.clone().prop_map(Edit::Remove),
        at.clone().prop_map(Edit::Cut),
        (at.clone(), at).prop_map(|(a, b)| Edit::Swap(a, b)),
        Just(Edit::Repeat),
    ]
}

impl Edit {
    fn of(&self, cursor: &str) -> String {
        let mut chars: Vec<char> = cursor.chars().collect();
        let length = chars.len();
        match *self {
            Self::Replace(at, c) => chars[at % length] = c,
            Self::Insert(at, c) => chars.insert(at % (length + 1), c),
            Self::Remove(at) => drop(chars.remove(at % length)),
            Self::Cut(at) => chars.truncate(at % length),
            Self::Swap(a, b) => chars.swap(a % length, b % length),
            Self::Repeat => chars.extend_from_within(..),
        }
        chars.into_iter().collect()
    }
}

proptest! {
    #[test]
    fn an_altered_cursor_is_refused(on in continued(), edits in prop::collection::vec(edit(), 1..4)) {
        let altered = edits.iter().fold(on.cursor.clone(), |cursor, edit| {
            if cursor.is_empty() { cursor } else { edit.of(&cursor) }
        });
        prop_assume!(altered != on.cursor);
        prop_assert!(refused(&on.host, &on.query, &altered), "{altered}");
    }

    #[test]
    fn a_made_up_cursor_is_refused(on in continued(), made_up in "(2[kph][0-9]{1,20}[.])?.*") {
        prop_assert!(refused(&on.host, &on.query, &made_up));
    }

    /// The cursor is valid neither for another listing of the same store nor for another instance with the same keys.
    #[test]
    fn a_cursor_stays_with_its_listing(on in continued(), other in text(0..3)) {
        let nfc = |text: &str| text.nfc().collect::<String>();
        prop_assert!(list(&on.host, &on.query, Some(&on.cursor)).is_ok());
        prop_assert!(refused(&filled("b", &on.keys), &on.query, &on.cursor));
        if nfc(&other) != nfc(&on.query.prefix) {
            let moved = Query { prefix: other.clone(), ..on.query.clone() };
            prop_assert!(refused(&on.host, &moved, &on.cursor));
        }
        if nfc(&other) != nfc(on.query.delimiter.as_deref().unwrap_or_default()) {
            let folded = Query { delimiter: Some(other), ..on.query };
            prop_assert!(refused(&on.host, &folded, &on.cursor));
        }
    }
}
