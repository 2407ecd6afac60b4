//! `storage.bucket()` and `storage.kv()`: the crate's own factories.

use js_sys::{Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::refusal::Thrown;
use super::sys;
use crate::declare::{CARRIED, Declaration, Variant, binding_taken, check_same};
use crate::error::Error;
use crate::input::Frame;

/// Declares a bucket and returns its module. `members` are the options that `frame` was written from.
#[wasm_bindgen(js_namespace = storage, js_name = bucket)]
pub fn storage_bucket(frame: &str, members: &JsValue) -> Thrown<JsValue> {
    declare(Variant::Bucket, frame, members)
}

/// Declares a KV namespace and returns its module.
#[wasm_bindgen(js_namespace = storage, js_name = kv)]
pub fn storage_kv(frame: &str, members: &JsValue) -> Thrown<JsValue> {
    declare(Variant::Kv, frame, members)
}

/// Parses a declaration and registers it, or finds the one that was registered before.
fn declare(variant: Variant, frame: &str, members: &JsValue) -> Thrown<JsValue> {
    let declaration = Declaration::parse(variant, Frame::new(frame).take())?;
    let identity = declaration.identity();
    let fingerprint = declaration.fingerprint();
    check(&declaration, &identity, &fingerprint)?;
    // Reports maps as plain objects and absent options as absent members.
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let plain = declaration.serialize(&serializer).map_err(JsValue::from)?;
    let declared = sys::register(
        &identity,
        &fingerprint,
        &plain,
        &carried(members)?,
        declaration.options.ttl_seconds,
        declaration.options.lifecycle.map(|lifecycle| lifecycle.delete_after_days),
    );
    Ok(sys::make_module(&declared))
}

fn check(declaration: &Declaration<'_>, identity: &str, fingerprint: &str) -> Result<(), Error> {
    if let Some(declared) = sys::declared_as(identity) {
        return check_same(identity, &declared, fingerprint);
    }
    match sys::owner_of(&declaration.binding) {
        Some(owner) => Err(binding_taken(&declaration.binding, &owner, identity)),
        None => Ok(()),
    }
}

/// The options that a declaration only carries, as they are.
fn carried(members: &JsValue) -> Thrown<Object> {
    let carried = Object::new();
    for name in CARRIED {
        let value = Reflect::get(members, &name.into())?;
        if !value.is_undefined() {
            Reflect::set(&carried, &name.into(), &value)?;
        }
    }
    Ok(carried)
}
