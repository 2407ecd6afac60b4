//! The names of instances, namespaces and secrets.

use serde::Deserialize;

use crate::error::shown;
use crate::limits::NAME_CHARS;

/// The namespace of instances that name none.
pub const DEFAULT_NAMESPACE: &str = "default";

/// The namespace that is this package's own.
pub const RESERVED_NAMESPACE: &str = "layeron";

/// A short word in lower case: 1 to 63 characters of `a-z`, `0-9` and `-`, starting with a letter.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Name(String);

impl Name {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The namespace of what names none.
    #[must_use]
    pub fn default_namespace() -> Self {
        Self(DEFAULT_NAMESPACE.to_owned())
    }

    /// `user-assets` → `USER_ASSETS`.
    #[must_use]
    pub fn upper_snake(&self) -> String {
        self.0.replace('-', "_").to_ascii_uppercase()
    }
}

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let is_name = name.len() <= NAME_CHARS
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if is_name {
            return Ok(Self(name));
        }
        Err(format!(
            "must have 1 to {NAME_CHARS} characters of a-z, 0-9 and '-', starting with a letter; it is {}",
            shown(&name)
        ))
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_lower_case_words() {
        let name = |text: &str| Name::try_from(text.to_owned());
        for bad in ["", "1a", "-a", "A", "a_b", "a/b", "é"] {
            assert!(name(bad).is_err(), "{bad}");
        }
        assert!(name(&"a".repeat(63)).is_ok());
        assert!(name(&"a".repeat(64)).is_err());
        assert_eq!(name("user-assets2").unwrap().upper_snake(), "USER_ASSETS2");
    }
}
