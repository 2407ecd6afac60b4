//! Calls on a KV binding: each in the two halves that stand before and after the wait.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use super::body::etag_of;
use super::refusal::{Call, Thrown};
use super::request::{parse_key, spelled, time};
use super::results::{number, record, selected, shown};
use super::sys::{self, Declared};
use crate::condition::Selection;
use crate::declare::Variant;
use crate::error::Result;
use crate::expiry::Expiry;
use crate::host::kv::{FORMAT, foreign, read};
use crate::key::{Key, RESERVED_PREFIX};
use crate::list::Position;
use crate::object::Object;
use crate::options::{List, Put, PutMode, cache_ttl, check_value_size};
use crate::time::Millis;

/// Plans a put of a value that is whole in memory.
#[wasm_bindgen(js_name = kvPut)]
pub fn kv_put(
    declared: &Declared,
    key: &JsValue,
    value: &Uint8Array,
    options: &JsValue,
    blob_type: Option<String>,
    now: f64,
) -> Thrown<JsValue> {
    let call = Call::new(declared, "put");
    let parsed = parse_key(call, key)?;
    plan_put(declared, &parsed, &spelled(key, &parsed), value, options, blob_type, now)
        .map_err(call.refuse_key(parsed.as_str()))
}

fn plan_put(
    declared: &Declared,
    key: &Key,
    spelled: &JsValue,
    value: &Uint8Array,
    options: &JsValue,
    blob_type: Option<String>,
    now: f64,
) -> Result<JsValue> {
    let put = Put::parse(Variant::Kv, options, blob_type)?;
    let size = u64::from(value.length());
    put.check_declared(size)?;
    check_value_size(Variant::Kv, size)?;
    let stored_at = time(now)?;
    let expiry = Expiry::of(put.ttl, declared.ttl_seconds(), stored_at)?;
    let object = Object {
        size,
        etag: etag_of(value),
        stored_at,
        metadata: put.metadata,
        expires_at: expiry.map(|expiry| expiry.at),
    };
    Ok(sys::kv_put(
        key.as_str(),
        &record_of(&object),
        expiry.map(|expiry| expiry.ttl),
        put.mode == PutMode::Create,
        &shown(spelled, &object, Variant::Kv),
    ))
}

fn record_of(object: &Object) -> JsValue {
    let metadata = &object.metadata;
    let http = &metadata.http;
    let user = match metadata.user.as_slice() {
        [] => JsValue::UNDEFINED,
        user => record(user.iter().map(|(key, value)| (key.as_str(), value.as_str()))),
    };
    sys::kv_record(
        FORMAT,
        number(object.size),
        &object.etag,
        number(object.stored_at.get()),
        object.expires_at.map(|at| number(at.seconds())),
        http.content_type.as_deref(),
        http.cache_control.as_deref(),
        http.content_disposition.as_deref(),
        http.content_encoding.as_deref(),
        metadata.checksum.as_deref(),
        &user,
    )
}

/// Refuses a create-only put when the value that is visible at `now` exists. `metadata` is what KV
/// answered for the key.
#[wasm_bindgen(js_name = kvCreate)]
pub fn kv_create(declared: &Declared, key: &str, metadata: &JsValue, now: f64) -> Thrown<()> {
    let call = Call::new(declared, "put");
    let now = time(now).map_err(call.refuse_key(key))?;
    match read(metadata) {
        Some(object) if !object.exists_at(now) => Ok(()),
        _ => Err(call.refuse(PutMode::Create.refusal().with_key(key))),
    }
}

/// Plans a get.
#[wasm_bindgen(js_name = kvGet)]
pub fn kv_get(declared: &Declared, key: &JsValue, options: &JsValue) -> Thrown<JsValue> {
    let call = Call::new(declared, "get");
    let key = parse_key(call, key)?;
    let cache_ttl = cache_ttl(options).map_err(call.refuse_key(key.as_str()))?;
    Ok(sys::kv_get(key.as_str(), cache_ttl))
}

/// The result of a get: null when the value has expired.
#[wasm_bindgen(js_name = kvGetDone)]
pub fn kv_get_done(
    declared: &Declared,
    key: &JsValue,
    value: &Uint8Array,
    metadata: &JsValue,
    now: f64,
) -> Thrown<JsValue> {
    let now = time(now).map_err(|error| Call::new(declared, "get").refuse(error))?;
    let size = u64::from(value.length());
    // A record that does not describe these bytes was not written with them.
    let object =
        read(metadata).filter(|object| object.size == size).unwrap_or_else(|| foreign(size, etag_of(value)));
    if !object.exists_at(now) {
        return Ok(JsValue::NULL);
    }
    Ok(selected(&shown(key, &object, Variant::Kv), value, Selection::Whole))
}

/// The result of a head: null when the value has expired, undefined when only its bytes can tell.
#[wasm_bindgen(js_name = kvHeadDone)]
pub fn kv_head_done(declared: &Declared, key: &JsValue, metadata: &JsValue, now: f64) -> Thrown<JsValue> {
    let now = time(now).map_err(|error| Call::new(declared, "head").refuse(error))?;
    Ok(match read(metadata) {
        None => JsValue::UNDEFINED,
        Some(object) if !object.exists_at(now) => JsValue::NULL,
        Some(object) => shown(key, &object, Variant::Kv),
    })
}

