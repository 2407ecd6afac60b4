//! Options: what is misspelt or out of bounds is refused, never overlooked.
//!
//! `{ ifNotExist: true }` must not overwrite, and a limit of 0.5 is nobody's intention.

use std::collections::BTreeMap;

use bytes::Bytes;
use layeron_storage::declare::Variant;
use layeron_storage::error::{Code, Error};
use layeron_storage::etag;
use layeron_storage::time::Millis;
use proptest::prelude::*;

use crate::host::Host;
use crate::value::Value;

/// A call that takes options.
#[derive(Debug, Clone, Copy)]
enum Call {
    Put,
    Get,
    List,
}

/// The contract's options of every call.
const OPTIONS: [(Variant, Call, &[&str]); 6] = {
    use Variant::{Bucket, Kv};
    let put_bucket: &[&str] = &[
        "contentType",
        "cacheControl",
        "contentDisposition",
        "contentEncoding",
        "metadata",
        "checksum",
        "ifNotExists",
        "ifMatch",
        "size",
    ];
    let put_kv: &[&str] = &[
        "contentType",
        "cacheControl",
        "contentDisposition",
        "contentEncoding",
        "metadata",
        "checksum",
        "ifNotExists",
        "ttlSeconds",
        "size",
    ];
    [
        (Bucket, Call::Put, put_bucket),
        (Kv, Call::Put, put_kv),
        (Bucket, Call::Get, &["range", "ifNoneMatch", "headers"]),
        (Kv, Call::Get, &["cacheTtlSeconds"]),
        (Bucket, Call::List, &["prefix", "limit", "cursor", "delimiter", "startAfter"]),
        (Kv, Call::List, &["prefix", "limit", "cursor"]),
    ]
};

const NOW: u64 = 1_700_000_000_123;

/// Calls on a store that holds one value; also says whether the value is still the old one.
fn call(variant: Variant, call: Call, options: &Value) -> (Result<(), Error>, bool) {
    let now = Millis::new(NOW);
    let mut host = Host::declare(variant, &Value::from_iter([("name", "a")])).unwrap();
    host.put("k", Bytes::from_static(b"old"), &Value::Undefined, now).unwrap();
    let answer = match call {
        Call::Put => host.put("k", Bytes::from_static(b"new"), options, now).map(drop),
        Call::Get => host.get("k", options, now).map(drop),
        Call::List => host.list(options, now).map(drop),
    };
    let kept = host.head("k", now).unwrap().is_some_and(|object| object.etag == etag::of(b"old"));
    (answer, kept)
}

