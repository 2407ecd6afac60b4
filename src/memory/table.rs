//! A sorted table of entries with deadlines, and its pages: what the memory store is made of.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::cursor::{self, Position};
use crate::error::Result;
use crate::key::Key;
use crate::object::Object;
use crate::options::list::ListPlan;
use crate::time::Millis;

/// A stored value.
#[derive(Debug, Clone)]
pub struct Entry<B> {
    /// What is known of it.
    pub object: Object,
    /// Its bytes.
    pub body: B,
}

/// A page of a listing.
#[derive(Debug)]
pub struct Page<'a, B> {
    /// The entries, in the order of their keys' bytes.
    pub items: Vec<(&'a str, &'a Entry<B>)>,
    /// With a delimiter: the prefixes that other keys folded into.
    pub prefixes: Vec<String>,
    /// `None` when nothing is left.
    pub next: Option<Position>,
}

/// Below so many entries nothing is swept.
const SWEPT_FROM: usize = 1024;

impl<B> Page<'_, B> {
    /// The place of the greatest entry, which is the last.
    fn last(&self) -> Option<Position> {
        let key = self.items.last().map(|(key, _)| *key);
        match (key, self.prefixes.last()) {
            (Some(key), Some(prefix)) if key < prefix => Some(Position::AfterPrefix(prefix.clone())),
            (Some(key), _) => Some(Position::AfterKey(key.to_owned())),
            (None, prefix) => prefix.cloned().map(Position::AfterPrefix),
        }
    }
}

/// Entries in the order of their keys' UTF-8 bytes, which is how Rust orders strings.
///
/// An entry whose deadline has passed is invisible. It is removed when the table has doubled since the
/// last sweep, or after a listing has met it, so that neither costs more for it on average.
#[derive(Debug)]
pub(super) struct Table<B> {
    /// Boxed, as the tree moves entries between its nodes: 1 KB less code (gzip -9).
    entries: BTreeMap<String, Box<Entry<B>>>,
    sweep_at: usize,
    /// Keys that a listing found past their deadline, and that the next one need not meet again.
    gone: Vec<String>,
}

impl<B> Default for Table<B> {
    fn default() -> Self {
        Self { entries: BTreeMap::new(), sweep_at: SWEPT_FROM, gone: Vec::new() }
    }
}

impl<B> Table<B> {
    /// The entry of a key, unless its deadline has passed.
    pub(super) fn get(&self, key: &str, now: Millis) -> Option<&Entry<B>> {
        self.entries.get(key).map(|entry| &**entry).filter(|entry| entry.object.exists_at(now))
    }

    pub(super) fn insert(&mut self, key: Key<'_>, entry: Entry<B>, now: Millis) {
        self.entries.insert(key.as_str().to_owned(), Box::new(entry));
        if self.entries.len() >= self.sweep_at {
            let expired = self.entries.iter().filter(|(_, entry)| !entry.object.exists_at(now));
            self.gone.extend(expired.map(|(key, _)| key.clone()));
            self.forget_gone(now);
            self.sweep_at = SWEPT_FROM.max(self.entries.len() * 2);
        }
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.entries.remove(key);
    }

    fn forget_gone(&mut self, now: Millis) {
        for key in std::mem::take(&mut self.gone) {
            if self.get(&key, now).is_none() {
                self.remove(&key);
            }
        }
    }

    /// One page. Seeks, so its cost does not depend on where it starts, and a folded prefix costs one
    /// seek however many keys it hides.
    pub(super) fn page(&mut self, list: &ListPlan, now: Millis) -> Result<Page<'_, B>> {
        self.forget_gone(now);
        let mut page = Page { items: Vec::new(), prefixes: Vec::new(), next: None };
        let mut from = Some(start(list)?);
        'seek: while let Some(start) = from.take() {
            for (key, entry) in
                self.entries.range::<str, _>((start.as_ref().map(String::as_str), Bound::Unbounded))
            {
                if !key.starts_with(&list.prefix) {
                    break;
                }
                if !entry.object.exists_at(now) {
                    self.gone.push(key.clone());
                    continue;
                }
                // One entry more than the page holds: whether something is left is then a fact.
                if page.items.len() + page.prefixes.len() == list.limit as usize {
                    page.next = page.last();
                    break;
                }
                match fold(key, list) {
                    None => page.items.push((key, entry)),
                    Some(prefix) => {
                        from = after_prefix(prefix);
                        page.prefixes.push(prefix.to_owned());
                        continue 'seek;
                    }
                }
            }
        }
        Ok(page)
    }
}

/// Where a page begins. After a prefix that no string comes after, it begins after that prefix and ends at once.
fn start(list: &ListPlan) -> Result<Bound<String>> {
    Ok(match (&list.position, &list.start_after) {
        (Some(Position::Host(_)), _) => return Err(cursor::invalid()),
        (Some(Position::AfterKey(key)), _) => Bound::Excluded(key.clone()),
        (Some(Position::AfterPrefix(prefix)), _) => {
            after_prefix(prefix).unwrap_or_else(|| Bound::Excluded(prefix.clone()))
        }
        (None, Some(key)) if *key >= list.prefix => Bound::Excluded(key.clone()),
        (None, _) => Bound::Included(list.prefix.clone()),
    })
}

