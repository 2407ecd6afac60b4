//! Times, in milliseconds since the epoch.
//!
//! The clock is handed in, because the clocks of `std::time` trap on wasm. JavaScript's `Date` writes dates for callers
//! and for HTTP.

use std::ops::RangeInclusive;

use crate::error::{Code, Error, Result};
use crate::limits::MAX_SAFE_INTEGER;

/// Milliseconds since the epoch, between 1970 and the end of the year 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Millis(u64);

/// The last millisecond of the year 9999, after which ISO 8601 needs more than four digits.
const MAX: u64 = 253_402_300_799_999;

/// The years of the HTTP field `expires`: workerd refuses others in what R2 stores.
const EXPIRES_YEARS: RangeInclusive<u32> = 1970..=2189;

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

/// Whether a text is a date of these years as JavaScript's `toISOString()` writes it: `2030-01-31T00:00:00.000Z`.
#[must_use]
pub fn is_expires(text: &str) -> bool {
    let is_of_form = |(byte, form): (u8, &u8)| {
        if *form == b'0' { byte.is_ascii_digit() } else { byte == *form }
    };
    let form = b"0000-00-00T00:00:00.000Z";
    if text.len() != form.len() || !text.bytes().zip(form).all(is_of_form) {
        return false;
    }
    let number = |from: usize, digits: usize| {
        text.bytes().skip(from).take(digits).fold(0, |n, byte| n * 10 + u32::from(byte - b'0'))
    };
    let (year, month, day) = (number(0, 4), number(5, 2), number(8, 2));
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let is_day = EXPIRES_YEARS.contains(&year) && (1..=12).contains(&month) && (1..=days).contains(&day);
    is_day && number(11, 2) < 24 && number(14, 2) < 60 && number(17, 2) < 60
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_one_of_the_calendar() {
        for date in [
            "1970-01-01T00:00:00.000Z",
            "2000-02-29T00:00:00.000Z",
            "2028-02-29T12:00:00.000Z",
            "2030-04-30T23:59:59.999Z",
            "2189-12-31T23:59:59.999Z",
        ] {
            assert!(is_expires(date), "{date}");
        }
        for none in [
            "",
            "1969-12-31T23:59:59.999Z",
            "2190-01-01T00:00:00.000Z",
            "2100-02-29T00:00:00.000Z",
            "2030-02-29T00:00:00.000Z",
            "2030-04-31T00:00:00.000Z",
            "2030-00-01T00:00:00.000Z",
            "2030-13-01T00:00:00.000Z",
            "2030-01-00T00:00:00.000Z",
            "2030-01-32T00:00:00.000Z",
            "2030-01-01T24:00:00.000Z",
            "2030-01-01T00:60:00.000Z",
            "2030-01-01T00:00:60.000Z",
            "2030-01-01t00:00:00.000Z",
            "2030-01-01T00:00:00.000z",
            "2030-01-01T00:00:00Z",
            "2030-01-01T00:00:00.0é0Z",
            "2030-01-01T00:00:00.00éZ",
            "+010000-01-01T00:00:00.000Z",
        ] {
            assert!(!is_expires(none), "{none}");
        }
    }

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
