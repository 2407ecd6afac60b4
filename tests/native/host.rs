//! The memory host with plain bytes for bodies.
//!
//! In the package a few lines of glue stand around the core's store: they parse the call, count the
//! bytes and set the deadline. Here are the same lines without JavaScript, so that the tests call the
//! store as a caller does and take no way past a check.

use std::cell::RefCell;

use bytes::Bytes;
use layeron_storage::condition::{Get, Selection};
use layeron_storage::declare::{BUCKET_OPTIONS, Declaration, KV_OPTIONS, Kind, Variant};
use layeron_storage::error::Result;
use layeron_storage::etag;
use layeron_storage::expiry::Lifetime;
use layeron_storage::input::View;
use layeron_storage::key::Key;
use layeron_storage::object::Object;
use layeron_storage::options::{
    GET_BUCKET, GET_KV, LIST_BUCKET, LIST_KV, List, PUT_BUCKET, PUT_KV, Put, check_kv_get, check_value_size,
};
use layeron_storage::store::memory::{Entry, Store};
use layeron_storage::time::Millis;
use unicode_normalization::UnicodeNormalization;

use crate::value::{Value, seen};

/// One declared instance and its values.
#[derive(Debug)]
pub(crate) struct Host {
    variant: Variant,
    identity: String,
    lifetime: Lifetime,
    /// A listing tidies up, but no test need know.
    store: RefCell<Store<Kept>>,
}

/// What JavaScript keeps of a value.
#[derive(Debug, Clone)]
struct Kept {
    body: Bytes,
    beside: Beside,
}

/// What a caller stored beside a value.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Beside {
    /// The HTTP fields that are set, by their options.
    pub(crate) http: Vec<(&'static str, String)>,
    /// The caller's entries; a checksum stands for an entry of its name.
    pub(crate) metadata: Vec<(String, String)>,
}

impl Beside {
    /// As js/shapes.js takes it from the options of a put.
    fn of(options: &Value) -> Self {
        let Value::Object(members) = options else { return Self::default() };
        let member = |name: &str| members.iter().find(|(own, _)| own == name).map(|(_, value)| value);
        let text = |name| match member(name) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let http = layeron_storage::metadata::HTTP.into_iter().filter_map(|name| Some((name, text(name)?)));
        let mut metadata: Vec<_> = match member("metadata") {
            Some(Value::Object(entries)) => entries
                .iter()
                .filter_map(|(key, value)| match value {
                    Value::Text(value) => Some((key.clone(), value.clone())),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        if let Some(checksum) = text("checksum") {
            metadata.retain(|(key, _)| key != "checksum");
            metadata.push(("checksum".to_owned(), checksum));
        }
        Self { http: http.collect(), metadata }
    }

    /// An HTTP field, by its option.
    pub(crate) fn http(&self, name: &str) -> Option<&str> {
        self.http.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }
}

/// All that is known of a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Known {
    pub(crate) object: Object,
    pub(crate) beside: Beside,
}

impl std::ops::Deref for Known {
    type Target = Object;

    fn deref(&self) -> &Object {
        &self.object
    }
}

/// What a get hands out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Read {
    pub(crate) object: Known,
    pub(crate) selection: Selection,
    /// The selected bytes.
    pub(crate) body: Bytes,
}

/// What a list hands out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Listed {
    pub(crate) items: Vec<(String, Known)>,
    pub(crate) prefixes: Vec<String>,
    pub(crate) cursor: Option<String>,
}

impl Host {
    /// Declares an instance, by the options of `storage.bucket()` or `storage.kv()`.
    pub(crate) fn declare(variant: Variant, options: &Value) -> Result<Self> {
        let frame = options.frame(by(variant, BUCKET_OPTIONS, KV_OPTIONS));
        let declaration = Declaration::parse(Kind::Storage(variant), seen(&frame))?;
        let lifetime = match variant {
            Variant::Bucket => {
                Lifetime::Days(declaration.options.lifecycle.map(|rule| rule.delete_after_days))
            }
            Variant::Kv => Lifetime::Seconds(declaration.options.ttl_seconds),
        };
        Ok(Self { variant, identity: declaration.identity(), lifetime, store: RefCell::default() })
    }

