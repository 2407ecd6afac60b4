//! Times, in milliseconds since the epoch.
//!
//! The clock is handed in, as `std::time` traps on wasm. Writing dates, for callers and for HTTP, is left to
//! JavaScript's `Date`.

/// Milliseconds since the epoch, between 1970 and the end of the year 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Millis(u64);

/// The last millisecond of the year 9999, after which ISO 8601 needs more than four digits.
const MAX: u64 = 253_402_300_799_999;

const DAY_MS: u64 = 86_400_000;

impl Millis {
    /// The first of them.
    pub const EPOCH: Self = Self(0);

    /// A time in whole milliseconds; `None` after the year 9999.
    #[must_use]
    pub fn checked(ms: u64) -> Option<Self> {
        (ms <= MAX).then_some(Self(ms))
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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_clock_gives_a_number_within_four_digit_years() {
        for bad in [MAX + 1, 8_640_000_000_000_000, u64::MAX] {
            assert_eq!(Millis::checked(bad), None);
        }
        assert_eq!(Millis::checked(1), Some(Millis::new(1)));
    }
}
