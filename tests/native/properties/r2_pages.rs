//! R2's listings: short answers and hidden records, put together to the same pages as memory's.
//!
//! R2 may answer with less than it was asked for, and holds records that callers must not see. A small
//! host that does both, at random, shows what no real one does on demand.

use std::collections::BTreeSet;

use layeron_storage::host::r2::{Answer, Gathered, Step, is_listable, next};
use layeron_storage::key::RESERVED_PREFIX;
use layeron_storage::list::Position;
use layeron_storage::options::List;
use proptest::prelude::*;

use crate::listing::text;
use crate::model::{self, Entry};

/// R2, as far as one listing goes: its cursors count entries.
struct R2 {
    entries: Vec<Entry>,
    /// How many entries the next answers hold at most.
    at_most: Vec<usize>,
    asked: usize,
}

impl R2 {
    fn list(&mut self, cursor: Option<&str>, limit: u32) -> (Vec<Entry>, Option<String>) {
        let start = cursor.map_or(0, |cursor| cursor.parse().unwrap());
        let at_most = self.at_most[self.asked % self.at_most.len()];
        self.asked += 1;
        let end = self.entries.len().min(start + at_most.min(limit as usize));
        let more = end < self.entries.len();
        (self.entries[start..end].to_vec(), more.then(|| end.to_string()))
    }
}

fn name(entry: &Entry) -> &str {
    match entry {
        Entry::Key(name) | Entry::Prefix(name) => name,
    }
}

/// One page, as js/host/r2/list.js gathers it: the entries of all answers that belong to it, and where to go on.
fn page(r2: &mut R2, list: &List<'_>, position: Option<String>) -> (Vec<Entry>, Option<String>) {
    let mut entries = Vec::new();
    if !is_listable(list.prefix) {
        return (entries, None);
    }
    let mut cursor = position;
    let mut ended_at: Option<String> = None;
    let mut limit = list.limit;
    loop {
        assert!((1..=1000).contains(&limit));
        let (answer, next_cursor) = r2.list(cursor.as_deref(), limit);
        let last = answer.iter().map(name).max().unwrap_or_default().to_owned();
        let visible: Vec<_> =
            answer.into_iter().filter(|entry| !name(entry).starts_with(RESERVED_PREFIX)).collect();
        let gathered = match ended_at {
            None => Gathered::Entries(u32::try_from(entries.len()).unwrap()),
            Some(_) => Gathered::Full,
        };
        let count = u32::try_from(visible.len()).unwrap();
        let answer = Answer { visible: count, last: &last, truncated: next_cursor.is_some() };
        let step = next(list.prefix, list.limit, gathered, answer);
        if step == Step::DoneBefore {
            return (entries, ended_at);
        }
        entries.extend(visible);
        match step {
            Step::Ask(more) => limit = more,
            Step::LookAhead => {
                limit = 1000;
                ended_at = ended_at.or_else(|| next_cursor.clone());
            }
            Step::Done | Step::DoneBefore => return (entries, next_cursor),
        }
        cursor = next_cursor;
    }
}

fn keys() -> impl Strategy<Value = BTreeSet<String>> {
    // Around `!layeron/`, on both sides.
    let near =
        prop::sample::select(vec![" ", "!", "!a", "!layeron", "!layeron-", "!layeron0", "!m", "#", "a"]);
    prop::collection::btree_set(prop_oneof![3 => near.prop_map(str::to_owned), 1 => text(1..4)], 0..14)
}

proptest! {
    #[test]
    fn pages_are_the_whole_listing_cut(
        keys in keys(),
        records in 0..12_usize,
        prefix in prop::sample::select(vec!["", "", "!", "!", "!layeron", "!layeron/", "a"]),
        delimiter in prop::option::of(Just("/".to_owned())),
        limit in 1..6_u32,
        at_most in prop::collection::vec(1..5_usize, 1..6),
    ) {
        let visible: Vec<String> = keys.into_iter().collect();
        let records = (0..records).map(|n| format!("{RESERVED_PREFIX}{n:02}"));
        let all = visible.iter().cloned().chain(records).collect();
        let list = List { prefix, delimiter: delimiter.as_deref(), limit, ..List::default() };
        let mut r2 = R2 { entries: model::listing(all, prefix, delimiter.as_deref(), None), at_most, asked: 0 };
        let wanted = model::listing(visible, prefix, delimiter.as_deref(), None);
        let wanted = model::pages(&wanted, limit as usize);
        let mut position = None;
        for (n, wanted_page) in wanted.iter().enumerate() {
            let (mut entries, cursor) = page(&mut r2, &list, position);
            entries.sort();
            prop_assert_eq!(&entries, wanted_page);
            prop_assert_eq!(cursor.is_some(), n + 1 < wanted.len(), "a cursor exactly when something is left");
            // To the caller and back.
            let cursor = cursor.map(|cursor| Position::Host(&cursor).to_cursor("default/a", &list));
            let back = Position::of("default/a", &List { cursor: cursor.as_deref(), ..list });
            position = match back.unwrap() {
                None => None,
                Some(Position::Host(cursor)) => Some(cursor.to_owned()),
                other => panic!("{other:?} is not the host's"),
            };
        }
    }
}
