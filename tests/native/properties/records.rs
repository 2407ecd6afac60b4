//! Records: the core believes the metadata of a KV value only if this package wrote all of it.
//!
//! Other programs write any metadata to the same namespaces. If the core believed half a record, callers would get a
//! size, a date or a header that nobody ever stored.

use layeron_storage::host::kv::{Record, RecordState};
use layeron_storage::time::Millis;
use proptest::prelude::*;
use serde_json::{Map, Value, from_value, json};

use crate::json::{number, value};

/// The members of a record that the core judges, in the order of `docs/decisions/0003-kv-record.md`. `js/look.js` sees to
/// the others, of which only the kind counts: `tests/wasm/cases/foreign.rs`.
const MEMBERS: [&str; 12] = [
    "layeron",
    "size",
    "etag",
    "storedAt",
    "expiresAt",
    "contentType",
    "cacheControl",
    "contentDisposition",
    "contentEncoding",
    "contentLanguage",
    "expires",
    "checksum",
];

/// The members of a record, some of them left out.
fn record() -> impl Strategy<Value = Map<String, Value>> {
    let whole = |most: u64| (0..=most).prop_map(|n| number(n as f64));
    let around = |last: u64| (last - 1..=last + 1).prop_map(|n| number(n as f64));
    let optional = |value: BoxedStrategy<Value>| prop_oneof![value, Just(Value::Null)];
    let field = || optional("[ -~]{1,9}".prop_map(Value::from).boxed());
    let until = move |last: u64| prop_oneof![4 => whole(last), 2 => whole(1 << 53), 1 => around(last)];
    let counted = (
        whole(1 << 53),
        "[!-~]{1,9}".prop_map(Value::from),
        until(253_402_300_799_999),
        optional(until(253_402_300_799).boxed()),
    );
    let dates = vec![json!("1970-01-01T00:00:00.000Z"), json!("2028-02-29T23:59:59.999Z"), Value::Null];
    let http = [field(), field(), field(), field(), field()];
    (counted, http, prop::sample::select(dates), field()).prop_map(|(counted, http, expires, checksum)| {
        let (size, etag, stored_at, expires_at) = counted;
        let values =
            [json!(1), size, etag, stored_at, expires_at].into_iter().chain(http).chain([expires, checksum]);
        let members = MEMBERS.into_iter().zip(values);
        members.filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)).collect()
    })
}

/// Values near the rules, on both sides.
fn near() -> impl Strategy<Value = Value> {
    let long = (254..258_usize).prop_map(|length| Value::from("x".repeat(length)));
    let text = "[ -~]{0,2}[\r\n\u{7F}é]?".prop_map(Value::from);
    let numbers = vec![-1.0, 0.0, 0.5, 1.0, 2.0, 9_007_199_254_740_991.0, 9_007_199_254_740_992.0];
    prop_oneof![long, text, prop::sample::select(numbers).prop_map(number), any_value()]
}

fn any_value() -> impl Strategy<Value = Value> {
    value(MEMBERS.to_vec())
}

/// A record that is believed.
#[derive(Debug, PartialEq)]
struct Believed {
    size: u64,
    etag: String,
    stored_at: u64,
    /// In seconds.
    expires_at: Option<u64>,
}

/// Reads the members, if each of them is of its kind. A null counts as absent, as serde_json has it.
fn by_the_rules(members: &Map<String, Value>) -> Option<Believed> {
    let member = |name: &str| members.get(name).unwrap_or(&Value::Null);
    let whole = |value: &Value| {
        let n = value.as_f64()?;
        ((0.0..=9_007_199_254_740_991.0).contains(&n) && n.fract() == 0.0).then_some(n as u64)
    };
    let is_printable = |text: &str| !text.is_empty() && text.chars().all(|c| (' '..='~').contains(&c));
    let fields = ["contentType", "cacheControl", "contentDisposition", "contentEncoding", "contentLanguage"]
        .map(|name| (name, 1024));
    let fine = fields.into_iter().chain([("checksum", 256)]).all(|(name, limit)| match member(name) {
        Value::Null => true,
        Value::String(text) => text.len() <= limit && is_printable(text),
        _ => false,
    });
    // The strategies have no other texts that look like a date.
    let is_date = match member("expires") {
        Value::Null => true,
        Value::String(text) => text.len() == 24 && text.ends_with('Z'),
        _ => false,
    };
    let etag = member("etag").as_str().filter(|etag| is_printable(etag))?;
    if whole(member("layeron")) != Some(1) || !fine || !is_date {
        return None;
    }
    // 9999-12-31T23:59:59.999Z is the last date whose year has four digits.
    let stored_at = whole(member("storedAt")).filter(|ms| *ms <= 253_402_300_799_999)?;
    let expires_at = match member("expiresAt") {
        Value::Null => None,
        seconds => Some(whole(seconds).filter(|seconds| *seconds <= 253_402_300_799)?),
    };
    Some(Believed { size: whole(member("size"))?, etag: etag.to_owned(), stored_at, expires_at })
}

/// The state that the core sees, by the length of the bytes and the time.
fn state(record: Option<&Record>, size: Option<u64>, now: u64) -> RecordState {
    record.map_or(RecordState::Foreign, |record| record.state(size, Millis::new(now)))
}

proptest! {
    #[test]
    fn a_record_is_believed_exactly_by_the_rules(
        mut members in record(),
        wrong in prop::option::of((0..MEMBERS.len(), prop_oneof![near(), any_value()])),
        foreign in prop::option::of(("[a-z]{1,9}", any_value())),
        now in 0..253_402_300_800_000_u64,
    ) {
        if let Some((at, value)) = wrong {
            members.insert(MEMBERS[at].to_owned(), value);
        }
        // Later versions may write more members.
        members.extend(foreign.filter(|(name, _)| !MEMBERS.contains(&name.as_str())));
        let record: Option<Record> = from_value(Value::Object(members.clone())).ok();
        let record = record.as_ref();
        let Some(believed) = by_the_rules(&members) else {
            prop_assert_eq!(state(record, None, now), RecordState::Foreign);
            return Ok(());
        };
        let Believed { size, expires_at, .. } = believed;
        let read = record.map(|record| Believed {
            size: record.size,
            etag: record.etag.clone(),
            stored_at: record.stored_at,
            expires_at: record.expires_at,
        });
        prop_assert_eq!(read, Some(believed));
        // Its own bytes have its size, and it ends at the first millisecond of its last second.
        let end = expires_at.map(|seconds| seconds * 1000);
        let around = end.into_iter().flat_map(|end| [end.saturating_sub(1), end]);
        for now in around.chain([now]) {
            let wanted = if end.is_some_and(|end| end <= now) { RecordState::Expired } else { RecordState::Exists };
            prop_assert_eq!(state(record, None, now), wanted);
            prop_assert_eq!(state(record, Some(size), now), wanted);
            prop_assert_eq!(state(record, Some(size + 1), now), RecordState::Foreign);
        }
    }

    #[test]
    fn any_value_is_a_record_or_none(value in any_value(), size: Option<u64>, now: u64) {
        let _ = state(from_value(value).ok().as_ref(), size, now);
    }
}
