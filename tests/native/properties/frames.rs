//! Frames: whatever text arrives is read to its end, and is never a panic.
//!
//! Only this package writes frames; but what a caller gave is in them, and a mistake on the one side must not
//! become a trap on the other. What is written comes back as it was, whatever stands before and after it.

use std::collections::BTreeMap;

use layeron_storage::declare::{BUCKET_OPTIONS, Declaration, KV_OPTIONS, Kind, LIFECYCLE, Variant};
use layeron_storage::host::kv;
use layeron_storage::input::{Frame, View};
use layeron_storage::key::Key;
use layeron_storage::options::{
    ENTRIES, GET_BUCKET, GET_KV, LIST_BUCKET, LIST_KV, List, PUT_BUCKET, PUT_KV, Put, check_entries,
    check_kv_get,
};
use layeron_storage::{condition::Get, range::RANGE};
use proptest::prelude::*;

use crate::value::{Value, seen};

/// Every table of names that an object is read by.
const TABLES: [&[&str]; 12] = [
    BUCKET_OPTIONS,
    KV_OPTIONS,
    LIFECYCLE,
    PUT_BUCKET,
    PUT_KV,
    GET_BUCKET,
    GET_KV,
    LIST_BUCKET,
    LIST_KV,
    ENTRIES,
    RANGE,
    kv::RECORD,
];

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![(0..70_u32).prop_map(f64::from), (0..1_u64 << 54).prop_map(|n| n as f64), any::<f64>()]
}

/// A value of any kind, objects with objects in them too.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    let fields = ["range", "if-none-match", "if-range", "accept"].as_slice();
    let leaf = prop_oneof![
        Just(Value::Undefined),
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number().prop_map(Value::from),
        prop_oneof!["[ -~]{0,12}", any::<String>()].prop_map(Value::from),
        Just(Value::LoneSurrogate),
        prop::collection::btree_map(prop::sample::select(fields), any::<String>(), 0..4)
            .prop_map(Value::from),
    ];
    let names: Vec<String> = TABLES.concat().into_iter().map(str::to_owned).collect();
    let name = prop_oneof![9 => prop::sample::select(names), 1 => any::<String>()];
    leaf.prop_recursive(2, 24, 6, move |inner| {
        prop::collection::btree_map(name.clone(), inner, 0..6).prop_map(Value::from_iter)
    })
}

/// The frame of a value, read by the names of one of the tables.
pub(crate) fn frame() -> impl Strategy<Value = String> {
    let object = prop::sample::select(TABLES.as_slice()).prop_flat_map(|names| {
        let name = prop::sample::select(names).prop_map(str::to_owned);
        let members = prop::collection::btree_map(name, value(), 0..12);
        members.prop_map(move |members: BTreeMap<String, Value>| Value::from_iter(members).frame(names))
    });
    prop_oneof![3 => object, 1 => value().prop_map(|value| value.alone())]
}

/// Any bytes as text; bytes that look like a frame; frames with some bytes of theirs replaced, or cut short.
fn text() -> impl Strategy<Value = String> {
    let bytes = prop::collection::vec(any::<u8>(), 0..60);
    let edits =
        prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![any::<u8>(), b'0'..=b':']), 0..6);
    let edited = (frame(), edits, 0..9_usize).prop_map(|(frame, edits, cut)| {
        let mut bytes = frame.into_bytes();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(bytes.len().saturating_sub(cut / 2));
        bytes
    });
    let any = prop_oneof![bytes, edited].prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    prop_oneof![
        3 => any,
        1 => "[utflsinoehxb:0-9]{0,40}",
        1 => "[seoxinbh][0-9]{1,3}:[a-zé\u{1F600}]{0,9}",
        1 => "[sibnoehx][0-9]{0,19}:?[0-9]{0,19}",
    ]
}

/// Reads everything, also what is in what was read; returns how many values there are.
fn read_all(mut frame: Frame<'_>, of: usize) -> usize {
    let mut values = 0;
    while !frame.is_empty() {
        values += 1;
        assert!(values <= of, "every value takes a character or more");
        if let View::Members(inner) | View::Entries(inner) | View::Headers(inner) = frame.take() {
            values += read_all(inner, of);
        }
    }
    assert_eq!(frame.take(), View::Undefined);
    values
}

proptest! {
    #[test]
    fn any_text_is_read_to_its_end(text in text()) {
        read_all(Frame::new(&text), text.len());
    }

    #[test]
    fn any_text_is_accepted_or_refused(text in text()) {
        for variant in [Variant::Bucket, Variant::Kv] {
            let _ = Key::parse(variant, seen(&text));
            let _ = Put::parse(variant, seen(&text));
            let _ = List::parse(variant, seen(&text));
            let _ = check_entries(variant, seen(&text));
            let _ = Declaration::parse(Kind::Storage(variant), seen(&text));
        }
        let _ = Get::parse(seen(&text)).map(|get| get.range.map(|range| range.within(10)));
        let _ = check_kv_get(seen(&text));
        let _ = kv::read(seen(&text));
    }

    /// A key and its options cross in one frame: no value reads into the next.
    #[test]
    fn values_in_a_row_come_back(values in prop::collection::vec(value(), 0..6)) {
        let row: String = values.iter().map(Value::alone).collect();
        let mut frame = Frame::new(&row);
        for value in &values {
            match (value, frame.take()) {
                (Value::Undefined, View::Undefined) | (Value::LoneSurrogate, View::LoneSurrogate) => {}
                (Value::Null, View::Other(name)) => prop_assert_eq!(name, "null"),
                (Value::Flag(flag), View::Boolean(seen)) => prop_assert_eq!(*flag, seen),
                (Value::Number(n), View::Whole(seen)) => prop_assert_eq!(*n, seen as f64),
                (Value::Number(n), View::Number(seen)) => prop_assert_eq!(seen, n.to_string()),
                (Value::Text(text), View::Text(seen)) => prop_assert_eq!(text.as_str(), seen),
                (Value::Object(_) | Value::Headers(_), View::Other(name)) => prop_assert_eq!(name, "an object"),
                (value, seen) => prop_assert!(false, "{value:?} is seen as {seen:?}"),
            }
        }
        prop_assert!(frame.is_empty());
    }
}
