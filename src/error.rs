//! The one error that leaves the core, and the list of its codes.
//!
//! Callers branch on the code, routes answer with the status, humans read the message. All three are
//! decided here and in [`crate::host`], nowhere else.

use serde::Serialize;
use std::fmt;

/// A stable name for what went wrong; part of the public contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// A create-only write met an existing key.
    KeyAlreadyExists,
    /// The stored content is not the one that `ifMatch` named.
    PreconditionFailed,
    /// A name or namespace in a declaration is malformed.
    InvalidName,
    /// An option is unknown, of a wrong type or out of bounds.
    InvalidOptions,
    /// A key is malformed, too long or reserved.
    InvalidKey,
    /// The value is of a type that cannot be stored.
    InvalidValue,
    /// A metadata key or value is malformed or reserved.
    InvalidMetadata,
    /// A cursor is malformed, altered, or from another listing.
    InvalidCursor,
    /// The caller's stream failed or had another length than declared.
    BodyFailed,
    /// No byte of the object lies in the requested range.
    InvalidRange,
    /// Metadata is over the limit.
    MetadataTooLarge,
    /// The value is over the limit.
    ValueTooLarge,
    /// An upload has another content type than its URL was signed for, or a content coding.
    ContentTypeMismatch,
    /// A signed URL is forged, altered, expired or used up, or the method is not its own.
    SignedUrlInvalid,
    /// The host limits the rate of writes.
    RateLimited,
    /// No usable host binding.
    BindingMissing,
    /// The host has no such secret, or not this version of it.
    SecretMissing,
    /// A secret has no form that is understood, or too few bytes.
    InvalidSecret,
    /// What is stored is not sealed, was altered, or was sealed for another place or with another secret.
    DecryptionFailed,
    /// A fault of this package.
    Internal,
    /// Anything else that the host threw.
    HostError,
    /// The host asks to try again.
    Unavailable,
}

impl Code {
    /// The code that callers see under this text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == text)
    }

    /// Every code, in the order of the documentation's table.
    pub const ALL: [Self; 22] = [
        Self::KeyAlreadyExists,
        Self::PreconditionFailed,
        Self::InvalidName,
        Self::InvalidOptions,
        Self::InvalidKey,
        Self::InvalidValue,
        Self::InvalidMetadata,
        Self::InvalidCursor,
        Self::BodyFailed,
        Self::InvalidRange,
        Self::MetadataTooLarge,
        Self::ValueTooLarge,
        Self::ContentTypeMismatch,
        Self::SignedUrlInvalid,
        Self::RateLimited,
        Self::BindingMissing,
        Self::SecretMissing,
        Self::InvalidSecret,
        Self::DecryptionFailed,
        Self::Internal,
        Self::HostError,
        Self::Unavailable,
    ];

    /// The code as callers see it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::KeyAlreadyExists => "storage_key_already_exists",
            Self::PreconditionFailed => "storage_precondition_failed",
            Self::InvalidName => "storage_invalid_name",
            Self::InvalidOptions => "storage_invalid_options",
            Self::InvalidKey => "storage_invalid_key",
            Self::InvalidValue => "storage_invalid_value",
            Self::InvalidMetadata => "storage_invalid_metadata",
            Self::InvalidCursor => "storage_invalid_cursor",
            Self::BodyFailed => "storage_body_failed",
            Self::InvalidRange => "storage_invalid_range",
            Self::MetadataTooLarge => "storage_metadata_too_large",
            Self::ValueTooLarge => "storage_value_too_large",
            Self::ContentTypeMismatch => "storage_content_type_mismatch",
            Self::SignedUrlInvalid => "storage_signed_url_invalid",
            Self::RateLimited => "storage_rate_limited",
            Self::BindingMissing => "storage_binding_missing",
            Self::SecretMissing => "storage_secret_missing",
            Self::InvalidSecret => "storage_invalid_secret",
            Self::DecryptionFailed => "storage_decryption_failed",
            Self::Internal => "storage_internal",
            Self::HostError => "storage_host_error",
            Self::Unavailable => "storage_unavailable",
        }
    }

    /// The HTTP status that a route should answer with.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::KeyAlreadyExists => 409,
            Self::PreconditionFailed => 412,
            Self::InvalidName
            | Self::InvalidOptions
            | Self::InvalidKey
            | Self::InvalidValue
            | Self::InvalidMetadata
            | Self::InvalidCursor
            | Self::BodyFailed => 400,
            Self::InvalidRange => 416,
            Self::MetadataTooLarge | Self::ValueTooLarge => 413,
            Self::ContentTypeMismatch => 415,
            Self::SignedUrlInvalid => 403,
            Self::RateLimited => 429,
            Self::BindingMissing
            | Self::SecretMissing
            | Self::InvalidSecret
            | Self::DecryptionFailed
            | Self::Internal => 500,
            Self::HostError => 502,
            Self::Unavailable => 503,
        }
    }

    /// Whether the same call may succeed later.
    #[must_use]
    pub const fn retryable(self) -> bool {
        matches!(self, Self::RateLimited | Self::Unavailable)
    }
}

