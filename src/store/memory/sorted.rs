//! A map from strings, in the order of their bytes: what the table is made of.
//!
//! std's `BTreeMap` does the same and weighs 7 KB of wasm more. Here the entries lie in sorted runs of
//! bounded length, and the runs in one sorted list: an insertion moves a run's tail, and a page starts after
//! two binary searches.

use alloc::{boxed::Box, vec, vec::Vec};

/// The longest run. Longer ones make insertions slower, shorter ones the list of runs longer.
const RUN: usize = 128;

#[derive(Debug)]
pub(super) struct Sorted<V> {
    /// None is empty, and each ends before the next begins.
    runs: Vec<Vec<(Box<str>, V)>>,
    len: usize,
}

impl<V> Default for Sorted<V> {
    fn default() -> Self {
        Self { runs: Vec::new(), len: 0 }
    }
}

/// Where a key is, or where it would have to be: a run, and a place in it.
enum Place {
    Taken(usize, usize),
    Free(usize, usize),
}

/// Where an iteration starts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Start<'a> {
    /// At this key.
    At(&'a str),
    /// After this key.
    After(&'a str),
    /// After every key that starts so.
    AfterPrefix(&'a str),
}

impl Start<'_> {
    fn is_after(self, own: &str) -> bool {
        match self {
            Self::At(key) => own < key,
            Self::After(key) => own <= key,
            Self::AfterPrefix(prefix) => own < prefix || own.starts_with(prefix),
        }
    }
}

impl<V> Sorted<V> {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The run and the place in it that come after all keys that `start` is after.
    fn seek(&self, start: Start<'_>) -> (usize, usize) {
        let after =
            self.runs.partition_point(|run| run.first().is_some_and(|(first, _)| start.is_after(first)));
        let run = after.saturating_sub(1);
        (run, self.runs.get(run).map_or(0, |run| run.partition_point(|(own, _)| start.is_after(own))))
    }

    fn place(&self, key: &str) -> Place {
        let (run, at) = self.seek(Start::After(key));
        let before = at.wrapping_sub(1);
        match self.runs.get(run).and_then(|run| run.get(before)) {
            Some((own, _)) if **own == *key => Place::Taken(run, before),
            _ => Place::Free(run, at),
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&V> {
        match self.place(key) {
            Place::Taken(run, at) => self.runs.get(run)?.get(at).map(|(_, value)| value),
            Place::Free(..) => None,
        }
    }

    pub(super) fn insert(&mut self, key: &str, value: V) {
        let (run, at) = match self.place(key) {
            Place::Taken(run, at) => {
                if let Some(entry) = self.runs.get_mut(run).and_then(|run| run.get_mut(at)) {
                    entry.1 = value;
                }
                return;
            }
            Place::Free(run, at) => (run, at),
        };
        self.len += 1;
        let is_last = run + 1 == self.runs.len();
        let Some(entries) = self.runs.get_mut(run) else {
            self.runs.push(vec![(key.into(), value)]);
            return;
        };
        insert_at(entries, at, (key.into(), value));
        if entries.len() > RUN {
            // Keys often come in order: what was appended to the last run starts a new one.
            let appended = at == RUN && is_last;
            let rest = entries.split_off(if appended { RUN } else { RUN / 2 });
            insert_at(&mut self.runs, run + 1, rest);
        }
    }

    pub(super) fn remove(&mut self, key: &str) {
        let Place::Taken(run, at) = self.place(key) else { return };
        let Some(entries) = self.runs.get_mut(run) else { return };
        remove_at(entries, at);
        self.len -= 1;
        if entries.is_empty() {
            remove_at(&mut self.runs, run);
        }
    }

    /// The entries from `start` on.
    pub(super) fn from(&self, start: Start<'_>) -> impl Iterator<Item = (&str, &V)> {
        let (run, at) = self.seek(start);
        let (first, rest) = match self.runs.get(run..).and_then(<[_]>::split_first) {
            Some((first, rest)) => (first.get(at..).unwrap_or_default(), rest),
            None => Default::default(),
        };
        first.iter().chain(rest.iter().flatten()).map(|(key, value)| (&**key, value))
    }
}

/// `Vec::insert`, without its words for an index that is out of bounds.
fn insert_at<T>(all: &mut Vec<T>, at: usize, mut item: T) {
    for later in all.iter_mut().skip(at) {
        core::mem::swap(later, &mut item);
    }
    all.push(item);
}

/// `Vec::remove`, without its words.
fn remove_at<T>(all: &mut Vec<T>, at: usize) {
    let Some(mut item) = all.pop() else { return };
    for later in all.iter_mut().skip(at).rev() {
        core::mem::swap(later, &mut item);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[derive(Debug, Clone)]
    enum Op {
        Insert(u16, u8),
        Remove(u16),
    }

    fn ops() -> impl Strategy<Value = Vec<Op>> {
        let op = prop_oneof![
            20 => (0..2000_u16, any::<u8>()).prop_map(|(k, v)| Op::Insert(k, v)),
            5 => (0..2000_u16).prop_map(Op::Remove),
        ];
        prop::collection::vec(op, 0..1500)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn it_is_a_btree_map(ops in ops(), from in 0..2000_u16) {
            let mut sorted = Sorted::default();
            let mut oracle = BTreeMap::new();
            for op in ops {
                match op {
                    Op::Insert(k, v) => {
                        sorted.insert(&k.to_string(), v);
                        oracle.insert(k.to_string(), v);
                    }
                    Op::Remove(k) => {
                        sorted.remove(&k.to_string());
                        oracle.remove(&k.to_string());
                    }
                }
                prop_assert_eq!(sorted.len(), oracle.len());
            }
            prop_assert!(sorted.runs.iter().all(|run| !run.is_empty() && run.len() <= RUN));
            let from = from.to_string();
            prop_assert_eq!(sorted.get(&from), oracle.get(&from));
            for start in [Start::At(&from), Start::After(&from), Start::AfterPrefix(&from)] {
                let found: Vec<_> = sorted.from(start).map(|(key, value)| (key.to_owned(), *value)).collect();
                let mut expected: Vec<_> = oracle.clone().into_iter().collect();
                expected.retain(|(key, _)| match start {
                    Start::At(from) => &**key >= from,
                    Start::After(from) => &**key > from,
                    Start::AfterPrefix(prefix) => &**key > prefix && !key.starts_with(prefix),
                });
                prop_assert_eq!(found, expected);
            }
        }
    }

    /// What came to the end of a run that others follow must not start a run of its own each time.
    #[test]
    fn runs_stay_well_filled_whatever_the_order_of_keys() {
        let ascending = (0..1000).collect::<Vec<u32>>();
        let descending = ascending.iter().rev().copied().collect();
        let behind = (0..128).chain([999]).chain((128..999).rev()).collect();
        for keys in [ascending, descending, behind] {
            let mut sorted = Sorted::default();
            for n in &keys {
                sorted.insert(&std::format!("{n:04}"), ());
            }
            assert_eq!(sorted.len(), 1000);
            assert!(sorted.runs.len() <= 1000 / (RUN / 2) + 1, "{} runs", sorted.runs.len());
        }
    }
}
