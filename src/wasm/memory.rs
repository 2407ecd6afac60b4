//! The memory host, kept in this instance: one table for each declared instance.
//!
//! A value's bytes, and what its caller stored beside them, stay JavaScript's: the table holds their number.

use alloc::{string::String, vec::Vec};
use core::cell::Cell;

use super::call::{count, text, time, variant};
use super::sys;
use crate::condition::{Get, Selection};
use crate::declare::Variant;
use crate::error::Result;
use crate::expiry::Lifetime;
use crate::input::Frame;
use crate::key::Key;
use crate::object::Object;
use crate::options::{List, Put, check_kv_get, check_value_size};
use crate::say;
use crate::store::memory::{Entry, Store};
use crate::words::decimal;

/// The number under which js/host/memory/kept.js has a value.
#[derive(Debug)]
struct Slot(u32);

impl Drop for Slot {
    fn drop(&mut self) {
        sys::forget(self.0);
    }
}

/// One store for each declared instance, by its number.
static STORES: Stores = Stores(Cell::new(Vec::new()));

struct Stores(Cell<Vec<Store<Slot>>>);

#[cfg(target_feature = "atomics")]
compile_error!("the memory host expects a wasm of one thread");

#[expect(unsafe_code, reason = "this wasm has one thread, and `thread_local!` is the standard library's")]
// SAFETY: without atomics no other thread can run in this instance.
unsafe impl Sync for Stores {}

/// Starts over with an empty memory host.
pub(super) fn reset() -> String {
    STORES.0.take();
    String::new()
}

/// Runs on the store whose number is next in the frame. Without a number it is an empty one that is gone afterwards:
/// what was meant for a host that has made way for another.
fn store_of<T>(frame: &mut Frame<'_>, run: impl FnOnce(&mut Store<Slot>, &mut Frame<'_>) -> T) -> T {
    let Some(id) = count(frame).and_then(|id| usize::try_from(id).ok()) else {
        return run(&mut Store::default(), frame);
    };
    let mut stores = STORES.0.take();
    while stores.len() <= id {
        stores.push(Store::default());
    }
    let answer = match stores.get_mut(id) {
        Some(store) => run(store, frame),
        None => core::arch::wasm32::unreachable(),
    };
    STORES.0.set(stores);
    answer
}

/// Stores a value that is whole in memory. In the frame are the store, variant, key and options, the value's size and
/// etag, its number in JavaScript, the declared lifetime in days or seconds, and the time. Answers with the
/// milliseconds of the value's end, if it has one.
pub(super) fn put(frame: &mut Frame<'_>) -> Result<String> {
    store_of(frame, |store, frame| {
        let variant = variant(frame);
        let key = Key::parse(variant, frame.take())?;
        let put = Put::parse(variant, frame.take())?;
        let size = count(frame).unwrap_or_default();
        put.check_declared(size)?;
        check_value_size(variant, size)?;
        let etag = String::from(text(frame));
        let mut few = || count(frame).and_then(|n| u32::try_from(n).ok());
        let body = Slot(few().unwrap_or_default());
        let lifetime = few();
        let lifetime = match variant {
            Variant::Bucket => Lifetime::Days(lifetime),
            Variant::Kv => Lifetime::Seconds(lifetime),
        };
        let now = time(frame)?;
        let expires_at = lifetime.deadline(put.ttl, now)?;
        let object = Object { size, etag, stored_at: now, expires_at };
        store.put(key, put.mode, Entry { object, body }, now)?;
        Ok(expires_at.map_or_else(String::new, |end| decimal(end.get())))
    })
}

/// The number of a value, and the part that is asked for: `-`, for a value that is not modified, or offset and length.
/// Nothing where there is no value.
pub(super) fn get(frame: &mut Frame<'_>) -> Result<String> {
    store_of(frame, |store, frame| {
        let variant = variant(frame);
        let key = Key::parse(variant, frame.take())?;
        let get = match variant {
            Variant::Bucket => Get::parse(frame.take())?,
            Variant::Kv => check_kv_get(frame.take()).map(|()| Get::default())?,
        };
        let Some(found) = store.get(key, &get, time(frame)?)? else { return Ok(String::new()) };
        let slot = found.entry.body.0;
        Ok(match found.selection {
            Selection::NotModified => say!("% -", slot),
            Selection::Whole => say!("%", slot),
            Selection::Part(part) => say!("% % %", slot, part.offset, part.length),
        })
    })
}

/// The number of a value; nothing where there is none.
pub(super) fn head(frame: &mut Frame<'_>) -> Result<String> {
    store_of(frame, |store, frame| {
        let key = Key::parse(variant(frame), frame.take())?;
        let entry = store.head(key, time(frame)?);
        Ok(entry.map_or_else(String::new, |entry| say!("%", entry.body.0)))
    })
}

/// One page of the keys, between zeros: the cursor, the numbers of the values, and the common prefixes. The instance's
/// identity follows the options in the frame.
pub(super) fn list(frame: &mut Frame<'_>) -> Result<String> {
    store_of(frame, |store, frame| {
        let list = List::parse(variant(frame), frame.take())?;
        let identity = text(frame);
        let page = store.list(identity, &list, time(frame)?)?;
        let mut answer = page.next.map_or_else(String::new, |next| next.to_cursor(identity, &list));
        answer.push('\0');
        for (_, entry) in page.items {
            answer.push_str(&decimal(u64::from(entry.body.0)));
            answer.push(' ');
        }
        for prefix in page.prefixes {
            answer.push('\0');
            answer.push_str(&prefix);
        }
        Ok(answer)
    })
}

/// Deletes a key that has been checked, from the store whose number comes before it.
pub(super) fn delete(frame: &mut Frame<'_>) -> String {
    store_of(frame, |store, frame| store.delete(text(frame)));
    String::new()
}
