//! Looks at what an export threw.

use layeron_storage::error::Code;
use layeron_storage::wasm::errors::{Answer, StorageError};
use wasm_bindgen::prelude::*;

use super::js::{assert_plain, member, text};

/// What an export threw.
pub(super) struct Thrown(pub(super) JsValue);

/// What an export threw instead of an answer.
#[track_caller]
pub(super) fn thrown<T>(answer: Answer<T>) -> Thrown {
    match answer {
        Ok(_) => panic!("nothing was thrown"),
        Err(error) => Thrown::from(error),
    }
}

impl From<StorageError> for Thrown {
    fn from(error: StorageError) -> Self {
        Self(error.into())
    }
}

impl Thrown {
    pub(super) fn code(&self) -> String {
        text(&self.0, "code")
    }

    pub(super) fn message(&self) -> String {
        text(&self.0, "message")
    }

    pub(super) fn cause(&self) -> JsValue {
        member(&self.0, "cause")
    }

    pub(super) fn detail(&self) -> JsValue {
        member(&self.0, "detail")
    }

    /// Checks the code, and what goes with it.
    #[track_caller]
    pub(super) fn assert_code(&self, code: &str) -> &Self {
        assert_eq!(self.code(), code, "{}", self.message());
        let known = Code::parse(code).unwrap();
        assert_eq!(member(&self.0, "status").as_f64(), Some(f64::from(known.status())));
        assert_eq!(member(&self.0, "retryable").as_bool(), Some(known.retryable()));
        assert!(self.0.is_instance_of::<js_sys::Error>());
        self
    }

    #[track_caller]
    pub(super) fn assert(&self, code: &str, message: &str) {
        assert_eq!(self.message(), message);
        self.assert_code(code);
    }

    /// Checks the detail: an object of exactly these members, or `undefined`.
    #[track_caller]
    pub(super) fn assert_detail(&self, expression: &str) {
        if expression == "undefined" {
            assert!(self.detail().is_undefined());
        } else {
            assert_plain(&self.detail(), expression);
        }
    }

    /// Checks that no text of the error shows a value.
    #[track_caller]
    pub(super) fn assert_hides(&self, secret: &str) {
        assert!(!self.message().contains(secret), "{}", self.message());
        assert!(self.cause().is_undefined());
    }
}
