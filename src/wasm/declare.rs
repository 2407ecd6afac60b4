//! `storage.bucket()` and `storage.kv()`: the crate's own factories.

use wasm_bindgen::prelude::*;

use super::refusal::Thrown;
use super::sys;
use crate::declare::{Declaration, Variant, binding_taken, check_same};
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
    let Declaration { namespace, binding, options, .. } = &declaration;
    let declared = sys::register(
        &identity,
        &fingerprint,
        variant.as_str(),
        namespace,
        binding,
        options.access.as_str(),
        members,
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
