//! The memory host, kept in this instance: one table for each declared instance.
//!
//! A value's bytes, and what its caller stored beside them, stay JavaScript's: the table holds a handle.

use alloc::{string::String, vec::Vec};
use core::cell::RefCell;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

use super::body::etag_of;
use super::call::{count, no_time, number, text, variant};
use super::questions as q;
use super::refusal::Thrown;
use super::sys;
use crate::condition::{Get, Selection};
use crate::declare::Variant;
use crate::error::Result;
use crate::expiry::Lifetime;
use crate::input::Frame;
use crate::key::Key;
use crate::object::Object;
use crate::options::{List, Put, check_kv_get, check_value_size};
use crate::store::memory::{Entry, Store};
use crate::time::Millis;
use crate::words::decimal;

/// One store for each declared instance, by its number.
static STORES: Stores = Stores(RefCell::new(Vec::new()));

struct Stores(RefCell<Vec<Store<JsValue>>>);

#[cfg(target_feature = "atomics")]
compile_error!("the memory host expects a wasm of one thread");

#[expect(unsafe_code, reason = "this wasm has one thread, and `thread_local!` is the standard library's")]
// SAFETY: without atomics no other thread can run in this instance.
unsafe impl Sync for Stores {}

/// Starts over with an empty memory host.
pub(super) fn reset() -> f64 {
    STORES.0.borrow_mut().clear();
    0.0
}

fn store_of<T>(id: usize, run: impl FnOnce(&mut Store<JsValue>) -> T) -> T {
    let mut stores = STORES.0.borrow_mut();
    if stores.len() <= id {
        stores.resize_with(id + 1, Store::default);
    }
    run(&mut stores[id])
}

fn time(now: f64) -> Result<Millis> {
    Millis::from_f64(now).ok_or_else(no_time)
}

/// Stores a value that is whole in memory, in the store number `id`; `kept` is what [`memory_find`] gives back.
/// Without `id` the store is gone: the answer is that of an empty one, and nothing is stored.
/// `lifetime` is what the declaration says, in days or seconds. Returns the etag of 16 characters and, after it,
/// the milliseconds of the value's end, if it has one.
#[wasm_bindgen(js_name = memoryPut)]
pub fn memory_put(
    frame: &str,
    value: &Uint8Array,
    kept: JsValue,
    id: Option<usize>,
    lifetime: Option<u32>,
    now: f64,
) -> Thrown<String> {
    let mut frame = Frame::new(frame);
    Ok(put(&mut frame, value, kept, id, lifetime, now)?)
}

fn put(
    frame: &mut Frame<'_>,
    value: &Uint8Array,
    kept: JsValue,
    id: Option<usize>,
    lifetime: Option<u32>,
    now: f64,
) -> Result<String> {
    let variant = variant(frame);
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
    if let Some(id) = id {
        store_of(id, |store| store.put(key, put.mode, Entry { object, body: kept }, now))?;
    }
    Ok(match expires_at {
        None => etag,
        Some(end) => etag + &decimal(end.get()),
    })
}

/// Looks into the store number `id`: for a value, for what is known of it, or for a page of keys. What is not
/// there is undefined.
#[wasm_bindgen(js_name = memoryFind)]
pub fn memory_find(question: u32, frame: &str, id: usize, now: f64) -> Thrown<JsValue> {
    let mut frame = Frame::new(frame);
    let variant = variant(&mut frame);
    let now = time(now)?;
    Ok(match question {
        q::MEMORY_GET => store_of(id, |store| get(store, variant, frame, now))?,
        q::MEMORY_HEAD => {
            let key = Key::parse(variant, frame.take())?;
            store_of(id, |store| store.head(key, now).map_or(JsValue::UNDEFINED, |entry| entry.body.clone()))
        }
        _ => store_of(id, |store| list(store, variant, frame, now))?,
    })
}

/// What was kept of a value, and the part that is asked for.
fn get(store: &Store<JsValue>, variant: Variant, mut frame: Frame<'_>, now: Millis) -> Result<JsValue> {
    let key = Key::parse(variant, frame.take())?;
    let get = match variant {
        Variant::Bucket => Get::parse(frame.take())?,
        Variant::Kv => check_kv_get(frame.take()).map(|()| Get::default())?,
    };
    let Some(found) = store.get(key, &get, now)? else { return Ok(JsValue::UNDEFINED) };
    let (not_modified, part) = match found.selection {
        Selection::NotModified => (true, None),
        Selection::Whole => (false, None),
        Selection::Part(part) => (false, Some(part)),
    };
    let offset = part.map(|part| number(part.offset));
    Ok(sys::found(&found.entry.body, not_modified, offset, part.map(|part| number(part.length))))
}

/// One page of the keys. The instance's identity follows the options in the frame.
fn list(store: &mut Store<JsValue>, variant: Variant, mut frame: Frame<'_>, now: Millis) -> Result<JsValue> {
    let list = List::parse(variant, frame.take())?;
    let identity = text(&mut frame);
    let page = store.list(identity, &list, now)?;
    let items: Array = page.items.iter().map(|(_, entry)| &entry.body).collect();
    let prefixes = list.delimiter.map(|_| page.prefixes.iter().map(JsValue::from).collect());
    let cursor = page.next.map(|next| next.to_cursor(identity, &list));
    Ok(sys::page(items, cursor, prefixes))
}

/// Deletes a key that has been checked, from the store whose number comes before it.
pub(super) fn delete(frame: &mut Frame<'_>) -> f64 {
    if let Some(id) = count(frame).and_then(|id| usize::try_from(id).ok()) {
        store_of(id, |store| store.delete(text(frame)));
    }
    0.0
}
