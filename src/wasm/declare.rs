//! `storage.bucket()` and `storage.kv()`: the crate's own factories.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::ask::told;
use super::call::text;
use crate::declare::{Declaration, Variant, binding_taken, check_same};
use crate::error::{Code, Error, Result};
use crate::input::Frame;
use crate::say;

/// Declares a bucket. Answers as [`super::ask::ask`] does, with what js/registry.js keeps.
#[wasm_bindgen(js_namespace = storage, js_name = bucket)]
#[must_use]
pub fn storage_bucket(frame: &str) -> String {
    told(declare(Variant::Bucket, frame))
}

/// Declares a KV namespace.
#[wasm_bindgen(js_namespace = storage, js_name = kv)]
#[must_use]
pub fn storage_kv(frame: &str) -> String {
    told(declare(Variant::Kv, frame))
}

/// Identity, namespace, binding, access and fingerprint, between zeros.
fn declare(variant: Variant, frame: &str) -> Result<String> {
    let declaration = Declaration::parse(variant, Frame::new(frame).take())?;
    let (identity, fingerprint) = (declaration.identity(), declaration.fingerprint());
    let Declaration { namespace, binding, options, .. } = &declaration;
    Ok(say!("%\0%\0%\0%\0%", identity, *namespace, *binding, options.access.as_str(), fingerprint))
}

/// An identity, and its two fingerprints.
pub(super) fn declared_otherwise(frame: &mut Frame<'_>) -> Error {
    match check_same(text(frame), text(frame), text(frame)) {
        Err(error) => error,
        Ok(()) => Error::new(Code::Internal, "the declarations are the same"),
    }
}

/// A binding, and the two identities that want it.
pub(super) fn taken(frame: &mut Frame<'_>) -> Error {
    binding_taken(text(frame), text(frame), text(frame))
}
