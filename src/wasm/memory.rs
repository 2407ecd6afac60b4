//! The memory host, kept in this instance: one table for each declared instance.
//!
//! A value's bytes, and what its caller stored beside them, stay JavaScript's: the table holds a handle.

use alloc::{string::String, vec::Vec};
use core::cell::RefCell;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

use super::body::etag_of;
use super::call::{number, text, time};
use super::kv::named;
use super::refusal::{Thrown, variant};
use super::sys;
use crate::condition::{Get, Selection};
use crate::declare::Variant;
use crate::expiry::Lifetime;
use crate::input::Frame;
use crate::key::Key;
use crate::object::Object;
use crate::options::{List, Put, check_kv_get, check_value_size};
use crate::store::memory::{Entry, Store};

/// One store for each declared instance, by its number.
static STORES: Stores = Stores(RefCell::new(Vec::new()));

struct Stores(RefCell<Vec<Store<JsValue>>>);

#[cfg(target_feature = "atomics")]
compile_error!("the memory host expects a wasm of one thread");

#[expect(unsafe_code, reason = "this wasm has one thread, and `thread_local!` is the standard library's")]
// SAFETY: without atomics no other thread can run in this instance.
unsafe impl Sync for Stores {}

/// Starts over with an empty memory host.
#[wasm_bindgen(js_name = memoryReset)]
pub fn memory_reset() {
    STORES.0.borrow_mut().clear();
}

fn store_of<T>(id: usize, run: impl FnOnce(&mut Store<JsValue>) -> T) -> T {
    let mut stores = STORES.0.borrow_mut();
    if stores.len() <= id {
        stores.resize_with(id + 1, Store::default);
    }
    run(&mut stores[id])
}

/// Stores a value that is whole in memory; `kept` is what [`memory_get`] gives back. `lifetime` is what the
/// declaration says, in days or seconds. Returns the etag of 16 characters and, after it, the milliseconds
/// of the value's end, if it has one.
#[wasm_bindgen(js_name = memoryPut)]
pub fn memory_put(
    id: usize,
    is_bucket: bool,
    frame: &str,
    value: &Uint8Array,
    lifetime: Option<u32>,
    now: f64,
    kept: JsValue,
) -> Thrown<String> {
    let variant = variant(is_bucket);
    let mut frame = Frame::new(frame);
    let key = Key::parse(variant, frame.take())?;
    let put = Put::parse(variant, frame.take())?;
    let size = u64::from(value.length());
    put.check_declared(size)?;
    check_value_size(variant, size)?;
    let now = time(now)?;
    let lifetime = match variant {
        Variant::Bucket => Lifetime::Days(lifetime),
        Variant::Kv => Lifetime::Seconds(lifetime),
    };
    let expires_at = lifetime.deadline(put.ttl, now)?;
    let etag = etag_of(value);
    let object = Object { size, etag: etag.clone(), stored_at: now, expires_at };
    store_of(id, |store| store.put(key, put.mode, Entry { object, body: kept }, now))?;
    Ok(named(etag, expires_at))
}

/// Finds a value: what was kept of it and the part that is asked for, or undefined.
#[wasm_bindgen(js_name = memoryGet)]
pub fn memory_get(id: usize, is_bucket: bool, frame: &str, now: f64) -> Thrown<JsValue> {
    let variant = variant(is_bucket);
    let mut frame = Frame::new(frame);
    let key = Key::parse(variant, frame.take())?;
    let get = match variant {
        Variant::Bucket => Get::parse(frame.take())?,
        Variant::Kv => check_kv_get(frame.take()).map(|()| Get::default())?,
    };
    let now = time(now)?;
    store_of(id, |store| {
        let Some(found) = store.get(key, &get, now)? else { return Ok(JsValue::UNDEFINED) };
        let (not_modified, part) = match found.selection {
            Selection::NotModified => (true, None),
            Selection::Whole => (false, None),
            Selection::Part(part) => (false, Some(part)),
        };
        let offset = part.map(|part| number(part.offset));
        Ok(sys::found(&found.entry.body, not_modified, offset, part.map(|part| number(part.length))))
    })
}

/// What was kept of a value, or undefined.
#[wasm_bindgen(js_name = memoryHead)]
pub fn memory_head(id: usize, is_bucket: bool, frame: &str, now: f64) -> Thrown<JsValue> {
    let key = Key::parse(variant(is_bucket), Frame::new(frame).take())?;
    let now = time(now)?;
    Ok(store_of(id, |store| store.head(key, now).map_or(JsValue::UNDEFINED, |entry| entry.body.clone())))
}

/// Deletes a key that has been checked.
#[wasm_bindgen(js_name = memoryDelete)]
pub fn memory_delete(id: usize, key: &str) {
    store_of(id, |store| store.delete(key));
}

/// One page of the keys. The instance's identity follows the options in the frame.
#[wasm_bindgen(js_name = memoryList)]
pub fn memory_list(id: usize, is_bucket: bool, frame: &str, now: f64) -> Thrown<JsValue> {
    let mut frame = Frame::new(frame);
    let list = List::parse(variant(is_bucket), frame.take())?;
    let identity = text(frame.take());
    let now = time(now)?;
    store_of(id, |store| {
        let page = store.list(identity, &list, now)?;
        let items: Array = page.items.iter().map(|(_, entry)| &entry.body).collect();
        let prefixes = list.delimiter.map(|_| page.prefixes.iter().map(JsValue::from).collect());
        let cursor = page.next.map(|next| next.to_cursor(identity, &list));
        Ok(sys::page(items, cursor, prefixes))
    })
}
