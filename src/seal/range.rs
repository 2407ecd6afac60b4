//! Reading a part of a sealed value: which sealed bytes to ask for, and what of them was wanted.
//!
//! A part is whole segments, as nothing less can be authenticated. Where its length is not known beforehand, the answer
//! says how long the value is; what the plan could not know is settled then.

use super::segments::{SEGMENT_BYTES, TAG_BYTES, first_of, segment_of, segments};
use crate::range::{Range, Resolved};

/// The range of sealed bytes that holds what a reader asks for, before the value's length is known.
#[must_use]
pub fn plan(range: Range) -> Range {
    match range {
        Range::From(offset) => Range::From(segment_of(offset) * SEGMENT_BYTES),
        Range::Span { offset, length } => {
            let first = segment_of(offset);
            let last = segment_of(offset.saturating_add(length.saturating_sub(1)));
            Range::Span {
                offset: first * SEGMENT_BYTES,
                length: (last - first + 1).saturating_mul(SEGMENT_BYTES),
            }
        }
        // The last plain bytes lie in that many segments, or one more, as the last one may have a byte only.
        Range::Suffix(suffix) => {
            let whole = suffix.div_ceil(SEGMENT_BYTES - TAG_BYTES) + 1;
            Range::Suffix(whole.saturating_mul(SEGMENT_BYTES))
        }
    }
}

/// What a part of a sealed value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The part of the plain value that was asked for.
    pub plain: Resolved,
    /// The first segment that is needed.
    pub first: u64,
    /// The last segment that is needed.
    pub until: u64,
    /// The value's last segment; its nonce says so.
    pub last: u64,
    /// Sealed bytes that were answered and come before the first segment that is needed.
    pub skipped: u64,
    /// Plain bytes of the first segment that come before the part.
    pub before: u64,
}

/// The part of a value of `size` plain bytes in an answer that begins at a sealed byte. Without a range that is all of
/// the value. `None` if no byte of the value lies in the range.
#[must_use]
pub fn part(range: Option<Range>, answered_from: u64, size: u64) -> Option<Part> {
    let plain = match range {
        None => Resolved { offset: 0, length: size },
        Some(range) => range.within(size)?,
    };
    let first = segment_of(plain.offset);
    let skipped = (first * SEGMENT_BYTES).checked_sub(answered_from)?;
    Some(Part {
        plain,
        first,
        until: segment_of(plain.offset + plain.length.saturating_sub(1)),
        last: segments(size) - 1,
        skipped,
        before: plain.offset - first_of(first),
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::segments::sealed_size;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn four_kilobytes_are_at_most_two_segments() {
        for offset in [0, 65_479, 65_480, 1_000_000, 64 << 20] {
            let Range::Span { offset: from, length } = plan(Range::Span { offset, length: 4096 }) else {
                panic!()
            };
            assert!(from % SEGMENT_BYTES == 0 && length <= 2 * SEGMENT_BYTES, "{offset}");
        }
    }

    #[test]
    fn nothing_is_asked_for_that_is_not_needed() {
        let span = |offset, length| plan(Range::Span { offset, length });
        let segments = |first: u64, count: u64| Range::Span {
            offset: first * SEGMENT_BYTES,
            length: count * SEGMENT_BYTES,
        };
        assert_eq!(span(0, 1), segments(0, 1));
        assert_eq!(span(0, 65_480), segments(0, 1));
        assert_eq!(span(0, 65_481), segments(0, 2));
        assert_eq!(span(65_480, 65_520), segments(1, 1));
        assert_eq!(plan(Range::From(65_479)), Range::From(0));
        assert_eq!(plan(Range::From(65_480)), Range::From(SEGMENT_BYTES));
        assert_eq!(plan(Range::Suffix(1)), Range::Suffix(2 * SEGMENT_BYTES));
        assert_eq!(plan(Range::Suffix(65_520)), Range::Suffix(2 * SEGMENT_BYTES));
        assert_eq!(plan(Range::Suffix(65_521)), Range::Suffix(3 * SEGMENT_BYTES));
    }

    #[test]
    fn an_answer_that_begins_too_late_is_none() {
        let range = Some(Range::From(70_000));
        assert!(part(range, SEGMENT_BYTES, 200_000).is_some());
        assert_eq!(part(range, SEGMENT_BYTES + 1, 200_000), None);
        assert_eq!(part(None, 1, 200_000), None);
    }

    /// Where an answer to a sealed range begins, and where it ends.
    fn answered(plan: Range, sealed: u64) -> Option<(u64, u64)> {
        let Resolved { offset, length } = plan.within(sealed)?;
        Some((offset, offset + length))
    }

    prop_compose! {
        fn any_range()(kind in 0..3, offset in 0..400_000_u64, length in 0..400_000_u64) -> Range {
            match kind {
                0 => Range::From(offset),
                1 => Range::Span { offset, length },
                _ => Range::Suffix(length),
            }
        }
    }

    #[test]
    fn all_of_a_value_is_all_its_segments() {
        for size in [0, 1, 65_480, 65_481, 400_000] {
            let part = part(None, 0, size).unwrap();
            assert_eq!((part.first, part.skipped, part.before, part.plain.length), (0, 0, 0, size));
            assert_eq!((part.until, part.last), (segments(size) - 1, segments(size) - 1), "{size}");
        }
    }

    proptest! {
        #[test]
        fn an_answer_holds_what_was_asked_for(range in any_range(), size in 0..400_000_u64) {
            let sealed = sealed_size(size).unwrap();
            let Some(wanted) = range.within(size) else { return Ok(()) };
            let (from, to) = answered(plan(range), sealed).unwrap();
            let part = part(Some(range), from, size).unwrap();
            prop_assert_eq!(part.plain, wanted);
            // It begins with a segment, and ends with one or with the value.
            prop_assert_eq!((from + part.skipped) % SEGMENT_BYTES, 0);
            prop_assert!(to % SEGMENT_BYTES == 0 || to == sealed);
            prop_assert_eq!(first_of(part.first) + part.before, wanted.offset);
            let last_wanted = segment_of(wanted.offset + wanted.length - 1);
            prop_assert!(to >= sealed.min((last_wanted + 1) * SEGMENT_BYTES));
            prop_assert_eq!(part.until, last_wanted);
            prop_assert!(last_wanted <= part.last && (part.until < part.last || to == sealed));
        }
    }
}