/// The code of a call with one option.
fn code(variant: Variant, name: &str, value: impl Into<Value>) -> Option<Code> {
    let (_, asked, _) =
        OPTIONS.iter().find(|(of, _, known)| *of == variant && known.contains(&name)).unwrap();
    call(variant, *asked, &Value::from_iter([(name, value)])).0.err().map(|error| error.code)
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
fn number() -> impl Strategy<Value = f64> {
    let bound = prop::sample::select(vec![0.0, 1.0, 30.0, 60.0, 1000.0, 447_483_647.0, 2_147_483_647.0]);
    let off = prop::sample::select(vec![-1.0, -0.5, 0.0, 0.5, 1.0]);
    prop_oneof![
        (bound, off).prop_map(|(bound, off)| bound + off),
        any::<f64>(),
        (0..4000_u32).prop_map(f64::from)
    ]
}

proptest! {
    #[test]
    fn a_misspelt_option_is_refused_by_its_name(
        which in 0..OPTIONS.len(), option in any::<prop::sample::Index>(), at in 0..20_usize, slip in slip()
    ) {
        let (variant, asked, known) = OPTIONS[which];
        let meant = known[option.index(known.len())];
        let written = misspelt(meant, at, slip);
        prop_assume!(!known.contains(&written.as_str()));
        // Undefined too: the slip is in the program, whatever its value is today.
        for value in [Value::from(true), Value::Undefined] {
            let (answer, kept) = call(variant, asked, &Value::from_iter([(written.as_str(), value)]));
            let error = answer.unwrap_err();
            prop_assert_eq!(error.code, Code::InvalidOptions);
            prop_assert!(error.message.contains(&format!("\"{meant}\"")), "{written}: {error}");
            prop_assert!(kept);
        }
    }

    /// `ttl` is meant for `ttlSeconds`, however many letters are missing.
    #[test]
    fn a_shortened_option_is_refused_by_a_name_that_begins_so(
        which in 0..OPTIONS.len(), option in any::<prop::sample::Index>(), length in any::<prop::sample::Index>()
    ) {
        let (variant, asked, known) = OPTIONS[which];
        let meant = known[option.index(known.len())];
        let written = &meant[..3 + length.index(meant.len() - 3)];
        let (answer, kept) = call(variant, asked, &Value::from_iter([(written, true)]));
        let error = answer.unwrap_err();
        prop_assert_eq!(error.code, Code::InvalidOptions);
        let mut begin_so = known.iter().filter(|name| name.starts_with(written));
        prop_assert!(begin_so.any(|name| error.message.contains(&format!("\"{name}\""))), "{written}: {error}");
        prop_assert!(kept);
    }

    #[test]
    fn any_other_option_is_refused(which in 0..OPTIONS.len(), name in any::<String>()) {
        let (variant, asked, known) = OPTIONS[which];
        prop_assume!(!known.contains(&name.as_str()));
        let (answer, kept) = call(variant, asked, &Value::from_iter([(name, true)]));
        prop_assert_eq!(answer.unwrap_err().code, Code::InvalidOptions);
        prop_assert!(kept);
    }

    #[test]
    fn numbers_are_whole_and_within_their_bounds(number in number()) {
        let whole = |min: f64, max: f64| (min..=max).contains(&number) && number.fract() == 0.0;
        let refused = |fine: bool| (!fine).then_some(Code::InvalidOptions);
        for variant in [Variant::Bucket, Variant::Kv] {
            prop_assert_eq!(code(variant, "limit", number), refused(whole(1.0, 1000.0)));
        }
        prop_assert_eq!(code(Variant::Kv, "cacheTtlSeconds", number), refused(whole(30.0, 2_147_483_647.0)));
        // The date, too, has to fit into 32 bits.
        prop_assert_eq!(code(Variant::Kv, "ttlSeconds", number), refused(whole(60.0, 447_483_647.0)));
    }

    #[test]
    fn a_flag_is_true_or_false(text in any::<String>(), number in any::<f64>()) {
        for other in [Value::from(text), Value::from(number), Value::from(()), Value::from_iter([("a", true)])] {
            for variant in [Variant::Bucket, Variant::Kv] {
                prop_assert_eq!(code(variant, "ifNotExists", other.clone()), Some(Code::InvalidOptions));
            }
        }
    }

    /// An etag that is not the stored one replaces nothing, whatever it looks like.
    #[test]
    fn no_other_etag_replaces(text in prop_oneof![any::<String>(), "[*\"W/0-9a-f]{0,6}"]) {
        let ours = etag::of(b"old");
        prop_assume!(text != ours);
        for written in [text, format!("\"{ours}\""), format!("W/\"{ours}\""), format!("{ours} "), ours.to_uppercase()] {
            prop_assume!(written != ours);
            let (answer, kept) = call(Variant::Bucket, Call::Put, &Value::from_iter([("ifMatch", written)]));
            prop_assert!(matches!(answer.unwrap_err().code, Code::InvalidOptions | Code::PreconditionFailed));
            prop_assert!(kept);
        }
        let (answer, kept) = call(Variant::Bucket, Call::Put, &Value::from_iter([("ifMatch", ours)]));
        prop_assert!(answer.is_ok() && !kept);
    }

    /// Options are an object or nothing.
    #[test]
    fn nothing_else_is_options(which in 0..OPTIONS.len(), text in any::<String>(), number in any::<f64>()) {
        let (variant, asked, _) = OPTIONS[which];
        let headers = Value::from(BTreeMap::new());
        for other in [Value::from(text), Value::from(number), Value::from(true), Value::from(()), headers] {
            let (answer, kept) = call(variant, asked, &other);
            prop_assert_eq!(answer.unwrap_err().code, Code::InvalidOptions);
            prop_assert!(kept);
        }
    }
}