/// A refused call: what was wrong, where, the limit and the actual value.
///
/// One pointer wide, so that the calls that do not fail, nearly all, pass nothing more along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Refusal>);

/// What an [`Error`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What a program branches on.
    pub code: Code,
    /// What a person reads. Never a value's bytes, a secret or a token.
    pub message: String,
    /// Numbers of the message for code that acts on them, so that nobody has to parse it.
    pub detail: Option<Detail>,
}

/// Numbers that a refusal is about, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// How large the object or the value is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// How large it may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

impl Error {
    /// An error with its message.
    #[cold]
    #[inline(never)]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new(Refusal { code, message: message.into(), detail: None }))
    }

    /// The error with the numbers that it is about.
    #[must_use]
    pub fn with(mut self, detail: Detail) -> Self {
        self.0.detail = Some(detail);
        self
    }
}

impl std::ops::Deref for Error {
    type Target = Refusal;

    fn deref(&self) -> &Refusal {
        &self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.message)
    }
}

impl std::error::Error for Error {}

/// What every fallible function of the core returns.
pub type Result<T> = std::result::Result<T, Error>;

/// A key or another of the caller's strings as messages show it: quoted, without control characters,
/// and cut after 64 characters.
#[must_use]
pub fn quoted(text: &str) -> String {
    const SHOWN: usize = 64;
    let mut out = String::with_capacity(text.len().min(SHOWN) + 5);
    out.push('"');
    for (n, c) in text.chars().enumerate() {
        if n == SHOWN {
            out.push('…');
            break;
        }
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(if c.is_control() { '\u{FFFD}' } else { c });
    }
    out.push('"');
    out
}

/// The shortest secret, in characters.
const SECRET_CHARS: usize = 32;

/// A word as messages show it, unless it is long enough for a secret that was put in the word's place.
#[must_use]
pub fn shown(text: &str) -> String {
    if text.len() < SECRET_CHARS { quoted(text) } else { String::from("a long text") }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_carry_the_contract_prefix() {
        for (n, code) in Code::ALL.iter().enumerate() {
            assert!(code.as_str().starts_with("storage_"));
            assert!(Code::ALL[n + 1..].iter().all(|other| other.as_str() != code.as_str()));
        }
    }

    #[test]
    fn only_429_and_503_are_retryable() {
        for code in Code::ALL {
            assert_eq!(code.retryable(), matches!(code.status(), 429 | 503), "{code:?}");
        }
    }

    #[test]
    fn quoted_strings_are_one_short_line() {
        assert_eq!(quoted("a\nb\"c"), "\"a\u{FFFD}b\\\"c\"");
        assert_eq!(quoted(&"x".repeat(100)), format!("\"{}…\"", "x".repeat(64)));
    }

    #[test]
    fn what_may_be_a_secret_is_not_shown() {
        assert_eq!(shown(&"x".repeat(31)), format!("\"{}\"", "x".repeat(31)));
        assert_eq!(shown(&"x".repeat(32)), "a long text");
    }
}
