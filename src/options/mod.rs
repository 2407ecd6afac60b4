//! The options of each call: one struct for each options object, with what it may say and what that means.
//!
//! serde reads them, from JavaScript through the strict deserializer in `src/wasm/read.rs`, in tests from JSON. A struct
//! says which members there are and of which type; its `TryFrom` says which go together. Past this folder options are
//! enums and newtypes.

pub mod connect;
pub mod get;
pub mod kinds;
pub mod list;
pub mod put;
pub mod rewrap;
pub mod signed;

use serde::de::DeserializeOwned;

use crate::error::{Code, Error};

/// An options object of the API.
pub trait Options: Default + DeserializeOwned {
    /// The object as messages name it.
    const WHAT: &'static str;

    /// The code of the refusal of a member that cannot be read; `path` is its name, with those of the objects around
    /// it before dots.
    #[must_use]
    fn code(path: &str, problem: Problem) -> Code {
        let _ = (path, problem);
        Code::InvalidOptions
    }
}

/// Why a member cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// It has the wrong type, or a value that its type does not have.
    Invalid,
    /// It is a string that is longer than any that is read.
    TooLong,
    /// It is an object with a member that the options do not have.
    Unknown,
}

/// The refusal of a member: `put options: ttlSeconds must be …`.
#[must_use]
pub fn wrong(what: &str, name: &str, why: &str) -> Error {
    Error::new(Code::InvalidOptions, format!("{what}: {name} {why}"))
}