#[wasm_bindgen]
extern "C" {
    /// A listing under way, as `js/host/kv.js` keeps it between two requests.
    type KvListing;
    #[wasm_bindgen(method, getter)]
    fn asked(this: &KvListing) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn prefix(this: &KvListing) -> String;
    #[wasm_bindgen(method, getter)]
    fn limit(this: &KvListing) -> u32;
    #[wasm_bindgen(method, setter)]
    fn set_prefix(this: &KvListing, prefix: &str);
    #[wasm_bindgen(method, setter)]
    fn set_limit(this: &KvListing, limit: u32);
    #[wasm_bindgen(method, getter)]
    fn items(this: &KvListing) -> Array;
    #[wasm_bindgen(method, setter)]
    fn set_options(this: &KvListing, options: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_page(this: &KvListing, page: &JsValue);

    /// `KVNamespaceListResult`
    pub type KvKeys;
    #[wasm_bindgen(method, getter)]
    fn keys(this: &KvKeys) -> Array;
    #[wasm_bindgen(method, getter)]
    fn list_complete(this: &KvKeys) -> bool;
    #[wasm_bindgen(method, getter)]
    fn cursor(this: &KvKeys) -> Option<String>;

    /// `KVNamespaceListKey`
    type KvKey;
    #[wasm_bindgen(method, getter)]
    fn name(this: &KvKey) -> String;
    #[wasm_bindgen(method, getter)]
    fn metadata(this: &KvKey) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn expiration(this: &KvKey) -> Option<f64>;
}

/// The listing as it was asked for: kept by the plan, as the caller may change the options meanwhile.
fn list_of(listing: &KvListing) -> List {
    List {
        prefix: listing.prefix(),
        delimiter: None,
        start_after: None,
        limit: listing.limit(),
        cursor: None,
    }
}

fn ask(list: &List, cursor: Option<&str>, limit: u32) -> JsValue {
    sys::kv_list_options(&list.prefix, cursor, limit)
}

/// Plans the first request of a page: sets `options`, or `page` when there is nothing to ask.
#[wasm_bindgen(js_name = kvList)]
pub fn kv_list(declared: &Declared, listing: &JsValue) -> Thrown<()> {
    let listing: &KvListing = listing.unchecked_ref();
    let call = Call::new(declared, "list");
    let list = List::parse(Variant::Kv, &listing.asked()).map_err(|error| call.refuse(error))?;
    listing.set_prefix(&list.prefix);
    listing.set_limit(list.limit);
    let cursor = match Position::of(&declared.identity(), &list).map_err(|error| call.refuse(error))? {
        None => None,
        Some(Position::Host(cursor)) => Some(cursor),
        Some(_) => return Err(call.refuse(crate::list::invalid())),
    };
    if list.prefix.starts_with(RESERVED_PREFIX) {
        listing.set_page(&sys::page(&listing.items(), None, &JsValue::UNDEFINED));
    } else {
        listing.set_options(&ask(&list, cursor.as_deref(), list.limit));
    }
    Ok(())
}

/// What an answer says of each key: an item, or for a value that another program wrote `{ key,
/// expiresAt }`, as its bytes have to be read. Reserved and expired keys are left out.
#[wasm_bindgen(js_name = kvListed)]
pub fn kv_listed(declared: &Declared, answer: &KvKeys, now: f64) -> Thrown<Array> {
    let now = time(now).map_err(|error| Call::new(declared, "list").refuse(error))?;
    let items = Array::new();
    for key in answer.keys().iter() {
        let key: &KvKey = key.unchecked_ref();
        let name = key.name();
        if name.starts_with(RESERVED_PREFIX) {
            continue;
        }
        match read(&key.metadata()) {
            Some(object) if !object.exists_at(now) => {}
            Some(object) => {
                items.push(&shown(&name.into(), &object, Variant::Kv));
            }
            None => {
                let expiry = key.expiration().and_then(|seconds| Millis::from_f64(seconds * 1000.0));
                items.push(&sys::kv_foreign(&name, expiry.map(Millis::iso).as_deref()));
            }
        }
    }
    Ok(items)
}

/// Ends or continues a page to which an answer's items have been added: sets `page`, or `options` for
/// the next request.
#[wasm_bindgen(js_name = kvListDone)]
pub fn kv_list_done(declared: &Declared, listing: &JsValue, answer: &KvKeys) {
    let listing: &KvListing = listing.unchecked_ref();
    let list = list_of(listing);
    let cursor = if answer.list_complete() { None } else { answer.cursor() };
    let missing = list.limit.saturating_sub(listing.items().length());
    match cursor {
        Some(cursor) if missing > 0 => listing.set_options(&ask(&list, Some(&cursor), missing)),
        cursor => {
            let cursor = cursor.map(|cursor| Position::Host(cursor).to_cursor(&declared.identity(), &list));
            listing.set_page(&sys::page(&listing.items(), cursor.as_deref(), &JsValue::UNDEFINED));
        }
    }
}

/// The item of a value that another program wrote, once its bytes are here.
#[wasm_bindgen(js_name = kvForeignItem)]
pub fn kv_foreign_item(key: &str, value: &Uint8Array, expires_at: &JsValue) -> JsValue {
    let object = foreign(u64::from(value.length()), etag_of(value));
    let item = shown(&key.into(), &object, Variant::Kv);
    if !expires_at.is_undefined() {
        let set = Reflect::set(&item, &"expiresAt".into(), expires_at);
        debug_assert!(set.is_ok(), "a plain object takes every member");
    }
    item
}
