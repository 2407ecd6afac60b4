//! Times, in milliseconds since the epoch.
//!
//! The clock is handed in, because the clocks of `std::time` trap on wasm. JavaScript's `Date` writes dates for callers
//! and for HTTP.

use crate::error::{Code, Error, Result};
use crate::limits::MAX_SAFE_INTEGER;

/// Milliseconds since the epoch, between 1970 and the end of the year 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Millis(u64);

/// The last millisecond of the year 9999, after which ISO 8601 needs more than four digits.
const MAX: u64 = 253_402_300_799_999;

const DAY_MS: u64 = 86_400_000;

impl Millis {
    /// The first of them.
    pub const EPOCH: Self = Self(0);
    /// The last second that has a date.
    pub const LAST_SECOND: u64 = MAX / 1000;

    /// A time in whole milliseconds; `None` after the year 9999.
    #[must_use]
    pub fn checked(ms: u64) -> Option<Self> {
        (ms <= MAX).then_some(Self(ms))
    }

    /// The time that a caller's clock gave.
    ///
    /// # Errors
    /// `storage_invalid_options` for a number that is no time.
    pub fn of_clock(now: f64) -> Result<Self> {
        whole(now).and_then(Self::checked).ok_or_else(|| {
            Error::new(Code::InvalidOptions, "connect options: clock must return milliseconds since 1970")
        })
    }

    /// A time in whole milliseconds, at most the end of the year 9999.
    #[must_use]
    pub fn new(ms: u64) -> Self {
        Self(ms.min(MAX))
    }

    /// Whole milliseconds.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Whole seconds, rounded down.
    #[must_use]
    pub const fn seconds(self) -> u64 {
        self.0 / 1000
    }

    /// This time and so many days.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Self {
        Self::new(self.0 + u64::from(days) * DAY_MS)
    }
}

/// A number of JavaScript's as a whole number from 0 to [`MAX_SAFE_INTEGER`].
#[must_use]
pub fn whole(number: f64) -> Option<u64> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the comparison finds what is lost"
    )]
    let whole = number as u64;
    #[expect(clippy::cast_precision_loss, reason = "whole numbers up to 2^53 have an exact f64")]
    let is_exact = whole <= MAX_SAFE_INTEGER && whole as f64 == number;
    is_exact.then_some(whole)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_clock_gives_a_number_within_four_digit_years() {
        for bad in [MAX + 1, 8_640_000_000_000_000, u64::MAX] {
            assert_eq!(Millis::checked(bad), None);
        }
        assert_eq!(Millis::checked(1), Some(Millis::new(1)));
        for bad in [f64::NAN, -1.0, 0.5, f64::INFINITY, 1e300] {
            assert_eq!(Millis::of_clock(bad).unwrap_err().code, Code::InvalidOptions);
        }
        assert_eq!(Millis::of_clock(1.7e12), Ok(Millis::new(1_700_000_000_000)));
    }
}
