//! The memory host's store: behaves like R2 under a bucket's rules and like KV under a namespace's.
//!
//! This is the executable specification. It enforces the real limits, refuses what the real services
//! refuse, and the differential test holds its answers against theirs. The two services differ in what
//! a call may say (see [`crate::options`]) and in how long a value lives (see [`crate::expiry`]); once
//! that is parsed, one store serves both.
//!
//! The bytes of a value are of a type `B` that the caller chooses: in wasm a handle of a JavaScript
//! array, so that bodies never enter wasm memory; in native tests plain bytes.

mod sorted;
mod table;

pub use table::{Entry, Page};

use crate::condition::{Get, Selection};
use crate::error::Result;
use crate::key::Key;
use crate::options::{List, PutMode};
use crate::time::Millis;
use table::Table;

/// Values under keys.
#[derive(Debug)]
pub struct Store<B> {
    table: Table<B>,
}

/// What a get found.
#[derive(Debug)]
pub struct Found<'a, B> {
    /// The value with its bytes.
    pub entry: &'a Entry<B>,
    /// What of it was asked for.
    pub selection: Selection,
}

impl<B> Default for Store<B> {
    fn default() -> Self {
        Self { table: Table::default() }
    }
}

impl<B> Store<B> {
    /// Stores a value, if the condition holds.
    ///
    /// # Errors
    /// `storage_key_already_exists` or `storage_precondition_failed`; nothing is changed then.
    pub fn put(&mut self, key: Key<'_>, mode: PutMode<'_>, entry: Entry<B>, now: Millis) -> Result<()> {
        let current = |table: &Table<B>, etag: Option<&str>| {
            let entry = table.get(key.as_str(), now);
            entry.is_some_and(|entry| etag.is_none_or(|etag| entry.object.etag == etag))
        };
        let holds = match mode {
            PutMode::Overwrite => true,
            PutMode::Create => !current(&self.table, None),
            PutMode::Replace(etag) => current(&self.table, Some(etag)),
        };
        if !holds {
            return Err(mode.refusal());
        }
        self.table.insert(key, entry, now);
        Ok(())
    }

    /// Finds a value, or the part of it that is asked for.
    ///
    /// # Errors
    /// `storage_invalid_range` when no byte lies in the range.
    pub fn get(&self, key: Key<'_>, get: &Get<'_>, now: Millis) -> Result<Option<Found<'_, B>>> {
        let Some(entry) = self.table.get(key.as_str(), now) else { return Ok(None) };
        let object = &entry.object;
        let selection = get.select(&object.etag, object.stored_at, object.size)?;
        Ok(Some(Found { entry, selection }))
    }

    /// What is known of a value.
    pub fn head(&self, key: Key<'_>, now: Millis) -> Option<&Entry<B>> {
        self.table.get(key.as_str(), now)
    }

    /// Removes a value, if it exists.
    pub fn delete(&mut self, key: &str) {
        self.table.remove(key);
    }

    /// One page of the values.
    ///
    /// # Errors
    /// `storage_invalid_cursor`.
    pub fn list(&mut self, identity: &str, list: &List<'_>, now: Millis) -> Result<Page<'_, B>> {
        self.table.page(identity, list, now)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::declare::Variant;
    use crate::error::Code;
    use crate::input::View;
    use crate::object::Object;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn key(text: &str) -> Key<'_> {
        Key::parse(Variant::Bucket, View::Text(text)).unwrap()
    }

    fn entry(body: u8, expires_at: Option<Millis>) -> Entry<u8> {
        let object = Object { size: 1, etag: body.to_string(), stored_at: Millis::new(0), expires_at };
        Entry { object, body }
    }

    #[test]
    fn an_expired_value_does_not_exist_for_a_condition() {
        let mut store = Store::default();
        let at = Millis::new;
        store.put(key("k"), PutMode::Overwrite, entry(1, Some(at(10))), at(0)).unwrap();
        assert!(store.put(key("k"), PutMode::Create, entry(2, None), at(9)).is_err());
        assert!(store.put(key("k"), PutMode::Create, entry(2, None), at(10)).is_ok());
        assert!(store.get(key("k"), &Get::default(), at(99)).unwrap().is_some());
    }

    #[derive(Debug, Clone)]
    enum Op {
        Put(u8, u8, Option<u8>),
        Create(u8, u8),
        Delete(u8),
        Wait(u8),
    }

    fn ops() -> impl Strategy<Value = Vec<Op>> {
        let op = prop_oneof![
            (0..4_u8, any::<u8>(), prop::option::of(1..9_u8)).prop_map(|(k, v, ttl)| Op::Put(k, v, ttl)),
            (0..4_u8, any::<u8>()).prop_map(|(k, v)| Op::Create(k, v)),
            (0..4_u8).prop_map(Op::Delete),
            (1..5_u8).prop_map(Op::Wait),
        ];
        prop::collection::vec(op, 0..60)
    }

    proptest! {
        /// The oracle keeps a map and looks at every deadline.
        #[test]
        fn a_store_is_a_map_with_deadlines(ops in ops()) {
            let mut store = Store::default();
            let mut oracle: BTreeMap<u8, (u8, Option<u64>)> = BTreeMap::new();
            let mut now = 0_u64;
            for op in ops {
                oracle.retain(|_, (_, deadline)| deadline.is_none_or(|deadline| now < deadline));
                match op {
                    Op::Put(k, v, ttl) => {
                        let deadline = ttl.map(|ttl| now + u64::from(ttl));
                        oracle.insert(k, (v, deadline));
                        let deadline = deadline.map(Millis::new);
                        let entry = entry(v, deadline);
                        store.put(key(&k.to_string()), PutMode::Overwrite, entry, Millis::new(now)).unwrap();
                    }
                    Op::Create(k, v) => {
                        let entry = entry(v, None);
                        let stored = store.put(key(&k.to_string()), PutMode::Create, entry, Millis::new(now));
                        let free = !oracle.contains_key(&k);
                        prop_assert_eq!(stored.map_err(|error| error.code).is_ok(), free);
                        if free { oracle.insert(k, (v, None)); }
                    }
                    Op::Delete(k) => {
                        oracle.remove(&k);
                        store.delete(&k.to_string());
                    }
                    Op::Wait(ms) => now += u64::from(ms),
                }
                oracle.retain(|_, (_, deadline)| deadline.is_none_or(|deadline| now < deadline));
                for k in 0..4_u8 {
                    let found = store.get(key(&k.to_string()), &Get::default(), Millis::new(now)).unwrap();
                    prop_assert_eq!(found.map(|found| found.entry.body), oracle.get(&k).map(|(v, _)| *v));
                }
            }
        }
    }

    #[test]
    fn a_replacement_names_what_it_replaces() {
        let mut store = Store::default();
        let now = Millis::new(0);
        let replace = PutMode::Replace;
        let missing = store.put(key("k"), replace("1"), entry(2, None), now).unwrap_err();
        assert_eq!(missing.code, Code::PreconditionFailed);
        store.put(key("k"), PutMode::Overwrite, entry(1, None), now).unwrap();
        assert!(store.put(key("k"), replace("7"), entry(2, None), now).is_err());
        assert!(store.put(key("k"), replace("1"), entry(2, None), now).is_ok());
    }
}
