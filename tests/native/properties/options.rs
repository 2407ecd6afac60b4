//! Options: a misspelt name and a value out of bounds are refused, never ignored.
//!
//! `{ ifNotExist: true }` must not overwrite, and nobody means a limit of 0.5.

use bytes::Bytes;
use layeron_storage::error::{Code, Error, Result};
use layeron_storage::etag;
use layeron_storage::names::unknown_option;
use layeron_storage::options::put::{BucketPutOptions, KvPutOptions};
use layeron_storage::options::rewrap::RewrapOptions;
use layeron_storage::options::signed::SignedOptions;
use layeron_storage::time::Millis;
use layeron_storage::variant::Variant;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use crate::host::Host;
use crate::json::number;
use crate::shapes::{
    GET_BUCKET, GET_KV, LIST_BUCKET, LIST_KV, NUMBERS, PUT_BUCKET, PUT_KV, Reader, Shape, as_options, shapes,
};

/// A call that takes options.
#[derive(Debug, Clone, Copy)]
enum Call {
    Put,
    Get,
    List,
}

/// The options of every call on a store.
const CALLS: [(Variant, Call, &[&str]); 6] = [
    (Variant::Bucket, Call::Put, PUT_BUCKET),
    (Variant::Kv, Call::Put, PUT_KV),
    (Variant::Bucket, Call::Get, GET_BUCKET),
    (Variant::Kv, Call::Get, GET_KV),
    (Variant::Bucket, Call::List, LIST_BUCKET),
    (Variant::Kv, Call::List, LIST_KV),
];

const NOW: u64 = 1_700_000_000_123;

/// Makes a call on a store that holds one value. The flag says whether the value is still the old one.
fn call(variant: Variant, call: Call, options: &Value) -> (Result<()>, bool) {
    let now = Millis::new(NOW);
    let mut host = Host::declare(variant, &json!({ "name": "a" })).unwrap();
    host.put("k", Bytes::from_static(b"old"), &json!({}), now).unwrap();
    let answer = match call {
        Call::Put => host.put("k", Bytes::from_static(b"new"), options, now).map(drop),
        Call::Get => host.get("k", options, now).map(drop),
        Call::List => host.list(options, now).map(drop),
    };
    let kept = host.head("k", now).unwrap().is_some_and(|object| object.etag == etag::of(b"old"));
    (answer, kept)
}

/// The code of a call with one option.
fn code(variant: Variant, name: &str, value: &Value) -> Option<Code> {
    let has_option = |(of, _, names): &&(Variant, Call, &[&str])| *of == variant && names.contains(&name);
    let (_, asked, _) = CALLS.iter().find(has_option).unwrap();
    code_of(call(variant, *asked, &json!({ name: value })).0)
}

fn code_of(answer: Result<()>) -> Option<Code> {
    answer.err().map(|error: Error| error.code)
}

/// A slip of the finger.
#[derive(Debug, Clone, Copy)]
enum Slip {
    Drop,
    Double,
    Other(char),
    Swap,
    Case,
}

fn slip() -> impl Strategy<Value = Slip> {
    prop_oneof![
        Just(Slip::Drop),
        Just(Slip::Double),
        proptest::char::range('a', 'z').prop_map(Slip::Other),
        Just(Slip::Swap),
        Just(Slip::Case),
    ]
}

fn misspelt(name: &str, at: usize, slip: Slip) -> String {
    let mut chars: Vec<char> = name.chars().collect();
    let at = at % chars.len();
    match slip {
        Slip::Drop => drop(chars.remove(at)),
        Slip::Double => chars.insert(at, chars[at]),
        Slip::Other(c) => chars[at] = c,
        Slip::Swap => chars.swap(at, at.saturating_sub(1)),
        Slip::Case if chars[at].is_ascii_uppercase() => chars[at] = chars[at].to_ascii_lowercase(),
        Slip::Case => chars[at] = chars[at].to_ascii_uppercase(),
    }
    chars.into_iter().collect()
}

