//! Byte ranges of an object.
//!
//! A range is asked for in one of three shapes and answered in one; turning the first into the second
//! needs the object's size, which only the store knows.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Detail, Error};

/// The most that a member of a range may be: what JavaScript's numbers hold exactly.
type Number = crate::whole::Bytes;

/// The part of an object that a caller asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RangeOptions", into = "RangeOptions")]
pub enum Range {
    /// Everything from an offset on.
    From(u64),
    /// At most `length` bytes from an offset on.
    Span {
        /// The first byte.
        offset: u64,
        /// How many at most.
        length: u64,
    },
    /// At most so many bytes from the end.
    Suffix(u64),
}

/// A range within an object of known size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    /// The first byte.
    pub offset: u64,
    /// How many bytes, at least one.
    pub length: u64,
}

impl Range {
    /// The range within an object of `size` bytes, clamped to its end; `None` if no byte lies in it.
    #[must_use]
    pub fn within(self, size: u64) -> Option<Resolved> {
        let (offset, length) = match self {
            Self::From(offset) => (offset, u64::MAX),
            Self::Span { offset, length } => (offset, length),
            Self::Suffix(length) => (size.saturating_sub(length), length),
        };
        let length = length.min(size.saturating_sub(offset));
        (length > 0).then_some(Resolved { offset, length })
    }

    /// The refusal of this range on an object of `size` bytes, of which none lies in it.
    #[must_use]
    pub fn unsatisfiable(self, size: u64) -> Error {
        let range = match self {
            Self::From(offset) => format!("from byte {offset} on"),
            Self::Span { offset, length } => format!("of {length} bytes from byte {offset} on"),
            Self::Suffix(length) => format!("of the last {length} bytes"),
        };
        let why = format!("no byte of the object lies in the range {range}; it has {size} bytes");
        Error::new(Code::InvalidRange, why).with(Detail { size: Some(size), limit: None })
    }
}

/// The `range` option, as callers write it.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RangeOptions {
    /// The first byte.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<Number>,
    /// How many bytes at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<Number>,
    /// How many bytes from the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffix: Option<Number>,
}

impl TryFrom<RangeOptions> for Range {
    type Error = &'static str;

    fn try_from(
        RangeOptions { offset, length, suffix }: RangeOptions,
    ) -> std::result::Result<Self, &'static str> {
        match (offset.map(Number::get), length.map(Number::get), suffix.map(Number::get)) {
            (Some(offset), None, None) => Ok(Self::From(offset)),
            (Some(offset), Some(length), None) => Ok(Self::Span { offset, length }),
            (None, None, Some(suffix)) => Ok(Self::Suffix(suffix)),
            (_, _, Some(_)) => Err("has suffix, which does not go together with offset or length"),
            (None, _, None) => Err("needs offset or suffix"),
        }
    }
}

impl From<Range> for RangeOptions {
    fn from(range: Range) -> Self {
        let number = |n| Some(Number::at_most(n));
        match range {
            Range::From(offset) => Self { offset: number(offset), ..Self::default() },
            Range::Span { offset, length } => {
                Self { offset: number(offset), length: number(length), ..Self::default() }
            }
            Range::Suffix(suffix) => Self { suffix: number(suffix), ..Self::default() },
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, from_value, json, to_value};

    fn parse(options: Value) -> std::result::Result<Range, serde_json::Error> {
        from_value(options)
    }

    #[test]
    fn three_shapes_and_no_mix() {
        for (options, range) in [
            (json!({ "offset": 1 }), Range::From(1)),
            (json!({ "offset": 1, "length": 2 }), Range::Span { offset: 1, length: 2 }),
            (json!({ "suffix": 3 }), Range::Suffix(3)),
        ] {
            assert_eq!(parse(options.clone()).unwrap(), range);
            assert_eq!(to_value(range).unwrap(), options);
        }
        for wrong in [
            json!({}),
            json!({ "length": 1 }),
            json!({ "offset": 0, "suffix": 1 }),
            json!({ "offset": -1 }),
            json!({ "offset": 0.5 }),
            json!({ "offset": "0" }),
            json!({ "start": 0 }),
        ] {
            assert!(parse(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_refusal_knows_the_size() {
        let error = Range::From(5).unsatisfiable(5);
        assert_eq!(error.detail, Some(Detail { size: Some(5), limit: None }));
        assert_eq!(error.code, Code::InvalidRange);
    }

    #[test]
    fn ranges_are_clamped_or_unsatisfiable() {
        let hit = |offset, length| Some(Resolved { offset, length });
        assert_eq!(Range::From(2).within(5), hit(2, 3));
        assert_eq!(Range::Span { offset: 2, length: 100 }.within(5), hit(2, 3));
        assert_eq!(Range::Suffix(100).within(5), hit(0, 5));
        for none in [Range::From(5), Range::Span { offset: 0, length: 0 }, Range::Suffix(0)] {
            assert_eq!(none.within(5), None);
        }
        assert_eq!(Range::Suffix(1).within(0), None);
        assert_eq!(Range::From(0).within(0), None);
    }

    proptest! {
        #[test]
        fn a_resolved_range_lies_within_the_object(
            offset in any::<u64>(), length in any::<u64>(), size in 0..1_000_000_u64
        ) {
            for range in [Range::From(offset), Range::Span { offset, length }, Range::Suffix(length)] {
                if let Some(Resolved { offset, length }) = range.within(size) {
                    prop_assert!(length > 0 && offset + length <= size);
                }
            }
        }
    }
}
