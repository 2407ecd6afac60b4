//! Errors that JavaScript asks for: it found what is wrong, and the core has the code, the status and the words.

use wasm_bindgen::prelude::*;

use super::enums::{Hint, Host, Mode};
use super::errors::{Answer, StorageError, count};
use super::read;
use crate::error::{Code, Error};
use crate::range::Range;
use crate::serve::write::too_large;
use crate::upload;

/// An error that JavaScript found.
#[wasm_bindgen]
#[must_use]
pub fn refusal(code: &str, message: &str) -> StorageError {
    Error::new(Code::parse(code).unwrap_or(Code::Internal), message).into()
}

/// The error for what a host threw, by its text and by what the runtime says of it.
#[wasm_bindgen(js_name = hostFailure)]
#[must_use]
pub fn host_failure(host: Host, text: &str, hint: Hint) -> StorageError {
    crate::host::Host::from(host).explain(text, hint.into()).into()
}

/// The error of a put whose condition did not hold.
#[wasm_bindgen(js_name = conditionFailed)]
#[must_use]
pub fn condition_failed(mode: Mode) -> StorageError {
    crate::mode::Mode::from(mode).refusal().into()
}

/// The error of a stream that had another length than declared.
///
/// # Errors
/// `storage_internal` for numbers that are not counts.
#[wasm_bindgen(js_name = wrongLength)]
pub fn wrong_length(declared: f64, seen: f64) -> Answer<StorageError> {
    Ok(upload::wrong_length(count(declared)?, count(seen)?).into())
}

/// The error of a range that holds no byte of an object.
///
/// # Errors
/// `storage_internal` for an invalid range or size.
#[wasm_bindgen]
pub fn unsatisfiable(
    #[wasm_bindgen(unchecked_param_type = "Range")] range: &JsValue,
    size: f64,
) -> Answer<StorageError> {
    let range: Range = read::own(range)?;
    Ok(range.unsatisfiable(count(size)?).into())
}

/// The error of an upload that passes the cap of its URL.
///
/// # Errors
/// `storage_internal` for a cap that is not a count.
#[wasm_bindgen(js_name = uploadTooLarge)]
pub fn upload_too_large(max: f64) -> Answer<StorageError> {
    Ok(too_large(count(max)?).into())
}
