//! The memory host's store: behaves like R2 under a bucket's rules and like KV under a namespace's.
//!
//! This is the executable specification. It enforces the real limits, refuses what the real services
//! refuse, and the differential test holds its answers against theirs. The two services differ in what
//! a call may say (see [`crate::options`]) and in how long a value lives (see [`crate::expiry`]); once
//! that is parsed, one store serves both.
//!
//! The bytes of a value are of a type `B` that the caller chooses: in wasm a reference to JavaScript's own
//! object, so that bodies never enter wasm memory; in native tests plain bytes.

mod table;

pub use table::{Entry, Page};

use crate::error::Result;
use crate::key::Key;
use crate::mode::Mode;
use crate::options::list::ListPlan;
use crate::time::Millis;
use table::Table;

/// The condition of a put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition<'a> {
    /// None.
    None,
    /// The key does not exist.
    Absent,
    /// The value has this etag.
    Etag(&'a str),
}

impl Condition<'_> {
    const fn mode(self) -> Mode {
        match self {
            Self::None => Mode::Overwrite,
            Self::Absent => Mode::Create,
            Self::Etag(_) => Mode::Replace,
        }
    }
}

/// Values under keys.
#[derive(Debug)]
pub struct Store<B> {
    table: Table<B>,
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
    #[expect(clippy::too_many_arguments, reason = "four besides `self`")]
    pub fn put(
        &mut self,
        key: Key<'_>,
        condition: Condition<'_>,
        entry: Entry<B>,
        now: Millis,
    ) -> Result<()> {
        let current = self.table.get(key.as_str(), now);
        let holds = match condition {
            Condition::None => true,
            Condition::Absent => current.is_none(),
            Condition::Etag(etag) => current.is_some_and(|entry| entry.object.etag == etag),
        };
        if !holds {
            return Err(condition.mode().refusal());
        }
        self.table.insert(key, entry, now);
        Ok(())
    }

    /// Finds a value.
    pub fn get(&self, key: Key<'_>, now: Millis) -> Option<&Entry<B>> {
        self.table.get(key.as_str(), now)
    }

    /// Removes a value, if it exists.
    pub fn delete(&mut self, key: &str) {
        self.table.remove(key);
    }

    /// One page of the values.
    ///
    /// # Errors
    /// `storage_invalid_cursor` for a cursor of another host.
    pub fn list(&mut self, list: &ListPlan, now: Millis) -> Result<Page<'_, B>> {
        self.table.page(list, now)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::Code;
    use crate::object::Object;
    use crate::variant::Variant;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn key(text: &str) -> Key<'_> {
        Key::parse(Variant::Bucket, text).unwrap()
    }

    fn entry(body: u8, expires_at: Option<Millis>) -> Entry<u8> {
        let object = Object { size: 1, etag: body.to_string(), stored_at: Millis::new(0), expires_at };
        Entry { object, body }
    }

    #[test]
    fn an_expired_value_does_not_exist_for_a_condition() {
        let mut store = Store::default();
        let at = Millis::new;
        store.put(key("k"), Condition::None, entry(1, Some(at(10))), at(0)).unwrap();
        assert!(store.put(key("k"), Condition::Absent, entry(2, None), at(9)).is_err());
        assert!(store.put(key("k"), Condition::Absent, entry(2, None), at(10)).is_ok());
        assert!(store.get(key("k"), at(99)).is_some());
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
                        store.put(key(&k.to_string()), Condition::None, entry, Millis::new(now)).unwrap();
                    }
                    Op::Create(k, v) => {
                        let entry = entry(v, None);
                        let stored = store.put(key(&k.to_string()), Condition::Absent, entry, Millis::new(now));
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
                    let found = store.get(key(&k.to_string()), Millis::new(now));
                    prop_assert_eq!(found.map(|entry| entry.body), oracle.get(&k).map(|(v, _)| *v));
                }
            }
        }
    }

    #[test]
    fn a_replacement_names_what_it_replaces() {
        let mut store = Store::default();
        let now = Millis::new(0);
        let replace = Condition::Etag;
        let missing = store.put(key("k"), replace("1"), entry(2, None), now).unwrap_err();
        assert_eq!(missing.code, Code::PreconditionFailed);
        store.put(key("k"), Condition::None, entry(1, None), now).unwrap();
        assert!(store.put(key("k"), replace("7"), entry(2, None), now).is_err());
        assert!(store.put(key("k"), replace("1"), entry(2, None), now).is_ok());
    }
}
