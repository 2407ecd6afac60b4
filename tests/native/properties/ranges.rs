//! Ranges: a part of a value is a slice of its bytes, or a refusal.
//!
//! An option and a header say the same in different words, and both must come to what slicing gives.

use std::collections::BTreeMap;

use bytes::Bytes;
use layeron_storage::condition::{Selection, range_header};
use layeron_storage::declare::Variant;
use layeron_storage::error::{Code, Result};
use layeron_storage::range::Resolved;
use layeron_storage::time::Millis;
use proptest::prelude::*;

use crate::host::{Host, Read};
use crate::value::Value;

/// A range, with numbers that both spellings can carry.
#[derive(Debug, Clone, Copy)]
enum Asked {
    From(u32),
    Span(u32, u32),
    Suffix(u32),
}

impl Asked {
    /// The bytes by slicing; `None` where the contract refuses.
    fn slice(self, body: &[u8]) -> Option<(usize, &[u8])> {
        let index = |n: u32| usize::try_from(n).unwrap();
        let start = match self {
            Self::From(offset) | Self::Span(offset, _) => index(offset),
            Self::Suffix(suffix) => body.len().saturating_sub(index(suffix)),
        };
        let length = match self {
            Self::From(_) => usize::MAX,
            Self::Span(_, length) | Self::Suffix(length) => index(length),
        };
        let slice = body.get(start..)?;
        let slice = &slice[..slice.len().min(length)];
        (!slice.is_empty()).then_some((start, slice))
    }

    fn option(self) -> Value {
        let range = match self {
            Self::From(offset) => Value::from_iter([("offset", offset)]),
            Self::Span(offset, length) => Value::from_iter([("offset", offset), ("length", length)]),
            Self::Suffix(suffix) => Value::from_iter([("suffix", suffix)]),
        };
        Value::from_iter([("range", range)])
    }

    /// `None` where a header cannot say it.
    fn header(self) -> Option<String> {
        match self {
            Self::From(offset) => Some(format!("bytes={offset}-")),
            Self::Span(_, 0) => None,
            Self::Span(offset, length) => Some(format!("bytes={offset}-{}", offset + length - 1)),
            Self::Suffix(suffix) => Some(format!("bytes=-{suffix}")),
        }
    }
}

fn asked() -> impl Strategy<Value = Asked> {
    let number = || prop_oneof![8 => 0..70_u32, 1 => 0..2_000_000_000_u32];
    prop_oneof![
        number().prop_map(Asked::From),
        (number(), number()).prop_map(|(offset, length)| Asked::Span(offset, length)),
        number().prop_map(Asked::Suffix),
    ]
}

fn stored(body: &[u8]) -> Host {
    let mut host = Host::declare(Variant::Bucket, &Value::from_iter([("name", "a")])).unwrap();
    host.put("k", Bytes::copy_from_slice(body), &Value::Undefined, Millis::default()).unwrap();
    host
}

fn get(host: &Host, options: &Value) -> Result<Read> {
    host.get("k", options, Millis::default()).map(Option::unwrap)
}

fn header(range: &str) -> Value {
    Value::from_iter([("headers", BTreeMap::from([("range", range.to_owned())]))])
}

fn agrees(answer: Result<Read>, asked: Asked, body: &[u8]) -> std::result::Result<(), TestCaseError> {
    match (answer, asked.slice(body)) {
        (Err(error), None) => prop_assert_eq!(error.code, Code::InvalidRange),
        (Ok(read), Some((start, slice))) => {
            prop_assert_eq!(&read.body, slice);
            let part = Resolved { offset: start as u64, length: slice.len() as u64 };
            prop_assert_eq!(read.selection, Selection::Part(part));
            prop_assert_eq!(read.object.size, body.len() as u64, "that of the whole");
        }
        (answer, slice) => prop_assert!(false, "{answer:?}, but the slice is {slice:?}"),
    }
    Ok(())
}

proptest! {
    #[test]
    fn an_option_gives_the_slice(body in prop::collection::vec(any::<u8>(), 0..64), asked in asked()) {
        agrees(get(&stored(&body), &asked.option()), asked, &body)?;
    }

    #[test]
    fn a_header_gives_the_slice(body in prop::collection::vec(any::<u8>(), 0..64), asked in asked()) {
        if let Some(range) = asked.header() {
            agrees(get(&stored(&body), &header(&range)), asked, &body)?;
        }
    }

    /// Whole numbers from 0 to 2^53 - 1 are numbers of bytes; every other one is refused as an option.
    #[test]
    fn any_number_at_all(number in prop_oneof![
        any::<f64>(),
        any::<i64>().prop_map(|n| n as f64),
        (0..1_u64 << 54).prop_map(|n| n as f64),
        Just(-0.0),
    ]) {
        let whole = (0.0..=9_007_199_254_740_991.0).contains(&number) && number.fract() == 0.0;
        let host = stored(b"0123456789");
        for name in ["offset", "suffix"] {
            let options = Value::from_iter([("range", Value::from_iter([(name, number)]))]);
            let refused = get(&host, &options).is_err_and(|error| error.code == Code::InvalidOptions);
            prop_assert_eq!(refused, !whole, "{} {}", name, number);
        }
    }

    #[test]
    fn any_header_at_all(text in prop_oneof![
        any::<String>(), "bytes=[ 0-9,-]{0,12}", "[bB]ytes *= *[0-9]{0,30}-[0-9]{0,30}", "[a-z]{1,6}=[0-9]-[0-9]"
    ]) {
        let answer = get(&stored(b"0123456789"), &header(&text));
        if range_header(&text).is_none() {
            prop_assert_eq!(answer.unwrap().selection, Selection::Whole);
        }
    }

    /// Several ranges and other units are allowed to be ignored, and are.
    #[test]
    fn what_is_not_one_range_of_bytes_gives_the_whole(
        ranges in prop::collection::vec(asked().prop_filter_map("in a header", Asked::header), 2..4),
        unit in "[a-z]{1,8}",
    ) {
        let host = stored(b"0123456789");
        let several: Vec<_> = ranges.iter().map(|range| range.trim_start_matches("bytes=")).collect();
        for ignored in [format!("bytes={}", several.join(", ")), format!("{unit}={}", several[0])] {
            prop_assume!(unit != "bytes");
            prop_assert_eq!(get(&host, &header(&ignored)).unwrap().selection, Selection::Whole, "{}", ignored);
        }
    }
}

/// An empty object has no byte in any range; so R2 has it too, also for the last bytes, of which RFC 9110 would
/// let a server give all.
#[test]
fn nothing_lies_in_an_empty_object() {
    let host = stored(b"");
    for unsatisfiable in ["bytes=0-", "bytes=0-0", "bytes=-0", "bytes=-5"] {
        assert_eq!(get(&host, &header(unsatisfiable)).unwrap_err().code, Code::InvalidRange);
    }
}
