//! The memory host with plain bytes for bodies.
//!
//! In the package a few lines of glue stand around the core's store: they parse the call, count the
//! bytes and set the deadline. Here are the same lines without JavaScript, so that the tests call the
//! store as a caller does and take no way past a check.

use bytes::Bytes;
use layeron_storage::condition::{Get, Selection};
use layeron_storage::declare::{Declaration, Variant};
use layeron_storage::error::Result;
use layeron_storage::etag;
use layeron_storage::expiry::Lifetime;
use layeron_storage::key::Key;
use layeron_storage::object::Object;
use layeron_storage::options::{List, Put, cache_ttl, check_value_size};
use layeron_storage::store::memory::{Entry, Store};
use layeron_storage::time::Millis;

use crate::value::Value;

/// One declared instance and its values.
#[derive(Debug)]
pub(crate) struct Host {
    variant: Variant,
    identity: String,
    lifetime: Lifetime,
    store: Store<Bytes>,
}

/// What a get hands out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Read {
    pub(crate) object: Object,
    pub(crate) selection: Selection,
    /// The selected bytes.
    pub(crate) body: Bytes,
}

/// What a list hands out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Listed {
    pub(crate) items: Vec<(String, Object)>,
    pub(crate) prefixes: Vec<String>,
    pub(crate) cursor: Option<String>,
}

impl Host {
    /// Declares an instance, by the options of `storage.bucket()` or `storage.kv()`.
    pub(crate) fn declare(variant: Variant, options: &Value) -> Result<Self> {
        let declaration = Declaration::parse(variant, options)?;
        let lifetime = match variant {
            Variant::Bucket => {
                Lifetime::Days(declaration.options.lifecycle.map(|rule| rule.delete_after_days))
            }
            Variant::Kv => Lifetime::Seconds(declaration.options.ttl_seconds),
        };
        Ok(Self { variant, identity: declaration.identity(), lifetime, store: Store::default() })
    }

    pub(crate) fn put(&mut self, key: &str, body: Bytes, options: &Value, now: Millis) -> Result<Object> {
        let key = self.key(key)?;
        let put = Put::parse(self.variant, options, None)?;
        let size = body.len() as u64;
        put.check_declared(size)?;
        check_value_size(self.variant, size)?;
        let object = Object {
            size,
            etag: etag::of(&body),
            stored_at: now,
            metadata: put.metadata,
            expires_at: self.lifetime.deadline(put.ttl, now)?,
        };
        self.store.put(key, &put.mode, Entry { object: object.clone(), body }, now)?;
        Ok(object)
    }

    pub(crate) fn get(&self, key: &str, options: &Value, now: Millis) -> Result<Option<Read>> {
        let get = match self.variant {
            Variant::Bucket => Get::parse(options)?,
            Variant::Kv => cache_ttl(options).map(|_| Get::default())?,
        };
        let Some(found) = self.store.get(&self.key(key)?, &get, now)? else { return Ok(None) };
        let whole = &found.entry.body;
        let body = match found.selection {
            Selection::NotModified => Bytes::new(),
            Selection::Whole => whole.clone(),
            Selection::Part(part) => {
                let at = usize::try_from(part.offset).unwrap();
                whole.slice(at..at + usize::try_from(part.length).unwrap())
            }
        };
        Ok(Some(Read { object: found.entry.object.clone(), selection: found.selection, body }))
    }

    pub(crate) fn head(&self, key: &str, now: Millis) -> Result<Option<Object>> {
        Ok(self.store.head(&self.key(key)?, now).map(|entry| entry.object.clone()))
    }

    pub(crate) fn delete(&mut self, key: &str) -> Result<()> {
        let key = self.key(key)?;
        self.store.delete(&key);
        Ok(())
    }

    pub(crate) fn list(&self, options: &Value, now: Millis) -> Result<Listed> {
        let list = List::parse(self.variant, options)?;
        let page = self.store.list(&self.identity, &list, now)?;
        let item = |(key, entry): &(&str, &Entry<Bytes>)| ((*key).to_owned(), entry.object.clone());
        Ok(Listed {
            items: page.items.iter().map(item).collect(),
            prefixes: page.prefixes,
            cursor: page.next.map(|next| next.to_cursor(&self.identity, &list)),
        })
    }

    fn key(&self, key: &str) -> Result<Key> {
        Key::parse(self.variant, &Value::from(key))
    }
}
