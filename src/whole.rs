//! Whole numbers within bounds.
//!
//! The bounds are part of the type, so a struct of options states them, and no number out of bounds gets past it.

use serde::de::{self, Deserialize, Deserializer, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;

use crate::limits::MAX_SAFE_INTEGER;

/// A whole number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole<const MIN: u64, const MAX: u64>(u64);

/// A number of bytes.
pub type Bytes = Whole<0, MAX_SAFE_INTEGER>;

impl<const MIN: u64, const MAX: u64> Whole<MIN, MAX> {
    /// The number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The number, or the greatest that the type has.
    #[must_use]
    pub fn at_most(n: u64) -> Self {
        Self(n.clamp(MIN, MAX))
    }

    /// The number, for bounds that 32 bits hold.
    #[must_use]
    pub fn get_u32(self) -> u32 {
        const { assert!(MAX <= u32::MAX as u64) };
        u32::try_from(self.0).unwrap_or(u32::MAX)
    }
}

impl<'de, const MIN: u64, const MAX: u64> Deserialize<'de> for Whole<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_u64(Bounds { min: MIN, max: MAX }).map(Self)
    }
}

impl<const MIN: u64, const MAX: u64> Serialize for Whole<MIN, MAX> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

/// Reads a whole number. The bounds are data here, so that the code exists once for all types of [`Whole`].
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// The least number.
    pub min: u64,
    /// The greatest number.
    pub max: u64,
}

impl Visitor<'_> for Bounds {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.max >= MAX_SAFE_INTEGER {
            write!(f, "a whole number of at least {}", self.min)
        } else {
            write!(f, "a whole number from {} to {}", self.min, self.max)
        }
    }

    fn visit_u64<E: de::Error>(self, n: u64) -> Result<u64, E> {
        if (self.min..=self.max).contains(&n) {
            Ok(n)
        } else {
            Err(E::invalid_value(Unexpected::Unsigned(n), &self))
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::{from_value, json};

    #[test]
    fn a_number_is_whole_and_within_its_bounds() {
        let read = |value| from_value::<Whole<60, 100>>(value).map(Whole::get);
        assert_eq!(read(json!(60)).unwrap(), 60);
        assert_eq!(read(json!(100)).unwrap(), 100);
        for wrong in [json!(59), json!(101), json!(60.5), json!(-1), json!("60"), json!(null), json!(true)] {
            assert!(read(wrong.clone()).is_err(), "{wrong}");
        }
        assert!(read(json!(59)).unwrap_err().to_string().contains("a whole number from 60 to 100"));
    }

    #[test]
    fn a_number_of_bytes_is_one_that_javascript_holds_exactly() {
        assert!(from_value::<Bytes>(json!(MAX_SAFE_INTEGER)).is_ok());
        assert!(from_value::<Bytes>(json!(MAX_SAFE_INTEGER + 1)).is_err());
    }
}
