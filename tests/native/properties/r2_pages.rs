//! R2's listings: from short answers with hidden records the core makes the same pages as memory.
//!
//! R2 may answer with fewer entries than it was asked for, and it holds records that callers must not see. No real host
//! does both on demand; the small host here does both at random.

use std::collections::BTreeSet;

use layeron_storage::cursor::Position;
use layeron_storage::host::r2::{PageAnswer, Step};
use layeron_storage::key::RESERVED_PREFIX;
use layeron_storage::options::list::ListPlan;
use proptest::prelude::*;
use serde_json::{from_value, json};

use crate::listing::text;
use crate::model::{self, Entry};

/// R2 with the entries of one listing. Its cursors count entries.
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

/// The greatest name of one kind of entries; empty where there is none.
fn last(entries: &[Entry], is_key: bool) -> &str {
    let of_kind = |entry: &&Entry| matches!(entry, Entry::Key(_)) == is_key;
    entries.iter().filter(of_kind).map(name).max().unwrap_or_default()
}

/// Gathers one page as `js/host/r2/list.ts` does: the entries of all answers that belong to it, and the host's cursor
/// for the next page.
fn page(r2: &mut R2, plan: &ListPlan) -> (Vec<Entry>, Option<String>) {
    let mut entries = Vec::new();
    if plan.prefix.starts_with(RESERVED_PREFIX) {
        return (entries, None);
    }
    let mut cursor = plan.position.as_ref().map(|position| position.host().unwrap().to_owned());
    let mut full_at: Option<String> = None;
    let mut limit = plan.limit;
    loop {
        assert!((1..=1000).contains(&limit));
        let (answer, next_cursor) = r2.list(cursor.as_deref(), limit);
        let (last_key, last_prefix) = (last(&answer, true).to_owned(), last(&answer, false).to_owned());
        let visible: Vec<_> =
            answer.into_iter().filter(|entry| !name(entry).starts_with(RESERVED_PREFIX)).collect();
        let answer: PageAnswer = from_value(json!({
            "prefix": plan.prefix,
            "limit": plan.limit,
            "gathered": full_at.is_none().then_some(entries.len()),
            "visible": visible.len(),
            "lastKey": last_key,
            "lastPrefix": last_prefix,
            "truncated": next_cursor.is_some(),
        }))
        .unwrap();
        let step = answer.step();
        if step == Step::DoneBefore {
            return (entries, full_at);
        }
        entries.extend(visible);
        match step {
            Step::Ask { more } => limit = more,
            Step::LookAhead => {
                limit = 1000;
                full_at = full_at.or_else(|| next_cursor.clone());
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
        let options = json!({ "prefix": prefix, "delimiter": delimiter, "limit": limit });
        let plan_of = |options| ListPlan::of_bucket("default/a", from_value(options).unwrap()).unwrap();
        let mut plan = plan_of(options.clone());
        let mut r2 = R2 { entries: model::listing(all, prefix, delimiter.as_deref(), None), at_most, asked: 0 };
        let wanted = model::listing(visible, prefix, delimiter.as_deref(), None);
        let wanted = model::pages(&wanted, limit as usize);
        for (n, wanted_page) in wanted.iter().enumerate() {
            let (mut entries, cursor) = page(&mut r2, &plan);
            entries.sort();
            prop_assert_eq!(&entries, wanted_page);
            prop_assert_eq!(cursor.is_some(), n + 1 < wanted.len(), "a cursor exactly when something is left");
            // The cursor goes to the caller and comes back with the options of the next page.
            if let Some(cursor) = cursor {
                let mut options = options.clone();
                options["cursor"] = json!(Position::Host(cursor).to_cursor(plan.listing()));
                plan = plan_of(options);
            }
        }
    }
}
