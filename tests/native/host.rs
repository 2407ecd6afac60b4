//! The memory host with plain bytes as bodies.
//!
//! In the package JavaScript calls the core step by step: it plans a call, counts the bytes, sets the deadline and asks
//! the table. This host takes the same steps without JavaScript, so the tests call the store as a caller does and no
//! check is skipped.

use std::cell::RefCell;

use bytes::Bytes;
use chrono::DateTime;
use layeron_storage::condition::{Get, Selection, Version};
use layeron_storage::declare::{BucketOptions, Declaration, KvOptions};
use layeron_storage::error::Result;
use layeron_storage::etag;
use layeron_storage::expiry;
use layeron_storage::key::Key;
use layeron_storage::memory::{Condition, Entry, Store};
use layeron_storage::mode::Mode;
use layeron_storage::object::Object;
use layeron_storage::options::get::{BucketGetOptions, KvGetOptions};
use layeron_storage::options::list::ListPlan;
use layeron_storage::options::put::{BucketPutOptions, KvPutOptions, Put, Ttl};
use layeron_storage::time::Millis;
use layeron_storage::upload::check_value_size;
use layeron_storage::variant::Variant;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_value, to_value};
use unicode_normalization::UnicodeNormalization;

use crate::read::read;

/// One declared instance and its values.
#[derive(Debug)]
pub(crate) struct Host {
    variant: Variant,
    declaration: Declaration,
    /// A listing removes expired entries, which callers of this host do not see.
    store: RefCell<Store<Kept>>,
}

/// The record of a value that JavaScript keeps.
#[derive(Debug, Clone)]
struct Kept {
    body: Bytes,
    beside: Beside,
}

/// What a caller stored beside a value.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Beside {
    /// The HTTP fields that are set, under the names of their options.
    pub(crate) http: Vec<(&'static str, String)>,
    /// The caller's entries. A checksum replaces an entry of its name.
    pub(crate) metadata: Vec<(String, String)>,
}

const HTTP: [&str; 6] =
    ["contentType", "cacheControl", "contentDisposition", "contentEncoding", "contentLanguage", "expires"];

impl Beside {
    /// Takes it from the options of a put.
    fn of(options: &Value) -> Self {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let http = HTTP.into_iter().filter_map(|name| Some((name, text(options.get(name)?)?)));
        let http = http.filter(|(_, text)| !text.is_empty());
        let entries = options.get("metadata").and_then(Value::as_object).into_iter().flatten();
        let mut metadata: Vec<_> =
            entries.filter_map(|(key, value)| Some((key.clone(), text(value)?))).collect();
        if let Some(checksum) = options.get("checksum").and_then(text) {
            metadata.retain(|(key, _)| key != "checksum");
            metadata.push(("checksum".to_owned(), checksum));
        }
        Self { http: http.collect(), metadata }
    }

    /// An HTTP field, by the name of its option.
    pub(crate) fn http(&self, name: &str) -> Option<&str> {
        self.http.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }
}

/// A stored value as `put`, `head` and `list` describe it.
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

/// The answer to a get.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Read {
    pub(crate) object: Known,
    pub(crate) selection: Selection,
    /// The selected bytes.
    pub(crate) body: Bytes,
}

/// The answer to a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Listed {
    pub(crate) items: Vec<(String, Known)>,
    pub(crate) prefixes: Vec<String>,
    pub(crate) cursor: Option<String>,
}

impl Host {
    /// Declares an instance, by the options of `storage.bucket()` or `storage.kv()`.
    pub(crate) fn declare(variant: Variant, options: &Value) -> Result<Self> {
        let declaration = match variant {
            Variant::Bucket => read::<BucketOptions>(options)?.try_into()?,
            Variant::Kv => read::<KvOptions>(options)?.try_into()?,
        };
        Ok(Self { variant, declaration, store: RefCell::default() })
    }

    #[expect(clippy::too_many_arguments, reason = "four besides `self`")]
    pub(crate) fn put(&mut self, key: &str, body: Bytes, options: &Value, now: Millis) -> Result<Known> {
        let key = self.spelled(key);
        let key = Key::parse(self.variant, &key)?;
        let put = self.plan_put(options)?;
        let size = body.len() as u64;
        put.check_declared(size)?;
        check_value_size(self.variant, size)?;
        let expires_at = match self.variant {
            Variant::Bucket => expiry::of_bucket(self.declaration.delete_after_days, now),
            Variant::Kv => expiry::of_kv(ttl(options), self.declaration.ttl_seconds, now)?,
        };
        let condition = match put.mode {
            Mode::Overwrite => Condition::None,
            Mode::Create => Condition::Absent,
            Mode::Replace => Condition::Etag(options["ifMatch"].as_str().unwrap()),
        };
        let object = Object { size, etag: etag::of(&body), stored_at: now, expires_at };
        let beside = Beside::of(options);
        let entry = Entry { object: object.clone(), body: Kept { body, beside: beside.clone() } };
        self.store.borrow_mut().put(key, condition, entry, now)?;
        Ok(Known { object, beside })
    }

