//! Pages: put together they are the whole listing, however it is cut.
//!
//! A listing that loses or repeats a key at a page's edge is the costliest bug that a store can have,
//! as nobody notices it; so the edges are everywhere here.

use std::collections::BTreeSet;

use bytes::Bytes;
use layeron_storage::declare::Variant;
use layeron_storage::error::Result;
use layeron_storage::time::Millis;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::host::{Host, Listed};
use crate::model::{self, Entry};
use crate::value::Value;

/// A listing, as asked for.
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
        Value::from_iter([
            ("prefix", Value::from(self.prefix.as_str())),
            ("delimiter", Value::from(self.delimiter.as_deref())),
            ("startAfter", Value::from(start_after)),
            ("limit", Value::from(self.limit)),
            ("cursor", Value::from(cursor)),
        ])
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
    Host::declare(Variant::Bucket, &Value::from_iter([("name", name)])).unwrap()
}

pub(crate) fn put(host: &mut Host, key: &str) {
    host.put(key, Bytes::new(), &Value::Undefined, Millis::default()).unwrap();
}

pub(crate) fn list(host: &Host, query: &Query, cursor: Option<&str>) -> Result<Listed> {
    host.list(&query.options(cursor), Millis::default())
}

/// Characters of one to four bytes, at the edges of UTF-8's lengths and of the surrogates, where the
/// order of bytes and that of UTF-16 part; a combining accent; and delimiters.
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

    /// A cursor does not mind another limit: only prefix and delimiter are bound to it.
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

    /// What is put and deleted between two pages neither repeats nor hides what was there all along.
    #[test]
    fn changes_between_pages(
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
        prop_assert_eq!(once.len(), seen.len(), "nothing twice");
        for entry in query.entries(&always) {
            prop_assert!(once.contains(&entry), "{entry:?} was there all along");
        }
        let ever = query.entries(&all);
        prop_assert!(seen.iter().all(|entry| ever.contains(entry)), "nothing that never was");
    }
}

/// The page sizes of the contract's own limit, at every count around it.
#[test]
fn a_thousand_to_a_page() {
    for count in [0_usize, 999, 1000, 1001, 2001] {
        let mut host = bucket("a");
        (0..count).for_each(|n| put(&mut host, &format!("{n:04}")));
        let (mut sizes, mut cursor) = (Vec::new(), None);
        loop {
            let options = Value::from_iter([("cursor", Value::from(cursor.clone()))]);
            let listed = host.list(&options, Millis::default()).unwrap();
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
