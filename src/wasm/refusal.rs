//! How an error of the core leaves it: as a `StorageError` that says which call on which instance failed.

use wasm_bindgen::prelude::*;

use super::sys::{self, Declared};
use crate::declare::Variant;
use crate::error::{Code, Error, quoted};
use crate::host::failure;
use crate::options::check_value_size;
use crate::upload;

/// Throws, in JavaScript's words.
pub type Thrown<T> = Result<T, JsValue>;

pub(super) fn variant_of(declared: &Declared) -> Variant {
    if declared.is_bucket() { Variant::Bucket } else { Variant::Kv }
}

/// An error of no particular instance.
pub(super) fn throw(error: &Error) -> JsValue {
    with_cause(error, &error.message, &JsValue::UNDEFINED)
}

fn with_cause(error: &Error, message: &str, cause: &JsValue) -> JsValue {
    let (code, key) = (error.code, &error.key);
    sys::storage_error(code.as_str(), code.status(), code.retryable(), message, key.as_deref(), cause)
}

/// The call that an error belongs to.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    pub(super) declared: &'a Declared,
    pub(super) name: &'static str,
}

impl<'a> Call<'a> {
    pub(super) fn new(declared: &'a Declared, name: &'static str) -> Self {
        Self { declared, name }
    }

    /// The error, with instance and call before its message: `put "a.txt" in bucket "default/x": …`.
    pub(super) fn refuse(self, error: Error) -> JsValue {
        self.refuse_with(error, &JsValue::UNDEFINED)
    }

    /// The error about `key`.
    pub(super) fn refuse_key(self, key: &str) -> impl Fn(Error) -> JsValue {
        move |error| self.refuse(error.with_key(key))
    }

    fn refuse_with(self, error: Error, cause: &JsValue) -> JsValue {
        let key = error.key.as_deref().map_or(String::new(), |key| format!(" {}", quoted(key)));
        let message = format!(
            "{}{key} in {} {}: {}",
            self.name,
            variant_of(self.declared).as_str(),
            quoted(&self.declared.identity()),
            error.message
        );
        with_cause(&error, &message, cause)
    }
}

/// The calls that JavaScript names by number when something goes wrong outside the core.
const CALLS: [&str; 5] = ["put", "get", "head", "delete", "list"];

fn outside<'a>(declared: &'a Declared, call: usize) -> Call<'a> {
    Call::new(declared, CALLS.get(call).copied().unwrap_or("call"))
}

/// What a host threw, by its text.
#[wasm_bindgen(js_name = hostFailure)]
pub fn host_failure(
    declared: &Declared,
    call: usize,
    key: Option<String>,
    text: &str,
    cause: &JsValue,
) -> JsValue {
    let error = failure::explain(variant_of(declared), text);
    outside(declared, call).refuse_with(error.about(key), cause)
}

/// The caller's stream failed.
#[wasm_bindgen(js_name = bodyFailed)]
pub fn body_failed(declared: &Declared, key: Option<String>, cause: &JsValue) -> JsValue {
    let error = Error::new(Code::BodyFailed, "the stream failed; its error is the cause");
    outside(declared, 0).refuse_with(error.about(key), cause)
}

/// The caller's stream had another length than declared.
#[wasm_bindgen(js_name = wrongLength)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths are whole and positive")]
pub fn wrong_length(declared: &Declared, key: Option<String>, expected: f64, seen: f64) -> JsValue {
    let error = upload::wrong_length(expected as u64, seen as u64);
    outside(declared, 0).refuse(error.about(key))
}

/// The value is of a type that cannot be stored.
#[wasm_bindgen(js_name = invalidValue)]
pub fn invalid_value(declared: &Declared, key: Option<String>, what: &str) -> JsValue {
    let message = format!(
        "{what} cannot be stored; a value is a string, a Uint8Array or another view, an ArrayBuffer, a Blob \
         or a ReadableStream of bytes"
    );
    outside(declared, 0).refuse(Error::new(Code::InvalidValue, message).about(key))
}

/// Checks the length of a value that is being gathered; throws when it is too large to go on.
#[wasm_bindgen(js_name = checkGathered)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths are whole and positive")]
pub fn check_gathered(declared: &Declared, key: Option<String>, seen: f64) -> Thrown<()> {
    check_value_size(variant_of(declared), seen as u64)
        .map_err(|error| outside(declared, 0).refuse(error.about(key)))
}

/// A stream in parts has grown beyond what R2 takes.
#[wasm_bindgen(js_name = tooManyParts)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths are whole and positive")]
pub fn too_many_parts(declared: &Declared, key: Option<String>, seen: f64, limit: f64) -> JsValue {
    outside(declared, 0).refuse(upload::too_large(seen as u64, limit as u64).about(key))
}

/// No usable binding. `why` says what was found, `lines` what to write into the configuration.
#[wasm_bindgen(js_name = bindingMissing)]
pub fn binding_missing(declared: &Declared, why: &str) -> JsValue {
    let message = format!("{} {}: {why}", variant_of(declared).as_str(), quoted(&declared.identity()));
    throw(&Error::new(Code::BindingMissing, message))
}

/// An option of `connect` or of a module that JavaScript checks.
#[wasm_bindgen(js_name = invalidOptions)]
pub fn invalid_options(message: &str) -> JsValue {
    throw(&Error::new(Code::InvalidOptions, message))
}
