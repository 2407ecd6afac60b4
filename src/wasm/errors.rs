//! Errors, as JavaScript throws them.
//!
//! The class is JavaScript's, so that an error has a stack and is recognised across copies of the package. Code, status,
//! message and detail are the core's.

use wasm_bindgen::prelude::*;

use super::write;
use crate::error::{Code, Error, Refusal};
use crate::time::whole;

/// What exports return.
pub type Answer<T> = Result<T, StorageError>;

#[wasm_bindgen(module = "/js/errors.js")]
extern "C" {
    /// The error that callers catch.
    #[derive(Debug)]
    pub type StorageError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, status: u16, retryable: bool, message: &str) -> StorageError;

    #[wasm_bindgen(method, setter)]
    fn set_detail(this: &StorageError, detail: &JsValue);

    /// The error with its cause.
    fn caused(error: StorageError, cause: &JsValue) -> StorageError;
}

impl From<Error> for StorageError {
    fn from(error: Error) -> Self {
        let Refusal { code, message, detail } = &*error;
        let thrown = Self::new(code.as_str(), code.status(), code.retryable(), message);
        if let Some(detail) = detail {
            thrown.set_detail(&write::object(detail));
        }
        thrown
    }
}

impl StorageError {
    /// The error with what was thrown while a value was read.
    pub(super) fn with_cause(self, cause: &JsValue) -> Self {
        caused(self, cause)
    }
}

/// A number of this package's own; anything else is a fault of it.
pub(super) fn count(number: f64) -> Answer<u64> {
    Ok(whole(number).ok_or_else(|| {
        Error::new(Code::Internal, "a number is not a count: expected a whole number of at least 0")
    })?)
}
