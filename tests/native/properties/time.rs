//! Times: what a clock gives, and what is added to it, stays within four-digit years.

use chrono::{NaiveDate, NaiveTime};
use layeron_storage::time::Millis;
use proptest::prelude::*;

/// The last millisecond of the year 9999.
const LAST: u64 = 253_402_300_799_999;

/// Any moment, and those around midnight: of any day, and of the first of March in leap and other years.
fn moment() -> impl Strategy<Value = u64> {
    let year = prop_oneof![1970..=9999_i32, (20..=99_i32).prop_map(|century| century * 100)];
    let march = year.prop_map(|year| {
        let midnight = NaiveDate::from_ymd_opt(year, 3, 1).unwrap().and_time(NaiveTime::MIN);
        u64::try_from(midnight.and_utc().timestamp_millis()).unwrap()
    });
    let midnight = prop_oneof![(0..2_932_896_u64).prop_map(|day| day * 86_400_000), march];
    let edge = (midnight, -2_i64..=2).prop_map(|(midnight, off)| midnight.saturating_add_signed(off));
    prop_oneof![0..=LAST, edge]
}

proptest! {
    #[test]
    fn a_clock_is_believed_within_its_years(ms in prop_oneof![any::<u64>(), 0..=2 * LAST]) {
        prop_assert_eq!(Millis::checked(ms).map(Millis::get), (ms <= LAST).then_some(ms));
    }

    #[test]
    fn days_are_days(ms in moment(), days in 0..36_501_u32) {
        let after = Millis::new(ms).plus_days(days).get();
        prop_assert_eq!(after, (ms + u64::from(days) * 24 * 60 * 60 * 1000).min(LAST));
    }
}
