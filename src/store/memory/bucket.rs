//! The memory bucket: what R2 does, without R2.

use super::table::{Entry, Page, Table, Value};
use crate::condition::{Get, Selection};
use crate::declare::Variant;
use crate::error::Result;
use crate::key::Key;
use crate::object::Object;
use crate::options::{List, Put, PutMode, check_value_size};
use crate::time::Millis;

/// Objects under keys.
#[derive(Debug)]
pub struct Bucket<B> {
    table: Table<B>,
}

/// What a get found.
#[derive(Debug)]
pub struct Found<'a, B> {
    /// The object with its bytes.
    pub entry: &'a Entry<B>,
    /// What of it was asked for.
    pub selection: Selection,
}

impl<B> Default for Bucket<B> {
    fn default() -> Self {
        Self { table: Table::default() }
    }
}

impl<B> Bucket<B> {
    /// Stores an object, if the put's condition holds. `delete_after_days` is the lifecycle rule: an
    /// overwrite restarts the count.
    ///
    /// # Errors
    /// `storage_key_already_exists`, `storage_precondition_failed`, `storage_value_too_large`; nothing
    /// is changed then.
    pub fn put(
        &mut self,
        key: Key,
        put: Put,
        value: Value<B>,
        delete_after_days: Option<u32>,
        now: Millis,
    ) -> Result<&Object> {
        check_value_size(Variant::Bucket, value.size)?;
        let current = self.table.get(key.as_str(), now).map(|entry| entry.object.etag.as_str());
        let holds = match &put.mode {
            PutMode::Overwrite => true,
            PutMode::Create => current.is_none(),
            PutMode::Replace(etag) => current == Some(etag),
        };
        if !holds {
            return Err(put.mode.refusal());
        }
        let object = Object {
            size: value.size,
            etag: value.etag,
            stored_at: now,
            metadata: put.metadata,
            expires_at: delete_after_days.map(|days| now.plus_days(days)),
        };
        Ok(self.table.insert(key, Entry { object, body: value.body }))
    }

    /// Finds an object, or the part of it that is asked for.
    ///
    /// # Errors
    /// `storage_invalid_range` when no byte lies in the range.
    pub fn get(&mut self, key: &Key, get: &Get, now: Millis) -> Result<Option<Found<'_, B>>> {
        let Some(entry) = self.table.get(key.as_str(), now) else { return Ok(None) };
        let object = &entry.object;
        let selection = get.select(&object.etag, object.stored_at, object.size)?;
        Ok(Some(Found { entry, selection }))
    }

    /// What is known of an object.
    pub fn head(&mut self, key: &Key, now: Millis) -> Option<&Object> {
        self.table.get(key.as_str(), now).map(|entry| &entry.object)
    }

    /// Removes an object, if it exists.
    pub fn delete(&mut self, key: &Key) {
        self.table.remove(key);
    }

    /// One page of the objects.
    ///
    /// # Errors
    /// `storage_invalid_cursor`.
    pub fn list(&self, identity: &str, list: &List, now: Millis) -> Result<Page<'_, B>> {
        self.table.page(identity, list, now)
    }
}
