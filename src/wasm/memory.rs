//! The memory host, kept in this instance: one table for each declared instance.
//!
//! A value's bytes stay JavaScript's: the table holds handles. They are copied once on the way in, so
//! that no later change to the caller's buffer is stored, and by the read handle on the way out.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::body::etag_of;
use super::refusal::{Call, Thrown, variant_of};
use super::request::{parse_key, parse_keys, spelled, time};
use super::results::{selected, shown, shown_page};
use super::sys::Declared;
use crate::condition::{Get, Selection};
use crate::declare::Variant;
use crate::error::Result;
use crate::key::Key;
use crate::object::Object;
use crate::options::{List, Put, cache_ttl, check_value_size};
use crate::store::memory::{Bucket, Kv, Value};

#[derive(Default)]
struct Host {
    buckets: BTreeMap<u32, Bucket<Uint8Array>>,
    kvs: BTreeMap<u32, Kv<Uint8Array>>,
}

thread_local! {
    static HOST: RefCell<Host> = RefCell::new(Host::default());
}

/// Starts over with an empty memory host.
#[wasm_bindgen(js_name = memoryReset)]
pub fn memory_reset() {
    HOST.with_borrow_mut(|host| *host = Host::default());
}

fn bucket<T>(declared: &Declared, run: impl FnOnce(&mut Bucket<Uint8Array>) -> T) -> T {
    HOST.with_borrow_mut(|host| run(host.buckets.entry(declared.id()).or_default()))
}

fn kv<T>(declared: &Declared, run: impl FnOnce(&mut Kv<Uint8Array>) -> T) -> T {
    HOST.with_borrow_mut(|host| run(host.kvs.entry(declared.id()).or_default()))
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
    let name = parsed.as_str().to_owned();
    store(declared, parsed, &spelled, value, options, blob_type, now).map_err(call.refuse_key(&name))
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
    let body = Uint8Array::new(value);
    let value = Value { etag: etag_of(&body), size, body };
    match variant {
        Variant::Bucket => bucket(declared, |bucket| {
            let stored = bucket.put(key, put, value, declared.delete_after_days(), now)?;
            Ok(shown(spelled, stored, variant))
        }),
        Variant::Kv => kv(declared, |kv| {
            let stored = kv.put(key, put, value, declared.ttl_seconds(), now)?;
            Ok(shown(spelled, stored, variant))
        }),
    }
}

/// Finds a value.
#[wasm_bindgen(js_name = memoryGet)]
pub fn memory_get(declared: &Declared, key: &JsValue, options: &JsValue, now: f64) -> Thrown<JsValue> {
    let call = Call::new(declared, "get");
    let variant = variant_of(declared);
    let parsed = parse_key(call, key)?;
    find(declared, variant, &parsed, &spelled(key, &parsed), options, now)
        .map_err(call.refuse_key(parsed.as_str()))
}

fn find(
    declared: &Declared,
    variant: Variant,
    key: &Key,
    spelled: &JsValue,
    options: &JsValue,
    now: f64,
) -> Result<JsValue> {
    let now = time(now)?;
    match variant {
        Variant::Bucket => {
            let get = Get::parse(options)?;
            bucket(declared, |bucket| {
                let found = bucket.get(key, &get, now)?;
                Ok(found.map_or(JsValue::NULL, |found| {
                    let object = shown(spelled, &found.entry.object, variant);
                    selected(&object, &found.entry.body, found.selection)
                }))
            })
        }
        Variant::Kv => {
            cache_ttl(options)?;
            kv(declared, |kv| {
                Ok(kv.get(key, now).map_or(JsValue::NULL, |entry| {
                    let object = shown(spelled, &entry.object, variant);
                    selected(&object, &entry.body, Selection::Whole)
                }))
            })
        }
    }
}

/// What is known of a value.
#[wasm_bindgen(js_name = memoryHead)]
pub fn memory_head(declared: &Declared, key: &JsValue, now: f64) -> Thrown<JsValue> {
    let call = Call::new(declared, "head");
    let variant = variant_of(declared);
    let parsed = parse_key(call, key)?;
    let now = time(now).map_err(call.refuse_key(parsed.as_str()))?;
    let show = |object: Option<&Object>| {
        object.map_or(JsValue::NULL, |object| shown(&spelled(key, &parsed), object, variant))
    };
    Ok(match variant {
        Variant::Bucket => bucket(declared, |bucket| show(bucket.head(&parsed, now))),
        Variant::Kv => kv(declared, |kv| show(kv.head(&parsed, now))),
    })
}

/// Deletes one key or an array of keys, after all have been checked.
#[wasm_bindgen(js_name = memoryDelete)]
pub fn memory_delete(declared: &Declared, keys: &JsValue) -> Thrown<()> {
    for key in parse_keys(declared, keys)? {
        match variant_of(declared) {
            Variant::Bucket => bucket(declared, |bucket| bucket.delete(&key)),
            Variant::Kv => kv(declared, |kv| kv.delete(&key)),
        }
    }
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
    match variant {
        Variant::Bucket => bucket(declared, |bucket| {
            Ok(shown_page(bucket.list(&identity, &list, now)?, &identity, &list, variant))
        }),
        Variant::Kv => {
            kv(declared, |kv| Ok(shown_page(kv.list(&identity, &list, now)?, &identity, &list, variant)))
        }
    }
}
