//! The memory KV namespace: what Workers KV does in one place, without KV.

use super::table::{Entry, Page, Table, Value};
use crate::declare::Variant;
use crate::error::Result;
use crate::expiry::Expiry;
use crate::key::Key;
use crate::object::Object;
use crate::options::{List, Put, PutMode, check_value_size};
use crate::time::Millis;

/// Values under keys.
#[derive(Debug)]
pub struct Kv<B> {
    table: Table<B>,
}

impl<B> Default for Kv<B> {
    fn default() -> Self {
        Self { table: Table::default() }
    }
}

impl<B> Kv<B> {
    /// Stores a value. `declared_ttl` is the instance's `ttlSeconds`.
    ///
    /// # Errors
    /// `storage_key_already_exists`, `storage_value_too_large`, `storage_invalid_options` for an expiry
    /// that KV cannot hold; nothing is changed then.
    pub fn put(
        &mut self,
        key: Key,
        put: Put,
        value: Value<B>,
        declared_ttl: Option<u32>,
        now: Millis,
    ) -> Result<&Object> {
        check_value_size(Variant::Kv, value.size)?;
        let expires_at = Expiry::of(put.ttl, declared_ttl, now)?.map(|expiry| expiry.at);
        if put.mode == PutMode::Create && self.table.get(key.as_str(), now).is_some() {
            return Err(put.mode.refusal());
        }
        let object =
            Object { size: value.size, etag: value.etag, stored_at: now, metadata: put.metadata, expires_at };
        Ok(self.table.insert(key, Entry { object, body: value.body }))
    }

    /// Finds a value.
    pub fn get(&mut self, key: &Key, now: Millis) -> Option<&Entry<B>> {
        self.table.get(key.as_str(), now)
    }

    /// What is known of a value.
    pub fn head(&mut self, key: &Key, now: Millis) -> Option<&Object> {
        self.table.get(key.as_str(), now).map(|entry| &entry.object)
    }

    /// Removes a value, if it exists.
    pub fn delete(&mut self, key: &Key) {
        self.table.remove(key);
    }

    /// One page of the values.
    ///
    /// # Errors
    /// `storage_invalid_cursor`.
    pub fn list(&self, identity: &str, list: &List, now: Millis) -> Result<Page<'_, B>> {
        self.table.page(identity, list, now)
    }
}
