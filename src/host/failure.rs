//! The meaning of a host's error, before callers are told.
//!
//! Each host reads it from its own texts. The runtime's texts, and the flags that it sets on errors, are the same for all
//! hosts.

use crate::error::Code;

/// How the runtime's own failures begin. They carry no number.
const RUNTIME: [&str; 2] = ["Network connection lost", "internal error"];

/// Whether the text is of a failure of the runtime's own, on the way to the host.
#[must_use]
pub fn is_of_runtime(text: &str) -> bool {
    RUNTIME.iter().any(|own| text.starts_with(own))
}

/// What the runtime says of an error besides its text ("Error handling" of Durable Objects in Cloudflare's
/// documentation).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Nothing.
    None,
    /// `retryable`: the same call may succeed.
    Retryable,
    /// `overloaded`: the host has too much to do.
    Overloaded,
}

/// What the text of a host's error says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure {
    /// The code that callers see.
    pub code: Code,
    /// The host's own number, where the text has one.
    pub number: Option<u64>,
}
