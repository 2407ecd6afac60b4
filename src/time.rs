//! Dates as the contract and HTTP write them.
//!
//! The clock is handed in as milliseconds since the epoch; `std::time` traps on wasm, and a date
//! library would weigh more than the four functions here.

use alloc::string::String;

/// Milliseconds since the epoch, between 1970 and the end of the year 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Millis(u64);

/// The last millisecond of the year 9999, after which ISO 8601 needs more than four digits.
const MAX: u64 = 253_402_300_799_999;

const DAY_MS: u64 = 86_400_000;

impl Millis {
    /// A time from a clock; `None` if it is no number within 1970 to 9999.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "checked to lie between 0 and MAX"
    )]
    pub fn from_f64(ms: f64) -> Option<Self> {
        (ms >= 0.0 && ms <= MAX as f64).then_some(Self(ms as u64))
    }

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

    /// `2026-11-23T07:20:38.123Z`
    #[must_use]
    pub fn iso(self) -> String {
        let Civil { year, month, day, .. } = self.date();
        let (hour, minute, second) = self.clock();
        let mut out = String::with_capacity(24);
        digits(&mut out, year, 4);
        out.push('-');
        digits(&mut out, month, 2);
        out.push('-');
        digits(&mut out, day, 2);
        out.push('T');
        for (n, separator) in [(hour, ':'), (minute, ':'), (second, '.')] {
            digits(&mut out, n, 2);
            out.push(separator);
        }
        digits(&mut out, self.0 % 1000, 3);
        out.push('Z');
        out
    }

    /// `Mon, 23 Nov 2026 07:20:38 GMT` (RFC 9110, IMF-fixdate)
    #[must_use]
    pub fn http_date(self) -> String {
        let Civil { year, month, day, weekday } = self.date();
        let (hour, minute, second) = self.clock();
        let mut out = String::with_capacity(29);
        out.push_str(WEEKDAYS[index(weekday)]);
        out.push_str(", ");
        digits(&mut out, day, 2);
        out.push(' ');
        out.push_str(MONTHS[index(month - 1)]);
        out.push(' ');
        digits(&mut out, year, 4);
        out.push(' ');
        for (n, separator) in [(hour, ':'), (minute, ':'), (second, ' ')] {
            digits(&mut out, n, 2);
            out.push(separator);
        }
        out.push_str("GMT");
        out
    }

    fn clock(self) -> (u64, u64, u64) {
        let seconds = self.0 % DAY_MS / 1000;
        (seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    /// Howard Hinnant's `civil_from_days`: counts in eras of 400 years that begin on 1 March, so that
    /// the leap day is the last of a year.
    fn date(self) -> Civil {
        let days = self.0 / DAY_MS;
        let weekday = (days + 4) % 7;
        let shifted = days + 719_468;
        let era = shifted / 146_097;
        let of_era = shifted % 146_097;
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = era * 400 + year_of_era + u64::from(month <= 2);
        Civil { year, month, day, weekday }
    }
}

struct Civil {
    year: u64,
    month: u64,
    day: u64,
    weekday: u64,
}

const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn index(n: u64) -> usize {
    usize::try_from(n).unwrap_or_default()
}

/// Writes the last `width` digits of a number below 10,000.
fn digits(out: &mut String, n: u64, width: usize) {
    let n = u16::try_from(n).unwrap_or_default();
    for place in &[1000, 100, 10, 1][4 - width..] {
        let digit = u8::try_from(n / place % 10).unwrap_or_default();
        out.push(char::from(b'0' + digit));
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    #[test]
    fn known_dates() {
        assert_eq!(Millis::new(0).iso(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Millis::new(951_782_399_999).iso(), "2000-02-28T23:59:59.999Z");
        assert_eq!(Millis::new(951_782_400_000).http_date(), "Tue, 29 Feb 2000 00:00:00 GMT");
        assert_eq!(Millis::new(u64::MAX).iso(), "9999-12-31T23:59:59.999Z");
    }

    #[test]
    fn a_clock_gives_a_number_within_four_digit_years() {
        for bad in [f64::NAN, -1.0, f64::INFINITY, 8.64e15] {
            assert_eq!(Millis::from_f64(bad), None);
        }
        assert_eq!(Millis::from_f64(1.9), Some(Millis::new(1)));
    }

    proptest! {
        #[test]
        fn dates_are_those_of_chrono(ms in 0..=MAX) {
            let other = DateTime::from_timestamp_millis(i64::try_from(ms).unwrap()).unwrap();
            prop_assert_eq!(Millis::new(ms).iso(), other.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string());
            let http = other.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
            prop_assert_eq!(Millis::new(ms).http_date(), http);
        }
    }
}