    pub(crate) fn put(&mut self, key: &str, body: Bytes, options: &Value, now: Millis) -> Result<Known> {
        let key = self.spelled(key);
        let key = parsed(self.variant, &key)?;
        let frame = options.frame(by(self.variant, PUT_BUCKET, PUT_KV));
        let put = Put::parse(self.variant, seen(&frame))?;
        let size = body.len() as u64;
        put.check_declared(size)?;
        check_value_size(self.variant, size)?;
        let expires_at = self.lifetime.deadline(put.ttl, now)?;
        let object = Object { size, etag: etag::of(&body), stored_at: now, expires_at };
        let beside = Beside::of(options);
        let kept = Kept { body, beside: beside.clone() };
        self.store.borrow_mut().put(key, put.mode, Entry { object: object.clone(), body: kept }, now)?;
        Ok(Known { object, beside })
    }

    pub(crate) fn get(&self, key: &str, options: &Value, now: Millis) -> Result<Option<Read>> {
        let key = self.spelled(key);
        let frame = options.frame(by(self.variant, GET_BUCKET, GET_KV));
        let get = match self.variant {
            Variant::Bucket => Get::parse(seen(&frame))?,
            Variant::Kv => check_kv_get(seen(&frame)).map(|()| Get::default())?,
        };
        let store = self.store.borrow();
        let Some(found) = store.get(parsed(self.variant, &key)?, &get, now)? else { return Ok(None) };
        let whole = &found.entry.body.body;
        let body = match found.selection {
            Selection::NotModified => Bytes::new(),
            Selection::Whole => whole.clone(),
            Selection::Part(part) => {
                let at = usize::try_from(part.offset).unwrap();
                whole.slice(at..at + usize::try_from(part.length).unwrap())
            }
        };
        Ok(Some(Read { object: known(found.entry), selection: found.selection, body }))
    }

    pub(crate) fn head(&self, key: &str, now: Millis) -> Result<Option<Known>> {
        let key = self.spelled(key);
        Ok(self.store.borrow().head(parsed(self.variant, &key)?, now).map(known))
    }

    pub(crate) fn delete(&mut self, key: &str) -> Result<()> {
        let key = self.spelled(key);
        parsed(self.variant, &key)?;
        self.store.borrow_mut().delete(&key);
        Ok(())
    }

    pub(crate) fn list(&self, options: &Value, now: Millis) -> Result<Listed> {
        let spelled = self.spelled_parts(options);
        let frame = spelled.frame(by(self.variant, LIST_BUCKET, LIST_KV));
        let list = List::parse(self.variant, seen(&frame))?;
        let mut store = self.store.borrow_mut();
        let page = store.list(&self.identity, &list, now)?;
        Ok(Listed {
            items: page.items.iter().map(|(key, entry)| ((*key).to_owned(), known(entry))).collect(),
            prefixes: page.prefixes,
            cursor: page.next.map(|next| next.to_cursor(&self.identity, &list)),
        })
    }

    /// A key as js/key.js spells it.
    fn spelled(&self, key: &str) -> String {
        match self.variant {
            Variant::Bucket => key.nfc().collect(),
            Variant::Kv => key.to_owned(),
        }
    }

    /// Options of a list, what may be a part of a key spelled as keys are.
    fn spelled_parts(&self, options: &Value) -> Value {
        let Value::Object(members) = options else { return options.clone() };
        let spelled = |(name, value): &(String, Value)| match value {
            Value::Text(text) if name != "cursor" => (name.clone(), Value::Text(self.spelled(text))),
            _ => (name.clone(), value.clone()),
        };
        Value::Object(members.iter().map(spelled).collect())
    }
}

fn by<T>(variant: Variant, bucket: T, kv: T) -> T {
    match variant {
        Variant::Bucket => bucket,
        Variant::Kv => kv,
    }
}

fn parsed(variant: Variant, key: &str) -> Result<Key<'_>> {
    Key::parse(variant, View::Text(key))
}

fn known(entry: &Entry<Kept>) -> Known {
    Known { object: entry.object.clone(), beside: entry.body.beside.clone() }
}
