//! What every call begins with: its key, the time, and for a put its options.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::refusal::{Call, Thrown, variant_of};
use super::results::{number, record};
use super::sys::Declared;
use crate::error::{Code, Error, Result};
use crate::key::Key;
use crate::options::{Put, PutMode, Ttl, check_value_size};
use crate::time::Millis;

/// The time that a clock gave.
pub(super) fn time(now: f64) -> Result<Millis> {
    Millis::from_f64(now).ok_or_else(|| {
        Error::new(Code::InvalidOptions, "connect options: clock must return milliseconds since 1970")
    })
}

/// A key as its caller spells it, without a copy where normalising cannot have changed it.
pub(super) fn spelled(input: &JsValue, key: &Key) -> JsValue {
    if key.as_str().is_ascii() { input.clone() } else { JsValue::from_str(key.as_str()) }
}

/// Checks a key.
pub(super) fn parse_key(call: Call<'_>, key: &JsValue) -> Thrown<Key> {
    Key::parse(variant_of(call.declared), key).map_err(|error| call.refuse(error))
}

/// Checks one key or an array of them.
pub(super) fn parse_keys(declared: &Declared, keys: &JsValue) -> Thrown<Vec<Key>> {
    let call = Call::new(declared, "delete");
    if !Array::is_array(keys) {
        return Ok(vec![parse_key(call, keys)?]);
    }
    Array::from(keys).iter().map(|key| parse_key(call, &key)).collect()
}

/// Checks a put whose bytes are still to come, and returns its key and options as they are now: what
/// the caller does to the options object while the bytes arrive changes nothing.
#[wasm_bindgen(js_name = checkPut)]
pub fn check_put(
    declared: &Declared,
    key: &JsValue,
    options: &JsValue,
    blob_type: Option<String>,
) -> Thrown<JsValue> {
    let call = Call::new(declared, "put");
    let variant = variant_of(declared);
    let parsed = parse_key(call, key)?;
    let put = Put::parse(variant, options, blob_type).map_err(call.refuse_key(parsed.as_str()))?;
    if let Some(size) = put.size {
        check_value_size(variant, size).map_err(call.refuse_key(parsed.as_str()))?;
    }
    Ok(snapshot(&spelled(key, &parsed), &put))
}

/// `{ key, size, options }`: options that parse to the same put again.
fn snapshot(key: &JsValue, put: &Put) -> JsValue {
    let options = Object::new();
    for (name, value) in put.metadata.http.named() {
        if let Some(value) = value {
            set(&options, name, &value.into());
        }
    }
    if let Some(checksum) = &put.metadata.checksum {
        set(&options, "checksum", &checksum.into());
    }
    let user = put.metadata.user.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    set(&options, "metadata", &record(user));
    match &put.mode {
        PutMode::Overwrite => {}
        PutMode::Create => set(&options, "ifNotExists", &true.into()),
        PutMode::Replace(etag) => set(&options, "ifMatch", &etag.into()),
    }
    match put.ttl {
        Ttl::Declared => {}
        Ttl::Never => set(&options, "ttlSeconds", &JsValue::NULL),
        Ttl::Seconds(ttl) => set(&options, "ttlSeconds", &ttl.into()),
    }
    let put_key = Object::new();
    set(&put_key, "key", key);
    set(&put_key, "size", &put.size.map_or(JsValue::UNDEFINED, |size| number(size).into()));
    set(&put_key, "options", &options);
    put_key.into()
}

/// Sets a member of an object that this module made: nothing can refuse it.
fn set(object: &Object, name: &str, value: &JsValue) {
    let set = Reflect::set(object, &name.into(), value);
    debug_assert!(set.is_ok(), "a plain object takes every member");
}
