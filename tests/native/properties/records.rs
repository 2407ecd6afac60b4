//! Records: what stands beside a value in KV is this component's own, or nothing of it is believed.
//!
//! Other programs write to the same namespaces, whatever they like. What is half a record would become a size,
//! a date or a header that nobody ever gave.

use layeron_storage::host::kv::{RECORD, read};
use layeron_storage::object::Object;
use layeron_storage::time::Millis;
use proptest::prelude::*;

use crate::frames::{frame, value};
use crate::value::{Value, seen};

/// The members of a record, some of them left out.
fn record() -> impl Strategy<Value = Vec<(String, Value)>> {
    let whole = |most: u64| (0..=most).prop_map(|n| Value::from(n as f64));
    let optional = |value: BoxedStrategy<Value>| prop_oneof![value, Just(Value::Undefined)];
    let field = || optional("[ -~]{1,9}".prop_map(Value::from).boxed());
    let metadata = prop::collection::btree_map("[a-z]{0,3}", any::<String>(), 0..3);
    let counted = (
        whole(1 << 53),
        "[!-~]{1,9}".prop_map(Value::from),
        prop_oneof![whole(253_402_300_799_999), whole(1 << 53)],
        optional(prop_oneof![whole(253_402_300_799), whole(1 << 53)].boxed()),
    );
    let http = [field(), field(), field(), field(), field()];
    let sealed = optional(any::<String>().prop_map(Value::from).boxed());
    (counted, http, sealed, optional(metadata.prop_map(Value::from_iter).boxed())).prop_map(
        |(counted, http, sealed, metadata)| {
            let (size, etag, stored_at, expires_at) = counted;
            let values = [Value::from(1), size, etag, stored_at, expires_at]
                .into_iter()
                .chain(http)
                .chain([metadata, sealed]);
            RECORD.iter().map(|name| (*name).to_owned()).zip(values).collect()
        },
    )
}

/// Near the rules, on both sides.
fn near() -> impl Strategy<Value = Value> {
    let long = (254..258_usize).prop_map(|length| Value::from("x".repeat(length)));
    let text = "[ -~]{0,2}[\r\n\u{7F}é]?".prop_map(Value::from);
    let number = prop::sample::select(vec![
        -1.0,
        0.0,
        0.5,
        1.0,
        2.0,
        9_007_199_254_740_991.0,
        9_007_199_254_740_992.0,
    ]);
    let user = ("__proto__|a", value()).prop_map(|entry| Value::from_iter([entry]));
    prop_oneof![long, text, number.prop_map(Value::from), user, value()]
}

/// What the members say, if each of them is of its kind.
fn by_the_rules(members: &[(String, Value)]) -> Option<Object> {
    let member =
        |name: &str| members.iter().find(|(own, _)| own == name).map_or(&Value::Undefined, |(_, own)| own);
    let whole = |value: &Value| match value {
        Value::Number(n) if (0.0..=9_007_199_254_740_991.0).contains(n) && n.fract() == 0.0 => {
            Some(*n as u64)
        }
        _ => None,
    };
    let fields =
        [("contentType", 255), ("cacheControl", 255), ("contentDisposition", 255), ("contentEncoding", 255)];
    let fine = fields.into_iter().chain([("checksum", 256)]).all(|(name, limit)| match member(name) {
        Value::Undefined => true,
        Value::Text(text) => {
            (1..=limit).contains(&text.len()) && text.chars().all(|c| (' '..='~').contains(&c))
        }
        _ => false,
    });
    let sealed = matches!(member("sealed"), Value::Undefined | Value::Text(_));
    let user = match member("metadata") {
        Value::Undefined => true,
        Value::Object(user) => {
            user.iter().all(|(key, value)| key != "__proto__" && matches!(value, Value::Text(_)))
        }
        _ => false,
    };
    // The last date with four digits for its year, 9999-12-31T23:59:59.999Z.
    let date = |ms: u64| (ms <= 253_402_300_799_999).then_some(Millis::new(ms));
    let Value::Text(etag) = member("etag") else { return None };
    let is_etag = !etag.is_empty() && etag.chars().all(|c| (' '..='~').contains(&c));
    if *member("layeron") != Value::from(1) || !is_etag || !fine || !user || !sealed {
        return None;
    }
    let expires_at = match member("expiresAt") {
        Value::Undefined => None,
        seconds => Some(date(whole(seconds)? * 1000)?),
    };
    let (size, stored_at) = (whole(member("size"))?, date(whole(member("storedAt"))?)?);
    Some(Object { size, etag: etag.clone(), stored_at, expires_at })
}

proptest! {
    #[test]
    fn a_record_is_believed_exactly_by_the_rules(
        mut members in record(),
        wrong in prop::option::of((0..RECORD.len(), prop_oneof![near(), value()])),
        foreign in prop::option::of(("[a-z]{1,9}", value())),
    ) {
        if let Some((at, value)) = wrong {
            members[at].1 = value;
        }
        // Later versions may write more.
        members.extend(foreign.filter(|(name, _)| !RECORD.contains(&name.as_str())));
        let frame = Value::from_iter(members.clone()).frame(RECORD);
        prop_assert_eq!(read(seen(&frame)).map(|record| record.object), by_the_rules(&members));
    }

    #[test]
    fn any_frame_is_a_record_or_none(frame in frame()) {
        let _ = read(seen(&frame));
    }
}
