//! `storage.bucket()` and `storage.kv()`: the crate's own factories.

use js_sys::{Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::refusal::{Thrown, throw};
use super::sys::{self, Declared};
use crate::declare::{CARRIED, Declaration, Variant, binding_taken, check_same};
use crate::error::Error;
use crate::input::{Fields, View};
use crate::options::List;

/// Declares a bucket and returns its module.
#[wasm_bindgen(js_namespace = storage, js_name = bucket)]
pub fn storage_bucket(options: &JsValue) -> Thrown<JsValue> {
    declare(Variant::Bucket, options).map(|declared| sys::make_module(&declared))
}

/// Declares a KV namespace and returns its module.
#[wasm_bindgen(js_namespace = storage, js_name = kv)]
pub fn storage_kv(options: &JsValue) -> Thrown<JsValue> {
    declare(Variant::Kv, options).map(|declared| sys::make_module(&declared))
}

/// Parses a declaration and registers it, or finds the one that was registered before.
///
/// # Errors
/// A `StorageError`.
pub fn declare(variant: Variant, options: &JsValue) -> Thrown<Declared> {
    let declaration = Declaration::parse(variant, options).map_err(|error| throw(&error))?;
    let identity = declaration.identity();
    let fingerprint = declaration.fingerprint();
    check(&declaration, &identity, &fingerprint).map_err(|error| throw(&error))?;
    // Reports maps as plain objects and absent options as absent members.
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let plain = declaration.serialize(&serializer).map_err(JsValue::from)?;
    Ok(sys::register(
        &identity,
        &fingerprint,
        &plain,
        &carried(options)?,
        declaration.options.ttl_seconds,
        declaration.options.lifecycle.map(|lifecycle| lifecycle.delete_after_days),
    ))
}

fn check(declaration: &Declaration, identity: &str, fingerprint: &str) -> Result<(), Error> {
    if let Some(declared) = sys::declared_as(identity) {
        return check_same(identity, &declared, fingerprint);
    }
    match sys::owner_of(&declaration.binding) {
        Some(owner) => Err(binding_taken(&declaration.binding, &owner, identity)),
        None => Ok(()),
    }
}

/// The options that a declaration only carries, as they are.
fn carried(options: &JsValue) -> Thrown<Object> {
    let carried = Object::new();
    for name in CARRIED {
        let value = Reflect::get(options, &name.into())?;
        if !value.is_undefined() {
            Reflect::set(&carried, &name.into(), &value)?;
        }
    }
    Ok(carried)
}

/// Checks the options of `connect`, and returns the clock among them.
#[wasm_bindgen(js_name = connectOptions)]
pub fn connect_options(options: &JsValue) -> Thrown<JsValue> {
    let fields = Fields::open(options, "connect options", &["clock"]).map_err(|error| throw(&error))?;
    let Some(fields) = fields else { return Ok(JsValue::UNDEFINED) };
    match fields.view("clock") {
        View::Undefined => Ok(JsValue::UNDEFINED),
        View::Other("a function") => Ok(fields.raw("clock").cloned().unwrap_or_default()),
        other => {
            let why = format!("must be a function that returns milliseconds, not {}", other.name());
            Err(throw(&fields.wrong("clock", &why)))
        }
    }
}

/// Checks the options of `entries`, and returns the prefix among them.
#[wasm_bindgen(js_name = entriesPrefix)]
pub fn entries_prefix(declared: &Declared, options: &JsValue) -> Thrown<Option<String>> {
    List::check_entries(super::refusal::variant_of(declared), options).map_err(|error| throw(&error))
}

/// Traps, as a fault of this component would: what happens then can be tested.
#[wasm_bindgen(js_name = trapForTests)]
pub fn trap_for_tests() {
    core::arch::wasm32::unreachable()
}
