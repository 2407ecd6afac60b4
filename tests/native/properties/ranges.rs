//! Ranges: a part of a value is a slice of its bytes, or is refused.
//!
//! An option and a header write the same range differently, and both must select the bytes that slicing gives.

use bytes::Bytes;
use layeron_storage::condition::{Selection, range_header};
use layeron_storage::error::{Code, Result};
use layeron_storage::range::Resolved;
use layeron_storage::time::Millis;
use layeron_storage::variant::Variant;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::host::{Host, Read};
use crate::json::number;

/// A range, with numbers that both an option and a header can have.
#[derive(Debug, Clone, Copy)]
enum Asked {
    From(u32),
    Span(u32, u32),
    Suffix(u32),
}

impl Asked {
    /// The bytes that slicing gives; `None` where the documentation has a refusal.
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
            Self::From(offset) => json!({ "offset": offset }),
            Self::Span(offset, length) => json!({ "offset": offset, "length": length }),
            Self::Suffix(suffix) => json!({ "suffix": suffix }),
        };
        json!({ "range": range })
    }

    /// `None` for a range that no header can express.
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
    let mut host = Host::declare(Variant::Bucket, &json!({ "name": "a" })).unwrap();
    host.put("k", Bytes::copy_from_slice(body), &json!({}), Millis::default()).unwrap();
    host
}

fn get(host: &Host, options: &Value) -> Result<Read> {
    host.get("k", options, Millis::default()).map(Option::unwrap)
}

fn header(range: &str) -> Value {
    json!({ "headers": { "range": range } })
}

fn agrees(answer: Result<Read>, asked: Asked, body: &[u8]) -> std::result::Result<(), TestCaseError> {
    match (answer, asked.slice(body)) {
        (Err(error), None) => prop_assert_eq!(error.code, Code::InvalidRange),
        (Ok(read), Some((start, slice))) => {
            prop_assert_eq!(&read.body, slice);
            let part = Resolved { offset: start as u64, length: slice.len() as u64 };
            prop_assert_eq!(read.selection, Selection::Part(part));
            prop_assert_eq!(read.object.size, body.len() as u64, "the size of the whole object");
        }
        (answer, slice) => prop_assert!(false, "{answer:?}, but the slice is {slice:?}"),
    }
    Ok(())
}

proptest! {
    #[test]
    fn an_option_selects_the_slice(body in prop::collection::vec(any::<u8>(), 0..64), asked in asked()) {
        agrees(get(&stored(&body), &asked.option()), asked, &body)?;
    }

    #[test]
    fn a_header_selects_the_slice(body in prop::collection::vec(any::<u8>(), 0..64), asked in asked()) {
        if let Some(range) = asked.header() {
            agrees(get(&stored(&body), &header(&range)), asked, &body)?;
        }
    }

    /// Whole numbers from 0 to 2^53 - 1 are numbers of bytes; an option refuses every other number.
    #[test]
    fn a_number_is_a_number_of_bytes_or_is_refused(n in prop_oneof![
        any::<f64>(),
        any::<i64>().prop_map(|n| n as f64),
        (0..1_u64 << 54).prop_map(|n| n as f64),
        Just(-0.0),
    ]) {
        let whole = (0.0..=9_007_199_254_740_991.0).contains(&n) && n.fract() == 0.0;
        let host = stored(b"0123456789");
        for name in ["offset", "suffix"] {
            let options = json!({ "range": { name: number(n) } });
            let refused = get(&host, &options).is_err_and(|error| error.code == Code::InvalidOptions);
            prop_assert_eq!(refused, !whole, "{} {}", name, n);
        }
    }

    #[test]
    fn a_header_is_a_range_or_is_ignored(text in prop_oneof![
        any::<String>(), "bytes=[ 0-9,-]{0,12}", "[bB]ytes *= *[0-9]{0,30}-[0-9]{0,30}", "[a-z]{1,6}=[0-9]-[0-9]"
    ]) {
        let answer = get(&stored(b"0123456789"), &header(&text));
        if range_header(&text).is_none() {
            prop_assert_eq!(answer.unwrap().selection, Selection::Whole);
        }
    }

    /// RFC 9110, 14.2 lets a server ignore several ranges and other units than bytes; the core does.
    #[test]
    fn several_ranges_and_other_units_are_ignored(
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

/// No range has a byte of an empty object. R2 decides the same, also for the last bytes, for which RFC 9110 lets a
/// server send the whole object.
#[test]
fn no_range_lies_in_an_empty_object() {
    let host = stored(b"");
    for unsatisfiable in ["bytes=0-", "bytes=0-0", "bytes=-0", "bytes=-5"] {
        assert_eq!(get(&host, &header(unsatisfiable)).unwrap_err().code, Code::InvalidRange);
    }
}