    pub(crate) fn get(&self, key: &str, options: &Value, now: Millis) -> Result<Option<Read>> {
        let key = self.spelled(key);
        let key = Key::parse(self.variant, &key)?;
        let plan = self.plan_get(options)?;
        let store = self.store.borrow();
        let Some(entry) = store.get(key, now) else { return Ok(None) };
        let selection = crossed(&plan).select(version(&entry.object), entry.object.size)?;
        let whole = &entry.body.body;
        let body = match selection {
            Selection::NotModified => Bytes::new(),
            Selection::Whole => whole.clone(),
            Selection::Part(part) => {
                let at = usize::try_from(part.offset).unwrap();
                whole.slice(at..at + usize::try_from(part.length).unwrap())
            }
        };
        Ok(Some(Read { object: known(entry), selection, body }))
    }

    pub(crate) fn head(&self, key: &str, now: Millis) -> Result<Option<Known>> {
        let key = self.spelled(key);
        let key = Key::parse(self.variant, &key)?;
        Ok(self.store.borrow().get(key, now).map(known))
    }

    pub(crate) fn delete(&mut self, key: &str) -> Result<()> {
        let key = self.spelled(key);
        let key = Key::parse(self.variant, &key)?;
        self.store.borrow_mut().delete(key.as_str());
        Ok(())
    }

    pub(crate) fn list(&self, options: &Value, now: Millis) -> Result<Listed> {
        let (identity, options) = (&self.declaration.identity, self.spelled_parts(options));
        let plan = match self.variant {
            Variant::Bucket => ListPlan::of_bucket(identity, read(&options)?)?,
            Variant::Kv => ListPlan::of_kv(identity, read(&options)?)?,
        };
        let plan = crossed(&plan);
        let mut store = self.store.borrow_mut();
        let page = store.list(&plan, now)?;
        Ok(Listed {
            items: page.items.iter().map(|(key, entry)| ((*key).to_owned(), known(entry))).collect(),
            prefixes: page.prefixes,
            cursor: page.next.map(|next| next.to_cursor(plan.listing())),
        })
    }

    fn plan_put(&self, options: &Value) -> Result<Put> {
        match self.variant {
            Variant::Bucket => read::<BucketPutOptions>(options)?.try_into(),
            Variant::Kv => read::<KvPutOptions>(options)?.try_into(),
        }
    }

    fn plan_get(&self, options: &Value) -> Result<Get> {
        match self.variant {
            Variant::Bucket => read::<BucketGetOptions>(options)?.try_into(),
            Variant::Kv => read::<KvGetOptions>(options).map(|_| Get::default()),
        }
    }

    /// Spells a key as `js/key.ts` does: JavaScript composes the keys of buckets before the core gets them.
    fn spelled(&self, key: &str) -> String {
        match self.variant {
            Variant::Bucket => key.nfc().collect(),
            Variant::Kv => key.to_owned(),
        }
    }

    /// The options of a list in which every text that may be a part of a key is spelled as keys are.
    fn spelled_parts(&self, options: &Value) -> Value {
        let mut options = options.clone();
        for (name, value) in options.as_object_mut().into_iter().flatten() {
            if let Value::String(text) = value
                && name != "cursor"
            {
                *text = self.spelled(text);
            }
        }
        options
    }
}

/// The `ttlSeconds` of options that have been read. JavaScript hands it to the core by itself, and `null` is not absent.
fn ttl(options: &Value) -> Ttl {
    options.get("ttlSeconds").map_or(Ttl::Declared, |ttl| from_value(ttl.clone()).unwrap())
}

/// The version of an object, whose date `chrono` writes instead of JavaScript.
pub(crate) fn version(object: &Object) -> Version<'_> {
    let http_date = |at: Millis| {
        let date = DateTime::from_timestamp_millis(i64::try_from(at.get()).unwrap()).unwrap();
        date.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
    };
    Version { etag: &object.etag, stored_at: object.stored_at, http_date }
}

/// A plan after its way out to JavaScript and back in.
fn crossed<T: Serialize + DeserializeOwned>(plan: &T) -> T {
    from_value(to_value(plan).unwrap()).unwrap()
}

fn known(entry: &Entry<Kept>) -> Known {
    Known { object: entry.object.clone(), beside: entry.body.beside.clone() }
}
