//! The two kinds of API: buckets and KV namespaces.
//!
//! A variant says what a caller may ask for. Who stores the values is another question, and [`crate::host::Host`]
//! answers it.

use serde::Serialize;

/// Which API an instance has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Variant {
    /// Objects.
    Bucket,
    /// Keys with a time to live.
    Kv,
}

impl Variant {
    /// The variant as callers see it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bucket => "bucket",
            Self::Kv => "kv",
        }
    }
}
