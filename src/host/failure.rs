//! The meaning of a host's error, before callers are told.
//!
//! Each host reads it from its own texts.

use crate::error::Code;

/// What the text of a host's error says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure {
    /// The code that callers see.
    pub code: Code,
    /// The host's own number, where the text has one.
    pub number: Option<u64>,
}
