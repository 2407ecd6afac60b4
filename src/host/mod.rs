//! The hosts: who stores the values of an instance, and what each of them means by an error.
//!
//! R2 and KV throw plain errors: the only thing to go by is the text. Each host's file has the table of its texts; the
//! words for callers are here, so that hosts that fail alike get the same message.

pub mod failure;
pub mod kv;
pub mod r2;

use crate::error::{Code, Error};
use failure::{Failure, Hint, is_of_runtime};

/// Who stores the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// This package itself.
    Memory,
    /// Cloudflare R2.
    R2,
    /// Cloudflare Workers KV.
    Kv,
}

impl Host {
    /// The host as messages name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::R2 => "R2",
            Self::Kv => "KV",
        }
    }

    fn failure(self, text: &str) -> Failure {
        match self {
            Self::Memory => Failure { code: Code::HostError, number: None },
            Self::R2 => r2::failure(text),
            Self::Kv => kv::failure(text),
        }
    }

    /// The error that a caller gets for what a host threw. The host's own text stays in the error's cause. A hint counts
    /// where the text says nothing.
    #[must_use]
    pub fn explain(self, text: &str, hint: Hint) -> Error {
        let Failure { code, number } = self.failure(text);
        let code = match (code, hint) {
            (Code::HostError, Hint::Overloaded) => Code::RateLimited,
            (Code::HostError, Hint::Retryable) => Code::Unavailable,
            (Code::HostError, Hint::None) if is_of_runtime(text) => Code::Unavailable,
            (code, _) => code,
        };
        let what = match code {
            Code::Unavailable => "is unavailable for the moment, try again",
            Code::RateLimited => "limits the rate of calls (one write a second to one key), try again later",
            Code::MetadataTooLarge => "refused the metadata as too large",
            Code::ValueTooLarge => "refused the value as too large",
            Code::InvalidKey => "refused the key",
            Code::InvalidRange => "has no byte of the object in the range",
            Code::PreconditionFailed => "did not find the condition to hold",
            Code::BodyFailed => "did not receive the whole value as it was declared",
            Code::InvalidOptions => "refused an option",
            Code::InvalidCursor => "refused the cursor",
            _ => "failed in a way that this component does not know",
        };
        let number = number.map_or(String::new(), |number| format!(" ({number})"));
        Error::new(code, format!("{} {what}{number}; the host's error is the cause", self.name()))
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn the_hosts_text_is_not_repeated() {
        let error = Host::R2.explain("put: something about s3cret (10044)", Hint::None);
        assert!(!error.message.contains("s3cret"));
        assert!(error.message.contains("(10044)"));
    }

    #[test]
    fn a_failure_of_the_runtime_may_pass() {
        for host in [Host::R2, Host::Kv] {
            for text in ["Network connection lost.", "internal error; reference = 0123456789abcdef"] {
                assert_eq!(host.explain(text, Hint::None).code, Code::Unavailable, "{text}");
            }
            assert_eq!(host.explain("boom", Hint::None).code, Code::HostError);
        }
    }

    #[test]
    fn a_hint_counts_where_the_text_says_nothing() {
        for (text, hint, code) in [
            ("boom", Hint::Retryable, Code::Unavailable),
            ("boom", Hint::Overloaded, Code::RateLimited),
            ("Network connection lost.", Hint::Overloaded, Code::RateLimited),
            ("put: The specified object name is not valid. (10020)", Hint::Retryable, Code::InvalidKey),
        ] {
            assert_eq!(Host::R2.explain(text, hint).code, code, "{text} {hint:?}");
        }
    }
}
