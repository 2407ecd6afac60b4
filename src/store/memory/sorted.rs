//! A map from strings, in the order of their bytes: what the table is made of.
//!
//! std's `BTreeMap` does the same and weighs 7 KB of wasm more. Here the entries lie in sorted runs of
//! bounded length, and the runs in one sorted list: an insertion moves a run's tail, and a page starts after
//! two binary searches.

/// The longest run. Longer ones make insertions slower, shorter ones the list of runs longer.
use alloc::{boxed::Box, vec, vec::Vec};

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

impl<V> Sorted<V> {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    fn place(&self, key: &str) -> Place {
        let after = self.runs.partition_point(|run| run.first().is_some_and(|(first, _)| **first <= *key));
        let at = after.saturating_sub(1);
        let found = self.runs.get(at).map_or(Err(0), |run| run.binary_search_by(|(own, _)| (**own).cmp(key)));
        match found {
            Ok(within) => Place::Taken(at, within),
            Err(within) => Place::Free(at, within),
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
        entries.insert(at.min(entries.len()), (key.into(), value));
        if entries.len() > RUN {
            // Keys often come in order: what was appended to the last run starts a new one.
            let appended = at == RUN && is_last;
            let rest = entries.split_off(if appended { RUN } else { RUN / 2 });
            self.runs.insert((run + 1).min(self.runs.len()), rest);
        }
    }

    pub(super) fn remove(&mut self, key: &str) {
        let Place::Taken(run, at) = self.place(key) else { return };
        let Some(entries) = self.runs.get_mut(run) else { return };
        if at < entries.len() {
            entries.remove(at);
            self.len -= 1;
        }
        if entries.is_empty() && run < self.runs.len() {
            self.runs.remove(run);
        }
    }

    pub(super) fn retain(&mut self, keep: impl Fn(&V) -> bool) {
        self.runs.retain_mut(|run| {
            run.retain(|(_, value)| keep(value));
            !run.is_empty()
        });
        self.len = self.runs.iter().map(Vec::len).sum();
    }

    /// The entries from `key` on; without one of that very key when it is `excluded`.
    pub(super) fn from(&self, key: &str, excluded: bool) -> impl Iterator<Item = (&str, &V)> {
        let (run, at) = match self.place(key) {
            Place::Taken(run, at) => (run, at + usize::from(excluded)),
            Place::Free(run, at) => (run, at),
        };
        let (first, rest) = match self.runs.get(run..).and_then(<[_]>::split_first) {
            Some((first, rest)) => (first.get(at..).unwrap_or_default(), rest),
            None => Default::default(),
        };
        first.iter().chain(rest.iter().flatten()).map(|(key, value)| (&**key, value))
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use std::ops::Bound;

    #[derive(Debug, Clone)]
    enum Op {
        Insert(u16, u8),
        Remove(u16),
        RetainBelow(u8),
    }

    fn ops() -> impl Strategy<Value = Vec<Op>> {
        let op = prop_oneof![
            20 => (0..2000_u16, any::<u8>()).prop_map(|(k, v)| Op::Insert(k, v)),
            5 => (0..2000_u16).prop_map(Op::Remove),
            1 => (200..=255_u8).prop_map(Op::RetainBelow),
        ];
        prop::collection::vec(op, 0..1500)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn it_is_a_btree_map(ops in ops(), from in 0..2000_u16, excluded in any::<bool>()) {
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
                    Op::RetainBelow(limit) => {
                        sorted.retain(|v| *v < limit);
                        oracle.retain(|_, v| *v < limit);
                    }
                }
                prop_assert_eq!(sorted.len(), oracle.len());
            }
            prop_assert!(sorted.runs.iter().all(|run| !run.is_empty() && run.len() <= RUN));
            let from = from.to_string();
            prop_assert_eq!(sorted.get(&from), oracle.get(&from));
            let bound = if excluded { Bound::Excluded(&*from) } else { Bound::Included(&*from) };
            let found: Vec<_> = sorted.from(&from, excluded).collect();
            let expected: Vec<_> =
                oracle.range::<str, _>((bound, Bound::Unbounded)).map(|(k, v)| (k.as_str(), v)).collect();
            prop_assert_eq!(found, expected);
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
