//! Keys that have passed every rule.
//!
//! A [`Key`] can only be made by [`Key::parse`], so no plan, store or host ever sees one that the real
//! services would refuse, alter or be unable to list.

use crate::cut;
use crate::declare::Variant;
use crate::error::{Code, Error, Result, quoted};
use crate::input::View;
use crate::limits::Limits;
use crate::say;
use alloc::string::String;

/// What stands before this component's own records; no key of a caller's may begin with it.
pub const RESERVED_PREFIX: &str = "!layeron/";

/// The key of an object or of a KV value. It always
///
/// * is valid Unicode; in a bucket JavaScript has put it into canonical composition (NFC), as R2 treats
///   NFC-equal names as one ("R2 Unicode interoperability");
/// * has 1 byte to [`Limits::key_bytes`] bytes;
/// * is neither `.` nor `..`, which KV's URLs cannot carry;
/// * holds no U+0000;
/// * does not start with [`RESERVED_PREFIX`].
///
/// Otherwise it is what the caller gave, verbatim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key<'a>(&'a str);

impl<'a> Key<'a> {
    /// Checks a key.
    ///
    /// # Errors
    /// `storage_invalid_key`, naming the rule that was broken.
    pub fn parse(variant: Variant, input: View<'a>) -> Result<Self> {
        let limit = Limits::of(variant).key_bytes;
        let key = match input {
            View::Text(text) => text,
            View::Long(units) => {
                return Err(invalid(say!(
                    "the key has % characters, the limit is % bytes of UTF-8",
                    units,
                    limit
                )));
            }
            View::LoneSurrogate => {
                return Err(invalid("the key holds a lone surrogate, which has no UTF-8 form"));
            }
            other => return Err(invalid(say!("the key must be a string, not %", other.name()))),
        };
        if key.is_empty() {
            Err(invalid("the key is empty"))
        } else if key.len() > limit {
            Err(invalid(say!("the key has % bytes of UTF-8, the limit is %", key.len(), limit)))
        } else if key == "." || key == ".." {
            Err(invalid(say!("% is not allowed as a key", quoted(key))))
        } else if cut::once(key, 0).is_some() {
            Err(invalid("the key holds U+0000"))
        } else if key.starts_with(RESERVED_PREFIX) {
            Err(invalid(say!("keys that start with \"%\" are reserved", RESERVED_PREFIX)))
        } else {
            Ok(Self(key))
        }
    }

    /// The key as the host sees it.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        self.0
    }
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidKey, message)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn parse(variant: Variant, key: &str) -> Result<Key<'_>> {
        Key::parse(variant, View::Text(key))
    }

    #[test]
    fn strange_keys_are_ordinary() {
        for key in ["__proto__", "constructor", "7", "a\rb", "a\nb", "../x", "a//b", "%2F", " ", "!layeron"] {
            for variant in [Variant::Bucket, Variant::Kv] {
                assert_eq!(parse(variant, key).unwrap().as_str(), key);
            }
        }
    }

    #[test]
    fn keys_that_the_services_cannot_carry_are_refused() {
        for key in ["", ".", "..", "a\0b", "!layeron/x", "!layeron/"] {
            for variant in [Variant::Bucket, Variant::Kv] {
                assert_eq!(parse(variant, key).unwrap_err().code, Code::InvalidKey, "{key:?}");
            }
        }
        for other in [View::LoneSurrogate, View::Other("null"), View::Whole(7), View::Undefined] {
            let error = Key::parse(Variant::Bucket, other).unwrap_err();
            assert_eq!(error.code, Code::InvalidKey);
        }
    }

    #[test]
    fn the_limit_is_in_bytes_of_utf_8() {
        for (variant, limit) in [(Variant::Bucket, 1024), (Variant::Kv, 512)] {
            assert!(parse(variant, &"k".repeat(limit)).is_ok());
            assert!(parse(variant, &"é".repeat(limit / 2)).is_ok());
            let long = "é".repeat(limit / 2 + 1);
            let error = parse(variant, &long).unwrap_err();
            let said = format!("the key has {} bytes of UTF-8, the limit is {limit}", limit + 2);
            assert_eq!(error.message, said);
        }
    }
}
