//! What a put does with a key that exists, or does not.
//!
//! The options `ifNotExists` and `ifMatch` end here: past this file no combination can be expressed that a store could
//! not carry out.

use crate::error::{Code, Error};

/// The condition of a put, as far as plans depend on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Replaces the value that is there, if there is one.
    #[default]
    Overwrite,
    /// Fails with 409 where a value is there.
    Create,
    /// Fails with 412 unless the value with the etag of `ifMatch` is there.
    Replace,
}

impl Mode {
    /// The option that asks for this mode.
    #[must_use]
    pub const fn option(self) -> Option<&'static str> {
        match self {
            Self::Overwrite => None,
            Self::Create => Some("ifNotExists"),
            Self::Replace => Some("ifMatch"),
        }
    }

    /// The error of a put whose condition did not hold.
    #[must_use]
    pub fn refusal(self) -> Error {
        match self {
            Self::Create => Error::new(Code::KeyAlreadyExists, "the key already exists"),
            Self::Overwrite | Self::Replace => Error::new(
                Code::PreconditionFailed,
                "the stored value does not have the etag that ifMatch names",
            ),
        }
    }
}