/// The first string after all that start so; `None` if there is none.
fn after_prefix(prefix: &str) -> Option<Bound<String>> {
    let mut chars: Vec<char> = prefix.chars().collect();
    while let Some(last) = chars.pop() {
        // The order of characters is that of their UTF-8 bytes.
        if let Some(next) = (last..=char::MAX).nth(1) {
            chars.push(next);
            return Some(Bound::Included(chars.into_iter().collect()));
        }
    }
    None
}

/// The common prefix that a key folds into: up to and with the first delimiter after the list's prefix.
fn fold<'a>(key: &'a str, list: &ListPlan) -> Option<&'a str> {
    let delimiter = list.delimiter.as_deref()?;
    let rest = key.as_bytes().get(list.prefix.len()..)?;
    let at = rest.windows(delimiter.len()).position(|window| window == delimiter.as_bytes())?;
    key.get(..list.prefix.len() + at + delimiter.len())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::variant::Variant;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn object() -> Object {
        Object { size: 0, etag: "e".into(), stored_at: Millis::new(0), expires_at: None }
    }

    fn table<'a>(keys: impl IntoIterator<Item = &'a String>) -> Table<()> {
        let entry = || Box::new(Entry { object: object(), body: () });
        let entries = keys.into_iter().map(|key| (key.clone(), entry())).collect();
        Table { entries, ..Table::default() }
    }

    fn all(table: &mut Table<()>, list: &ListPlan) -> (Vec<String>, Vec<String>, Vec<usize>) {
        let (mut keys, mut prefixes, mut sizes) = (vec![], vec![], vec![]);
        let mut list = list.clone();
        loop {
            let page = table.page(&list, Millis::new(0)).unwrap();
            keys.extend(page.items.iter().map(|(key, _)| (*key).to_owned()));
            sizes.push(page.items.len() + page.prefixes.len());
            prefixes.extend(page.prefixes);
            let Some(next) = page.next else { return (keys, prefixes, sizes) };
            list = ListPlan { position: Some(next), start_after: None, ..list };
        }
    }

    #[test]
    fn expired_entries_do_not_pile_up() {
        let mut table = Table::default();
        for n in 0..100_000_u64 {
            let object = Object { expires_at: Some(Millis::new(n + 1)), ..object() };
            let text = n.to_string();
            let key = Key::parse(Variant::Kv, &text).unwrap();
            table.insert(key, Entry { object, body: () }, Millis::new(n));
        }
        assert!(table.entries.len() <= SWEPT_FROM);
    }

    #[test]
    fn a_listing_meets_an_expired_entry_once() {
        let mut table = Table::default();
        for n in 0..100_u64 {
            let text = n.to_string();
            let expires_at = (n % 2 == 0).then_some(Millis::new(10));
            let key = Key::parse(Variant::Kv, &text).unwrap();
            table.insert(key, Entry { object: Object { expires_at, ..object() }, body: () }, Millis::new(0));
        }
        let list = ListPlan::all("default/a");
        for _ in 0..2 {
            let page = table.page(&list, Millis::new(10)).unwrap();
            assert_eq!(page.items.len(), 50);
        }
        assert_eq!((table.entries.len(), table.gone.len()), (50, 0));
    }

    proptest! {
        /// The oracle scans a plain set.
        #[test]
        fn pages_together_are_a_scan(
            keys in prop::collection::btree_set("[ab/\u{E9}\u{1F600}]{1,5}", 0..40),
            prefix in "[ab/]{0,2}",
            delimiter in prop::option::of("[ab/]{1,2}"),
            start_after in prop::option::of("[ab/]{1,3}"),
            limit in 1..6_u32,
        ) {
            let list = ListPlan {
                prefix: prefix.clone(),
                delimiter: delimiter.clone(),
                start_after: start_after.clone(),
                limit,
                ..ListPlan::all("default/a")
            };
            let (found, folded, sizes) = all(&mut table(&keys), &list);

            let mut want_keys = vec![];
            let mut want_prefixes = BTreeSet::new();
            for key in &keys {
                if !key.starts_with(&prefix) || start_after.as_ref().is_some_and(|after| key <= after) {
                    continue;
                }
                let rest = &key[prefix.len()..];
                match delimiter.as_ref().and_then(|d| rest.find(d.as_str()).map(|at| at + d.len())) {
                    Some(end) => { want_prefixes.insert(key[..prefix.len() + end].to_owned()); }
                    None => want_keys.push(key.clone()),
                }
            }
            prop_assert_eq!(found, want_keys);
            prop_assert_eq!(folded, want_prefixes.into_iter().collect::<Vec<_>>());
            let (last, full) = sizes.split_last().unwrap();
            prop_assert!(full.iter().all(|size| *size == limit as usize));
            prop_assert!(full.is_empty() || *last > 0, "no cursor without a further entry");
        }
    }
}
