//! Keys that have passed every rule.
//!
//! A [`Key`] can only be made by [`Key::parse`], so no plan, store or host ever sees one that the real
//! services would refuse, alter or be unable to list.

use crate::error::{Code, Error, Result, quoted};
use crate::limits::Limits;
use crate::variant::Variant;

/// What stands before this package's own records; no key of a caller's may begin with it.
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
    pub fn parse(variant: Variant, key: &'a str) -> Result<Self> {
        let limit = Limits::of(variant).key_bytes;
        if key.is_empty() {
            Err(invalid("the key is empty"))
        } else if key.len() > limit {
            Err(invalid(format!("the key has {} bytes of UTF-8, the limit is {limit}", key.len())))
        } else if key == "." || key == ".." {
            Err(invalid(format!("{} is not allowed as a key", quoted(key))))
        } else if key.contains('\0') {
            Err(invalid("the key holds U+0000"))
        } else if key.starts_with(RESERVED_PREFIX) {
            Err(invalid(format!("keys that start with \"{RESERVED_PREFIX}\" are reserved")))
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

/// The refusal of a key that is no string of readable length, by the name of its kind.
#[must_use]
pub fn not_a_key(variant: Variant, kind: &str) -> Error {
    let limit = Limits::of(variant).key_bytes;
    invalid(format!("the key must be a string of 1 to {limit} bytes of UTF-8, not {kind}"))
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidKey, message)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn strange_keys_are_ordinary() {
        for key in ["__proto__", "constructor", "7", "a\rb", "a\nb", "../x", "a//b", "%2F", " ", "!layeron"] {
            for variant in [Variant::Bucket, Variant::Kv] {
                assert_eq!(Key::parse(variant, key).unwrap().as_str(), key);
            }
        }
    }

    #[test]
    fn keys_that_the_services_cannot_carry_are_refused() {
        for key in ["", ".", "..", "a\0b", "!layeron/x", "!layeron/"] {
            for variant in [Variant::Bucket, Variant::Kv] {
                assert_eq!(Key::parse(variant, key).unwrap_err().code, Code::InvalidKey, "{key:?}");
            }
        }
        assert_eq!(not_a_key(Variant::Kv, "null").code, Code::InvalidKey);
    }

    #[test]
    fn the_limit_is_in_bytes_of_utf_8() {
        for (variant, limit) in [(Variant::Bucket, 1024), (Variant::Kv, 512)] {
            assert!(Key::parse(variant, &"k".repeat(limit)).is_ok());
            assert!(Key::parse(variant, &"é".repeat(limit / 2)).is_ok());
            let long = "é".repeat(limit / 2 + 1);
            let error = Key::parse(variant, &long).unwrap_err();
            let said = format!("the key has {} bytes of UTF-8, the limit is {limit}", limit + 2);
            assert_eq!(error.message, said);
        }
    }
}