/// Numbers of every kind, often near a bound.
fn near_bounds() -> impl Strategy<Value = f64> {
    let bounds: Vec<f64> = NUMBERS.iter().flat_map(|(_, _, min, max)| [*min, *max]).collect();
    // The date of this `ttlSeconds` is the last that 32 bits hold.
    let bound = prop_oneof![9 => prop::sample::select(bounds), 1 => Just(447_483_647.0)];
    let off = prop::sample::select(vec![-1.0, -0.5, 0.0, 0.5, 1.0]);
    prop_oneof![
        (bound, off).prop_map(|(bound, off)| bound + off),
        any::<f64>(),
        (0..4000_u32).prop_map(f64::from)
    ]
}

fn is_whole(number: f64, min: f64, max: f64) -> bool {
    (min..=max).contains(&number) && number.fract() == 0.0
}

/// serde reads the documented names and no others.
#[test]
fn the_core_reads_the_documented_names() {
    for Shape { names, known, .. } in shapes() {
        let sorted = |names: &[&'static str]| {
            let mut names = names.to_vec();
            names.sort_unstable();
            names
        };
        assert_eq!(sorted(known()), sorted(names));
    }
}

proptest! {
    #[test]
    fn a_misspelt_option_is_refused_and_the_name_is_suggested(
        which in any::<Index>(), option in any::<Index>(), at in 0..20_usize, slip in slip()
    ) {
        let shapes = shapes();
        let Shape { names, known, read } = which.get(&shapes);
        let meant = names[option.index(names.len())];
        let written = misspelt(meant, at, slip);
        prop_assume!(!names.contains(&written.as_str()));
        // Null too: the slip is in the program, whatever the value is today.
        for value in [json!(true), json!(null)] {
            prop_assert_eq!(code_of(read(json!({ &written: value }))), Some(Code::InvalidOptions));
        }
        let message = unknown_option(&written, known());
        let suggestion = format!("did you mean \"{meant}\"?");
        prop_assert!(message.ends_with(&suggestion), "{}: {}", written, message);
    }

    #[test]
    fn a_call_with_a_misspelt_option_changes_nothing(
        which in any::<Index>(), option in any::<Index>(), at in 0..20_usize, slip in slip()
    ) {
        let (variant, asked, names) = *which.get(&CALLS);
        let written = misspelt(names[option.index(names.len())], at, slip);
        prop_assume!(!names.contains(&written.as_str()));
        for value in [json!(true), json!(null)] {
            let (answer, kept) = call(variant, asked, &json!({ &written: value }));
            prop_assert_eq!(code_of(answer), Some(Code::InvalidOptions));
            prop_assert!(kept);
        }
    }

    /// `ttl` is meant for `ttlSeconds`, however many letters are missing. `names` may also be meant for `name`.
    #[test]
    fn for_a_shortened_option_a_name_with_the_same_beginning_is_suggested(
        which in any::<Index>(), option in any::<Index>(), length in any::<Index>()
    ) {
        let shapes = shapes();
        let Shape { names, known, read } = which.get(&shapes);
        let meant = names[option.index(names.len())];
        let written = &meant[..3 + length.index(meant.len() - 3)];
        // `name` is `namespace` shortened, and an option itself.
        prop_assume!(!names.contains(&written));
        prop_assert_eq!(code_of(read(json!({ written: true }))), Some(Code::InvalidOptions));
        let message = unknown_option(written, known());
        let mut alike = names.iter().filter(|name| name.starts_with(written) || written.starts_with(**name));
        prop_assert!(
            alike.any(|name| message.ends_with(&format!("did you mean \"{name}\"?"))), "{}: {}", written, message
        );
    }

    #[test]
    fn any_other_option_is_refused(which in any::<Index>(), name in any::<String>()) {
        let shapes = shapes();
        let Shape { names, known, read } = which.get(&shapes);
        prop_assume!(!names.contains(&name.as_str()));
        prop_assert_eq!(code_of(read(json!({ &name: true }))), Some(Code::InvalidOptions));
        prop_assert!(unknown_option(&name, known()).starts_with("unknown option "));
        let (variant, asked, names) = *which.get(&CALLS);
        prop_assume!(!names.contains(&name.as_str()));
        let (answer, kept) = call(variant, asked, &json!({ name: true }));
        prop_assert_eq!(code_of(answer), Some(Code::InvalidOptions));
        prop_assert!(kept);
    }

    #[test]
    fn every_number_is_whole_and_within_its_bounds(number in near_bounds()) {
        for (read, name, min, max) in NUMBERS {
            let refused = (!is_whole(number, min, max)).then_some(Code::InvalidOptions);
            prop_assert_eq!(code_of(read(json!({ name: self::number(number) }))), refused, "{} {}", name, number);
        }
    }

    #[test]
    fn calls_refuse_numbers_out_of_bounds(number in near_bounds()) {
        let refused = |min, max| (!is_whole(number, min, max)).then_some(Code::InvalidOptions);
        let value = self::number(number);
        for variant in [Variant::Bucket, Variant::Kv] {
            prop_assert_eq!(code(variant, "limit", &value), refused(1.0, 1000.0));
        }
        prop_assert_eq!(code(Variant::Kv, "cacheTtlSeconds", &value), refused(30.0, 2_147_483_647.0));
        // The date, too, has to fit into 32 bits.
        prop_assert_eq!(code(Variant::Kv, "ttlSeconds", &value), refused(60.0, 447_483_647.0));
    }

    #[test]
    fn a_number_of_another_kind_is_refused(text in any::<String>(), flag: bool) {
        for (read, name, ..) in NUMBERS {
            for other in [json!(text), json!("60"), json!(flag), json!({ "a": 60 }), json!([60])] {
                prop_assert_eq!(code_of(read(json!({ name: other }))), Some(Code::InvalidOptions), "{}", name);
            }
        }
    }

    #[test]
    fn a_flag_is_true_or_false(text in any::<String>(), number in any::<f64>()) {
        let flags: [(Reader, &str); 5] = [
            (as_options::<BucketPutOptions>, "ifNotExists"),
            (as_options::<KvPutOptions>, "ifNotExists"),
            (as_options::<SignedOptions>, "ifNotExists"),
            (as_options::<SignedOptions>, "oneTime"),
            (as_options::<RewrapOptions>, "sealPlain"),
        ];
        for other in [json!(text), json!("true"), self::number(number), json!(1), json!({ "a": true }), json!([])] {
            for (read, name) in flags {
                prop_assert_eq!(code_of(read(json!({ name: other }))), Some(Code::InvalidOptions), "{}", name);
            }
        }
        for variant in [Variant::Bucket, Variant::Kv] {
            prop_assert_eq!(code(variant, "ifNotExists", &json!(text)), Some(Code::InvalidOptions));
        }
    }

    /// `ifMatch` with any text but the stored etag replaces nothing.
    #[test]
    fn no_other_etag_replaces(text in prop_oneof![
        4 => any::<String>(), 4 => "[*\"W/0-9a-f]{0,6}", 1 => Just("*".to_owned()),
    ]) {
        let ours = etag::of(b"old");
        prop_assume!(text != ours);
        for written in [text, format!("\"{ours}\""), format!("W/\"{ours}\""), format!("{ours} "), ours.to_uppercase()] {
            prop_assume!(written != ours);
            // R2 would take `*` for any version.
            let is_text = written.chars().all(|c| c != '"' && ('!'..='~').contains(&c));
            let is_etag = is_text && !written.is_empty() && written != "*";
            let wanted = if is_etag { Code::PreconditionFailed } else { Code::InvalidOptions };
            let (answer, kept) = call(Variant::Bucket, Call::Put, &json!({ "ifMatch": written }));
            prop_assert_eq!(code_of(answer), Some(wanted));
            prop_assert!(kept);
        }
        let (answer, kept) = call(Variant::Bucket, Call::Put, &json!({ "ifMatch": ours }));
        prop_assert!(answer.is_ok() && !kept);
    }

    /// Options are an object or nothing.
    #[test]
    fn nothing_else_is_options(which in any::<Index>(), text in any::<String>(), number in any::<f64>()) {
        let shapes = shapes();
        let Shape { read, .. } = which.get(&shapes);
        for other in [json!(text), self::number(number), json!(true), json!([])] {
            prop_assert_eq!(code_of(read(other)), Some(Code::InvalidOptions));
        }
        let (variant, asked, _) = *which.get(&CALLS);
        for other in [json!(text), self::number(number), json!(true), json!(null)] {
            let (answer, kept) = call(variant, asked, &other);
            prop_assert_eq!(code_of(answer), Some(Code::InvalidOptions));
            prop_assert!(kept);
        }
    }
}
