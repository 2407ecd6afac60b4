//! Times: a time stays within four-digit years, whatever a clock returns and however many days are added.

use chrono::{NaiveDate, NaiveTime};
use layeron_storage::error::Code;
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
    fn a_time_is_at_most_the_end_of_9999(ms in prop_oneof![any::<u64>(), 0..=2 * LAST]) {
        prop_assert_eq!(Millis::checked(ms).map(Millis::get), (ms <= LAST).then_some(ms));
    }

    #[test]
    fn a_clock_returns_whole_milliseconds_of_its_years(now in prop_oneof![
        prop::num::f64::ANY,
        (0..=2 * LAST).prop_map(|ms| ms as f64),
        (0..=2 * LAST, 0..1000_u32).prop_map(|(ms, part)| ms as f64 + f64::from(part) / 1000.0),
        prop::sample::select(vec![-0.0, LAST as f64, LAST as f64 + 1.0, f64::INFINITY, f64::NAN]),
    ]) {
        let is_time = (0.0..=LAST as f64).contains(&now) && now.fract() == 0.0;
        match Millis::of_clock(now) {
            Ok(time) => prop_assert!(is_time && time.get() as f64 == now),
            Err(error) => prop_assert!(!is_time && error.code == Code::InvalidOptions),
        }
    }

    #[test]
    fn days_are_days(ms in moment(), days in 0..36_501_u32) {
        let after = Millis::new(ms).plus_days(days).get();
        prop_assert_eq!(after, (ms + u64::from(days) * 24 * 60 * 60 * 1000).min(LAST));
    }
}
