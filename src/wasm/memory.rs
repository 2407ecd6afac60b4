//! The memory host, kept in this instance: one table for each declared instance.
//!
//! A value's bytes stay JavaScript's: the table holds handles. They are copied once on the way in, so
//! that no later change to the caller's buffer is stored, and by the read handle on the way out.

use std::cell::RefCell;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::body::etag_of;
use super::refusal::{Call, Thrown, variant_of};
use super::request::{parse_key, parse_keys, spelled, time};
use super::results::{selected, shown, shown_page};
use super::sys::{self, Declared};
use crate::condition::Get;
use crate::declare::Variant;
use crate::error::Result;
use crate::expiry::Lifetime;
use crate::key::Key;
use crate::object::Object;
use crate::options::{List, Put, cache_ttl, check_value_size};
use crate::store::memory::{Entry, Found, Store};

/// What JavaScript keeps of a stored value.
#[derive(Debug)]
pub(super) struct Kept {
    /// The bytes, in nobody else's hands.
    bytes: Uint8Array,
    /// The StorageObject, of which callers get copies: made once, not for every read.
    pub(super) object: JsValue,
}

thread_local! {
    /// One store for each declared instance, by its number.
    static STORES: RefCell<Vec<Store<Kept>>> = const { RefCell::new(Vec::new()) };
}

/// Starts over with an empty memory host.
#[wasm_bindgen(js_name = memoryReset)]
pub fn memory_reset() {
    STORES.with_borrow_mut(Vec::clear);
}

fn store_of<T>(declared: &Declared, run: impl FnOnce(&mut Store<Kept>) -> T) -> T {
    STORES.with_borrow_mut(|stores| {
        let at = declared.id() as usize;
        if stores.len() <= at {
            stores.resize_with(at + 1, Store::default);
        }
        run(&mut stores[at])
    })
}

fn lifetime_of(declared: &Declared) -> Lifetime {
    match variant_of(declared) {
        Variant::Bucket => Lifetime::Days(declared.delete_after_days()),
        Variant::Kv => Lifetime::Seconds(declared.ttl_seconds()),
    }
}

/// Stores a value that is whole in memory.
#[wasm_bindgen(js_name = memoryPut)]
pub fn memory_put(
    declared: &Declared,
    key: &JsValue,
    value: &Uint8Array,
    options: &JsValue,
    blob_type: Option<String>,
    now: f64,
) -> Thrown<JsValue> {
    let call = Call::new(declared, "put");
    let parsed = parse_key(call, key)?;
    let spelled = spelled(key, &parsed);
    store(declared, parsed, &spelled, value, options, blob_type, now)
        .map_err(|error| call.refuse(error.about(spelled.as_string())))
}

fn store(
    declared: &Declared,
    key: Key,
    spelled: &JsValue,
    value: &Uint8Array,
    options: &JsValue,
    blob_type: Option<String>,
    now: f64,
) -> Result<JsValue> {
    let variant = variant_of(declared);
    let put = Put::parse(variant, options, blob_type)?;
    let size = u64::from(value.length());
    put.check_declared(size)?;
    check_value_size(variant, size)?;
    let now = time(now)?;
    // Not slice(): on Node's Buffer that is a view.
    let bytes = Uint8Array::new(value);
    let object = Object {
        size,
        etag: etag_of(&bytes),
        stored_at: now,
        metadata: put.metadata,
        expires_at: lifetime_of(declared).deadline(put.ttl, now)?,
    };
    let kept = Kept { bytes, object: shown(spelled, &object, variant) };
    let stored = sys::copy(&kept.object);
    store_of(declared, |store| store.put(key, &put.mode, Entry { object, body: kept }, now))?;
    Ok(stored)
}

/// Finds a value.
#[wasm_bindgen(js_name = memoryGet)]
pub fn memory_get(declared: &Declared, key: &JsValue, options: &JsValue, now: f64) -> Thrown<JsValue> {
    let call = Call::new(declared, "get");
    let variant = variant_of(declared);
    let parsed = parse_key(call, key)?;
    find(declared, variant, &parsed, options, now).map_err(call.refuse_key(parsed.as_str()))
}

fn find(declared: &Declared, variant: Variant, key: &Key, options: &JsValue, now: f64) -> Result<JsValue> {
    let now = time(now)?;
    let get = match variant {
        Variant::Bucket => Get::parse(options)?,
        Variant::Kv => cache_ttl(options).map(|_| Get::default())?,
    };
    store_of(declared, |store| {
        Ok(match store.get(key, &get, now)? {
            None => JsValue::NULL,
            Some(Found { entry: Entry { body, .. }, selection }) => {
                selected(&body.object, &body.bytes, selection)
            }
        })
    })
}

/// What is known of a value.
#[wasm_bindgen(js_name = memoryHead)]
pub fn memory_head(declared: &Declared, key: &JsValue, now: f64) -> Thrown<JsValue> {
    let call = Call::new(declared, "head");
    let parsed = parse_key(call, key)?;
    let now = time(now).map_err(call.refuse_key(parsed.as_str()))?;
    Ok(store_of(declared, |store| match store.head(&parsed, now) {
        None => JsValue::NULL,
        Some(entry) => sys::copy(&entry.body.object),
    }))
}

/// Deletes one key or an array of keys, after all have been checked.
#[wasm_bindgen(js_name = memoryDelete)]
pub fn memory_delete(declared: &Declared, keys: &JsValue) -> Thrown<()> {
    let keys = parse_keys(declared, keys)?;
    store_of(declared, |store| keys.iter().for_each(|key| store.delete(key)));
    Ok(())
}

/// One page of the keys.
#[wasm_bindgen(js_name = memoryList)]
pub fn memory_list(declared: &Declared, options: &JsValue, now: f64) -> Thrown<JsValue> {
    let call = Call::new(declared, "list");
    list_page(declared, options, now).map_err(|error| call.refuse(error))
}

fn list_page(declared: &Declared, options: &JsValue, now: f64) -> Result<JsValue> {
    let variant = variant_of(declared);
    let list = List::parse(variant, options)?;
    let now = time(now)?;
    let identity = declared.identity();
    store_of(declared, |store| Ok(shown_page(store.list(&identity, &list, now)?, &identity, &list)))
}
