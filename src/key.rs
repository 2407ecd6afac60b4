//! Keys that have passed every rule.
//!
//! A [`Key`] can only be made by [`Key::parse`], so no plan, store or host ever sees one that the real
//! services would refuse, alter or be unable to list.

use crate::declare::Variant;
use crate::error::{Code, Error, Result, quoted};
use crate::input::{Input, Text, View};
use crate::limits::Limits;

/// What stands before this component's own records; no key of a caller's may begin with it.
pub const RESERVED_PREFIX: &str = "!layeron/";

/// The key of an object or of a KV value. It always
///
/// * is valid Unicode, and in a bucket in canonical composition (NFC), as R2 treats NFC-equal names as
///   one ("R2 Unicode interoperability");
/// * has 1 byte to [`Limits::key_bytes`] bytes, counted after normalisation;
/// * is neither `.` nor `..`, which KV's URLs cannot carry;
/// * holds no U+0000;
/// * does not start with [`RESERVED_PREFIX`].
///
/// Otherwise it is what the caller gave, verbatim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(String);

impl Key {
    /// Checks and, for a bucket, normalises a key.
    ///
    /// # Errors
    /// `storage_invalid_key`, naming the rule that was broken.
    pub fn parse<I: Input>(variant: Variant, input: &I) -> Result<Self> {
        let text = match input.view() {
            View::Text(Text::WellFormed(text)) => text,
            View::Text(Text::LoneSurrogate) => {
                return Err(invalid("the key holds a lone surrogate, which has no UTF-8 form"));
            }
            other => return Err(invalid(format!("the key must be a string, not {}", other.name()))),
        };
        let key = Self(normalised::<I>(variant, text));
        match key.fault(variant) {
            None => Ok(key),
            Some(why) => Err(invalid(why).with_key(&key.0)),
        }
    }

    fn fault(&self, variant: Variant) -> Option<String> {
        let limit = Limits::of(variant).key_bytes;
        let key = self.0.as_str();
        if key.is_empty() {
            Some("the key is empty".into())
        } else if key.len() > limit {
            Some(format!("the key has {} bytes of UTF-8, the limit is {limit}", key.len()))
        } else if key == "." || key == ".." {
            Some(format!("{} is not allowed as a key", quoted(key)))
        } else if key.contains('\0') {
            Some("the key holds U+0000".into())
        } else if key.starts_with(RESERVED_PREFIX) {
            Some(format!("keys that start with \"{RESERVED_PREFIX}\" are reserved"))
        } else {
            None
        }
    }

    /// The key as the host sees it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key's string, given away.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// `text` as this variant spells keys.
pub fn normalised<I: Input>(variant: Variant, text: String) -> String {
    match variant {
        Variant::Bucket if !text.is_ascii() => I::nfc(&text),
        _ => text,
    }
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidKey, message)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::input::sample::Sample;
    use proptest::prelude::*;

    fn parse(variant: Variant, key: &str) -> Result<Key> {
        Key::parse(variant, &Sample::Owned(key.to_owned()))
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
        for other in [Sample::LoneSurrogate, Sample::Null, Sample::Number(7.0), Sample::Undefined] {
            let error = Key::parse(Variant::Bucket, &other).unwrap_err();
            assert_eq!(error.code, Code::InvalidKey);
        }
    }

    #[test]
    fn the_limit_is_in_bytes_of_utf_8() {
        for (variant, limit) in [(Variant::Bucket, 1024), (Variant::Kv, 512)] {
            assert!(parse(variant, &"k".repeat(limit)).is_ok());
            assert!(parse(variant, &"é".repeat(limit / 2)).is_ok());
            let error = parse(variant, &"é".repeat(limit / 2 + 1)).unwrap_err();
            let said = format!("the key has {} bytes of UTF-8, the limit is {limit}", limit + 2);
            assert_eq!(error.message, said);
        }
    }

    #[test]
    fn bucket_keys_are_composed_and_counted_afterwards() {
        assert_eq!(parse(Variant::Bucket, "He\u{301}llo").unwrap().as_str(), "Héllo");
        assert_eq!(parse(Variant::Kv, "He\u{301}llo").unwrap().as_str(), "He\u{301}llo");
        // 3 bytes each before, 2 after.
        assert!(parse(Variant::Bucket, &"e\u{301}".repeat(512)).is_ok());
    }

    proptest! {
        #[test]
        fn parsing_is_idempotent(text in any::<String>()) {
            for variant in [Variant::Bucket, Variant::Kv] {
                if let Ok(key) = parse(variant, &text) {
                    prop_assert_eq!(parse(variant, key.as_str()), Ok(key));
                }
            }
        }
    }
}
