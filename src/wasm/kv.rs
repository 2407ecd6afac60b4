//! Calls on a KV binding: what stands before and after the wait.

use alloc::string::String;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::body::etag_of;
use super::call::{time, whole};
use super::refusal::Thrown;
use crate::declare::Variant;
use crate::expiry;
use crate::host::kv::read;
use crate::input::Frame;
use crate::key::Key;
use crate::options::{Put, check_kv_get, check_value_size};
use crate::time::Millis;
use crate::words::decimal;

/// Checks a put of a value that is whole in memory. Returns its etag of 16 characters and, after it, the
/// milliseconds of its end, if it has one.
#[wasm_bindgen(js_name = kvPut)]
pub fn kv_put(frame: &str, value: &Uint8Array, ttl_seconds: Option<u32>, now: f64) -> Thrown<String> {
    let mut frame = Frame::new(frame);
    Key::parse(Variant::Kv, frame.take())?;
    let put = Put::parse(Variant::Kv, frame.take())?;
    let size = u64::from(value.length());
    put.check_declared(size)?;
    check_value_size(Variant::Kv, size)?;
    let end = expiry::of(put.ttl, ttl_seconds, time(now)?)?;
    Ok(named(etag_of(value), end))
}

/// An etag and a date, in one text.
pub(super) fn named(etag: String, end: Option<Millis>) -> String {
    match end {
        None => etag,
        Some(end) => etag + &decimal(end.get()),
    }
}

/// Checks key and options of a get.
#[wasm_bindgen(js_name = checkKvGet)]
pub fn check_get(frame: &str) -> Thrown<()> {
    let mut frame = Frame::new(frame);
    Key::parse(Variant::Kv, frame.take())?;
    Ok(check_kv_get(frame.take())?)
}

/// What a record says of its value: nothing, as another program wrote it.
const FOREIGN: i8 = -1;
/// It has expired.
const EXPIRED: i8 = 0;
/// It exists.
const EXISTS: i8 = 1;

/// What a value's record says of a value of `size` bytes, -1 where that is not known.
#[wasm_bindgen(js_name = kvRecord)]
pub fn kv_record(frame: &str, size: f64, now: f64) -> Thrown<i8> {
    let now = time(now)?;
    Ok(match read(Frame::new(frame).take()) {
        None => FOREIGN,
        // A record that does not describe these bytes was not written with them.
        Some(object) if size >= 0.0 && whole(size) != object.size => FOREIGN,
        Some(object) if object.exists_at(now) => EXISTS,
        Some(_) => EXPIRED,
    })
}
