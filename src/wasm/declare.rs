//! `storage.bucket()` and `storage.kv()`: the crate's own factories.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::ask::told;
use super::call::{flag, text};
use crate::declare::{Declaration, Kind, Variant, binding_taken, check_same, upper_snake};
use crate::error::{Code, Error, Result};
use crate::input::{Frame, View};
use crate::say;
use crate::seal::options::Encryption;

/// Declares a bucket. Answers as [`super::ask::ask`] does, with what js/registry.js keeps.
#[wasm_bindgen(js_namespace = storage, js_name = bucket)]
pub fn storage_bucket(frame: &str) {
    told(declare(Kind::Storage(Variant::Bucket), Frame::new(frame).take()));
}

/// Declares a KV namespace.
#[wasm_bindgen(js_namespace = storage, js_name = kv)]
pub fn storage_kv(frame: &str) {
    told(declare(Kind::Storage(Variant::Kv), Frame::new(frame).take()));
}

/// Identity, namespace, binding, fingerprint, access and how many bytes a random secret has, between zeros; of a sealed
/// instance also the secret's name and namespace, the binding that it has where it is not declared, and the context.
fn declare(kind: Kind, input: View<'_>) -> Result<String> {
    let declaration = Declaration::parse(kind, input)?;
    let (identity, fingerprint) = (declaration.identity(), declaration.fingerprint());
    let Declaration { namespace, binding, options, .. } = &declaration;
    let (access, bytes) = (options.access.as_str(), options.bytes.unwrap_or_default());
    let declared = say!("%\0%\0%\0%\0%\0%", identity, *namespace, *binding, fingerprint, access, bytes);
    let Some(Encryption { secret, namespace, context }) = options.encryption else { return Ok(declared) };
    let (namespace, binding) = (namespace.unwrap_or_default(), upper_snake(secret));
    Ok(say!("%\0%\0%\0%\0%", declared, secret, namespace, binding, context.unwrap_or(&identity)))
}

/// Declares a secret, by whether it is a random one, and its options.
pub(super) fn secret(frame: &mut Frame<'_>) -> Result<String> {
    let kind = if flag(frame) { Kind::Random } else { Kind::Static };
    declare(kind, frame.take())
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
