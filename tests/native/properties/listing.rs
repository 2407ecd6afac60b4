//! Pages: together they are the whole listing, wherever it is cut.
//!
//! A listing that loses or repeats a key at the edge of a page is the costliest bug that a store can have, because nobody
//! notices it. So these tests put edges everywhere.

use std::collections::BTreeSet;

use bytes::Bytes;
use layeron_storage::error::Result;
use layeron_storage::time::Millis;
use layeron_storage::variant::Variant;
use proptest::prelude::*;
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::host::{Host, Listed};
use crate::model::{self, Entry};

/// The options of a listing, without its cursor.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    pub(crate) prefix: String,
    pub(crate) delimiter: Option<String>,
    pub(crate) start_after: Option<String>,
    pub(crate) limit: u32,
}

impl Query {
    pub(crate) fn options(&self, cursor: Option<&str>) -> Value {
        let start_after = self.start_after.as_deref().filter(|_| cursor.is_none());
        json!({
            "prefix": self.prefix,
            "delimiter": self.delimiter,
            "startAfter": start_after,
            "limit": self.limit,
            "cursor": cursor,
        })
    }

    /// The entries of a bucket with these keys.
    fn entries(&self, keys: &BTreeSet<String>) -> Vec<Entry> {
        let nfc = |text: &String| text.nfc().collect::<String>();
        let delimiter = self.delimiter.as_ref().map(nfc).filter(|delimiter| !delimiter.is_empty());
        let start_after = self.start_after.as_ref().map(nfc);
        let keys = keys.iter().map(nfc).collect();
        model::listing(keys, &nfc(&self.prefix), delimiter.as_deref(), start_after.as_deref())
    }
}

pub(crate) fn bucket(name: &str) -> Host {
    Host::declare(Variant::Bucket, &json!({ "name": name })).unwrap()
}

pub(crate) fn put(host: &mut Host, key: &str) {
    host.put(key, Bytes::new(), &json!({}), Millis::default()).unwrap();
}

pub(crate) fn list(host: &Host, query: &Query, cursor: Option<&str>) -> Result<Listed> {
    host.list(&query.options(cursor), Millis::default())
}

/// Characters of one to four bytes, at the edges of UTF-8's lengths and of the surrogates, where the order of bytes
/// differs from that of UTF-16; a combining accent; and delimiters.
pub(crate) fn text(length: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = String> {
    let edges = "/b\u{7F}\u{80}e\u{301}\u{D7FF}\u{E000}\u{FFFF}\u{1F600}\u{10FFFF}";
    let characters: Vec<char> = "aaaaaa///".chars().chain(edges.chars()).collect();
    prop::collection::vec(prop::sample::select(characters), length).prop_map(String::from_iter)
}

pub(crate) fn query() -> impl Strategy<Value = Query> {
    let delimiter = prop_oneof![
        1 => Just(None),
        3 => Just(Some("/".to_owned())),
        2 => text(0..3).prop_map(Some)
    ];
    (text(0..3), delimiter, prop::option::of(text(0..4)), 1..5_u32)
        .prop_map(|(prefix, delimiter, start_after, limit)| Query { prefix, delimiter, start_after, limit })
}

pub(crate) fn keys() -> impl Strategy<Value = BTreeSet<String>> {
    prop::collection::btree_set(text(1..6), 0..40)
}

proptest! {
    #[test]
    fn pages_are_the_whole_listing_cut(keys in keys(), query in query()) {
        let mut host = bucket("a");
        keys.iter().for_each(|key| put(&mut host, key));
        let wanted = model::pages(&query.entries(&keys), query.limit as usize);
        let mut cursor: Option<String> = None;
        for (n, page) in wanted.iter().enumerate() {
            let listed = list(&host, &query, cursor.as_deref()).unwrap();
            prop_assert_eq!(&model::shown(&listed), page);
            cursor = listed.cursor;
            prop_assert_eq!(cursor.is_some(), n + 1 < wanted.len(), "a cursor exactly when something is left");
        }
    }

    /// A cursor is bound to prefix and delimiter, not to a limit.
    #[test]
    fn limits_may_differ_from_page_to_page(
        keys in keys(), query in query(), limits in prop::collection::vec(1..9_u32, 50)
    ) {
        let mut host = bucket("a");
        keys.iter().for_each(|key| put(&mut host, key));
        let entries = query.entries(&keys);
        let mut left = entries.as_slice();
        let mut cursor: Option<String> = None;
        for limit in limits {
            let listed = list(&host, &Query { limit, ..query.clone() }, cursor.as_deref()).unwrap();
            let (page, rest) = left.split_at(left.len().min(limit as usize));
            prop_assert_eq!(&vec![model::shown(&listed)], &model::pages(page, page.len().max(1)));
            left = rest;
            cursor = listed.cursor;
            prop_assert_eq!(cursor.is_some(), !left.is_empty());
            if cursor.is_none() { break; }
        }
        prop_assert!(left.is_empty());
    }

    /// Puts and deletes between two pages neither repeat nor hide an entry that exists all the time.
    #[test]
    fn changes_between_pages_leave_the_other_entries(
        keys in keys(),
        query in query(),
        changes in prop::collection::vec((any::<bool>(), text(1..6)), 0..30),
        at_once in 1..5_usize,
    ) {
        let mut host = bucket("a");
        keys.iter().for_each(|key| put(&mut host, key));
        let nfc = |text: &String| text.nfc().collect::<String>();
        let (mut all, mut always): (BTreeSet<_>, BTreeSet<_>) =
            (keys.iter().map(nfc).collect(), keys.iter().map(nfc).collect());
        let mut changes = changes.chunks(at_once);
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let listed = list(&host, &query, cursor.as_deref()).unwrap();
            seen.extend(model::shown(&listed));
            prop_assert!(cursor.is_none() || listed.cursor != cursor, "the listing goes on");
            cursor = listed.cursor;
            if cursor.is_none() { break; }
            for (insert, key) in changes.next().unwrap_or_default() {
                if *insert {
                    put(&mut host, key);
                    all.insert(nfc(key));
                } else {
                    host.delete(key).unwrap();
                    always.remove(&nfc(key));
                }
            }
        }
        let once: BTreeSet<_> = seen.iter().collect();
        prop_assert_eq!(once.len(), seen.len(), "no entry is there twice");
        for entry in query.entries(&always) {
            prop_assert!(once.contains(&entry), "{entry:?} was there all along");
        }
        let ever = query.entries(&all);
        prop_assert!(seen.iter().all(|entry| ever.contains(entry)), "every entry existed at some time");
    }
}

/// A page has at most 1000 entries; the counts of keys lie around that limit.
#[test]
fn a_thousand_to_a_page() {
    for count in [0_usize, 999, 1000, 1001, 2001] {
        let mut host = bucket("a");
        (0..count).for_each(|n| put(&mut host, &format!("{n:04}")));
        let (mut sizes, mut cursor) = (Vec::new(), None);
        loop {
            let listed = host.list(&json!({ "cursor": cursor }), Millis::default()).unwrap();
            assert!(cursor.is_none() || listed.cursor != cursor, "the listing goes on");
            sizes.push(listed.items.len());
            cursor = listed.cursor;
            if cursor.is_none() {
                break;
            }
        }
        let full = count.max(1).div_ceil(1000);
        assert_eq!(sizes.len(), full, "{count}");
        assert!(sizes[..full - 1].iter().all(|size| *size == 1000), "{count}: {sizes:?}");
        assert_eq!(sizes.iter().sum::<usize>(), count);
    }
}
