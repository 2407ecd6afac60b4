//! Byte ranges of an object.
//!
//! A range is asked for in one of three shapes and answered in one; turning the first into the second
//! needs the object's size, which only the store knows.

use crate::error::{Code, Error, Result};
use crate::input::{Fields, MAX_SAFE_INTEGER, View};
use crate::say;

/// The members of the `range` option.
pub const RANGE: &[&str] = &["offset", "length", "suffix"];

/// The part of an object that a caller asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// The first byte.
    pub offset: u64,
    /// How many bytes, at least one.
    pub length: u64,
}

impl Range {
    /// Parses the `range` option.
    ///
    /// # Errors
    /// `storage_invalid_options` for a wrong type, a negative or fractional number, or a mix of shapes.
    pub fn parse(input: View<'_>) -> Result<Option<Self>> {
        let Some(fields) = Fields::open(input, "get options: range", RANGE)? else { return Ok(None) };
        let number = |name| fields.whole(name, 0, MAX_SAFE_INTEGER);
        match (number("offset")?, number("length")?, number("suffix")?) {
            (Some(offset), None, None) => Ok(Some(Self::From(offset))),
            (Some(offset), Some(length), None) => Ok(Some(Self::Span { offset, length })),
            (None, None, Some(suffix)) => Ok(Some(Self::Suffix(suffix))),
            (_, _, Some(_)) => Err(fields.wrong("suffix", "does not go together with offset or length")),
            (None, _, None) => Err(fields.wrong("offset", "or suffix is needed")),
        }
    }

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
            Self::From(offset) => say!("from byte % on", offset),
            Self::Span { offset, length } => say!("of % bytes from byte % on", length, offset),
            Self::Suffix(length) => say!("of the last % bytes", length),
        };
        let why = say!("no byte of the object lies in the range %; it has % bytes", range, size);
        Error::new(Code::InvalidRange, why)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::input::sample::{Sample, seen};
    use proptest::prelude::*;

    fn parse(members: Vec<(&'static str, Sample)>) -> Result<Option<Range>> {
        Range::parse(seen(&Sample::Object(members).frame(RANGE)))
    }

    #[test]
    fn three_shapes_and_no_mix() {
        let n = Sample::Number;
        assert_eq!(parse(vec![("offset", n(1.0))]), Ok(Some(Range::From(1))));
        let span = Range::Span { offset: 1, length: 2 };
        assert_eq!(parse(vec![("offset", n(1.0)), ("length", n(2.0))]), Ok(Some(span)));
        assert_eq!(parse(vec![("suffix", n(3.0))]), Ok(Some(Range::Suffix(3))));
        for wrong in [
            vec![],
            vec![("length", n(1.0))],
            vec![("offset", n(0.0)), ("suffix", n(1.0))],
            vec![("offset", n(-1.0))],
            vec![("offset", n(0.5))],
            vec![("offset", n(f64::NAN))],
            vec![("offset", Sample::Text("0"))],
            vec![("start", n(0.0))],
        ] {
            assert_eq!(parse(wrong.clone()).unwrap_err().code, Code::InvalidOptions, "{wrong:?}");
        }
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
