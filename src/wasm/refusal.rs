//! How an error of the core leaves it: thrown as a `StorageError`. Which call on which instance failed is
//! put before its message by the module whose method was called.

use wasm_bindgen::prelude::*;

use super::call::whole;
use super::sys;
use crate::declare::Variant;
use crate::error::{Code, Error};
use crate::host::failure;
use crate::range::Range;
use crate::upload;

/// Throws, in JavaScript's words.
pub type Thrown<T> = Result<T, JsValue>;

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        let code = error.code;
        sys::storage_error(code.as_str(), code.status(), code.retryable(), &error.message)
    }
}

pub(super) const fn variant(is_bucket: bool) -> Variant {
    if is_bucket { Variant::Bucket } else { Variant::Kv }
}

/// An error that JavaScript found: its code, a space, and its message.
#[wasm_bindgen]
#[must_use]
pub fn refusal(text: &str) -> JsValue {
    let (code, message) = text.split_once(' ').unwrap_or((text, ""));
    let known = Code::ALL.into_iter().find(|known| known.as_str() == code);
    Error::new(known.unwrap_or(Code::Internal), message).into()
}

/// What a host threw, by its text.
#[wasm_bindgen(js_name = hostFailure)]
#[must_use]
pub fn host_failure(is_bucket: bool, text: &str) -> JsValue {
    failure::explain(variant(is_bucket), text).into()
}

/// Whether a put of a stream failed because of the stream.
#[wasm_bindgen(js_name = blamesStream)]
#[must_use]
pub fn blames_stream(text: &str) -> bool {
    failure::blames_stream(text)
}

/// The condition of a put did not hold.
#[wasm_bindgen(js_name = conditionFailed)]
#[must_use]
pub fn condition_failed(mode: u8) -> JsValue {
    super::call::mode_of(mode).refusal().into()
}

/// The caller's stream had another length than declared.
#[wasm_bindgen(js_name = wrongLength)]
#[must_use]
pub fn wrong_length(expected: f64, seen: f64) -> JsValue {
    upload::wrong_length(whole(expected), whole(seen)).into()
}

/// No byte of an object of `size` bytes lies in the range; a suffix has a length and no offset.
#[wasm_bindgen]
#[must_use]
pub fn unsatisfiable(size: f64, offset: Option<f64>, length: Option<f64>) -> JsValue {
    let range = match (offset, length) {
        (Some(offset), None) => Range::From(whole(offset)),
        (Some(offset), Some(length)) => Range::Span { offset: whole(offset), length: whole(length) },
        (None, suffix) => Range::Suffix(suffix.map_or(0, whole)),
    };
    range.unsatisfiable(whole(size)).into()
}

/// Traps, as a fault of this component would: what happens then can be tested.
#[wasm_bindgen(js_name = trapForTests)]
pub fn trap_for_tests() {
    core::arch::wasm32::unreachable()
}
