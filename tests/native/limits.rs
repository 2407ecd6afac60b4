//! Every limit from both sides: what is just allowed, and what is one too many.
//!
//! The numbers are written out here once more, as Cloudflare's pages and the documentation state them, so
//! that a changed table does not pass unseen; and every refusal has to state the limit and the actual
//! number.
#![cfg(not(target_arch = "wasm32"))]

#[path = "value.rs"]
mod value;

use layeron_storage::declare::{BUCKET_OPTIONS, Declaration, KV_OPTIONS, Kind, Variant};
use layeron_storage::error::{Code, Error, Result};
use layeron_storage::expiry;
use layeron_storage::input::View;
use layeron_storage::key::Key;
use layeron_storage::limits::{DELETE_KEYS, OBJECT_BYTES, PART_BYTES, PARTS, SINGLE_PUT_BYTES};
use layeron_storage::options::{
    GET_KV, LIST_BUCKET, LIST_KV, List, PUT_BUCKET, PUT_KV, Put, PutMode, Ttl, check_kv_get, check_value_size,
};
use layeron_storage::time::Millis;
use layeron_storage::upload::Upload;
use value::{Value, seen};

const BOTH: [Variant; 2] = [Variant::Bucket, Variant::Kv];
const MIB: u64 = 1 << 20;

/// What is allowed, what is not, with which code, and what the message has to say.
#[track_caller]
fn check<T: std::fmt::Debug>(allowed: Result<T>, refused: Result<T>, code: Code, said: &[&str]) {
    assert!(allowed.is_ok(), "{allowed:?}");
    refuse(&refused.unwrap_err(), code, said);
}

#[track_caller]
fn refuse(error: &Error, code: Code, said: &[&str]) {
    assert_eq!(error.code, code);
    assert!(said.iter().all(|said| error.message.contains(said)), "{said:?} in {:?}", error.message);
}

fn x(length: usize) -> Value {
    Value::from("x".repeat(length))
}

/// A frame with one option. It is leaked, as what is parsed borrows from it.
fn with(known: &[&str], option: &str, value: impl Into<Value>) -> View<'static> {
    seen(Value::from_iter([(option, value)]).frame(known).leak())
}

fn put(variant: Variant, option: &str, value: impl Into<Value>) -> Result<Put<'static>> {
    let known = if variant == Variant::Bucket { PUT_BUCKET } else { PUT_KV };
    Put::parse(variant, with(known, option, value))
}

fn list(variant: Variant, option: &str, value: impl Into<Value>) -> Result<List<'static>> {
    let known = if variant == Variant::Bucket { LIST_BUCKET } else { LIST_KV };
    List::parse(variant, with(known, option, value))
}

fn declare(variant: Variant, option: &str, value: impl Into<Value>) -> Result<Declaration<'static>> {
    let known = if variant == Variant::Bucket { BUCKET_OPTIONS } else { KV_OPTIONS };
    let options = [("name", Value::from("a")), (option, value.into())];
    let own = options.into_iter().skip(usize::from(option == "name"));
    Declaration::parse(Kind::Storage(variant), seen(Value::from_iter(own).frame(known).leak()))
}

#[test]
fn keys() {
    for (variant, limit) in [(Variant::Bucket, 1024), (Variant::Kv, 512)] {
        let key = |length| Key::parse(variant, seen(x(length).alone().leak()));
        let over = (limit + 1).to_string();
        check(key(limit), key(limit + 1), Code::InvalidKey, &[&over, &limit.to_string()]);
        check(key(1), key(0), Code::InvalidKey, &["empty"]);
        for part in ["prefix", "startAfter"] {
            if variant == Variant::Bucket || part == "prefix" {
                let list = |length| list(variant, part, x(length));
                check(list(limit), list(limit + 1), Code::InvalidOptions, &[&over, &limit.to_string()]);
            }
        }
    }
}

#[test]
fn values() {
    for (variant, limit) in [(Variant::Bucket, 134_217_728), (Variant::Kv, 26_214_400)] {
        let value = |size| check_value_size(variant, size);
        let said = [(limit + 1).to_string(), limit.to_string()];
        check(value(limit), value(limit + 1), Code::ValueTooLarge, &[&said[0], &said[1]]);
        check(value(0), value(u64::MAX), Code::ValueTooLarge, &[]);
    }
}

#[test]
fn metadata() {
    let entry = |key: usize, value: usize| Value::from_iter([("k".repeat(key), x(value))]);
    for variant in BOTH {
        let key = |length| put(variant, "metadata", entry(length, 1));
        check(key(128), key(129), Code::InvalidMetadata, &["129", "128"]);
        check(key(1), key(0), Code::InvalidMetadata, &["0", "128"]);
    }
    let bucket = |length| put(Variant::Bucket, "metadata", entry(1, length));
    check(bucket(7679), bucket(7680), Code::MetadataTooLarge, &["7681", "7680"]);
    // {"metadata":{"k":"…"}}
    let kv = |length| put(Variant::Kv, "metadata", entry(1, length));
    check(kv(600 - 21), kv(600 - 20), Code::MetadataTooLarge, &["601", "600"]);
}

#[test]
fn fields() {
    for variant in BOTH {
        for (option, limit) in [
            ("contentType", 255),
            ("cacheControl", 255),
            ("contentDisposition", 255),
            ("contentEncoding", 255),
            ("checksum", 256),
        ] {
            let field = |length| put(variant, option, x(length));
            let said = [(limit + 1).to_string(), limit.to_string()];
            check(field(limit), field(limit + 1), Code::InvalidOptions, &[option, &said[0], &said[1]]);
            check(field(1), field(0), Code::InvalidOptions, &[option]);
        }
    }
}

/// 250 characters are not too many, whatever they take in UTF-8; they are the wrong ones.
#[test]
fn what_is_wrong_with_a_field_of_accents() {
    let error = put(Variant::Bucket, "contentType", "é".repeat(250)).unwrap_err();
    refuse(&error, Code::InvalidOptions, &["contentType", "printable ASCII"]);
}

/// More than 65,536 characters do not cross: what a message says of them is their number.
#[test]
fn what_is_longer_than_any_limit() {
    let (longest, long) = (65_536, 65_537);
    for variant in BOTH {
        let key = |length| Key::parse(variant, seen(x(length).alone().leak())).unwrap_err();
        refuse(&key(longest), Code::InvalidKey, &["65536 bytes"]);
        refuse(&key(long), Code::InvalidKey, &["65537 characters"]);
        let metadata = |length| put(variant, "metadata", Value::from_iter([("k", x(length))])).unwrap_err();
        refuse(&metadata(long), Code::MetadataTooLarge, &["65537 characters"]);
        assert_eq!(metadata(longest).code, Code::MetadataTooLarge);
        for option in ["contentType", "checksum"] {
            refuse(&put(variant, option, x(long)).unwrap_err(), Code::InvalidOptions, &[option, "65537"]);
        }
        refuse(&list(variant, "prefix", x(long)).unwrap_err(), Code::InvalidOptions, &["prefix", "65537"]);
        refuse(&list(variant, "cursor", x(long)).unwrap_err(), Code::InvalidCursor, &[]);
        refuse(&declare(variant, "name", x(long)).unwrap_err(), Code::InvalidName, &["too long"]);
    }
}

#[test]
fn names() {
    for variant in BOTH {
        for option in ["name", "namespace"] {
            let name = |length| declare(variant, option, x(length));
            check(name(63), name(64), Code::InvalidName, &[option, "63"]);
            check(name(1), name(0), Code::InvalidName, &[option]);
        }
    }
}

#[test]
fn pages() {
    for variant in BOTH {
        let limit = |limit: u32| list(variant, "limit", limit);
        check(limit(1000), limit(1001), Code::InvalidOptions, &["1001", "1000"]);
        check(limit(1), limit(0), Code::InvalidOptions, &["not 0", "1"]);
        assert_eq!(List::parse(variant, View::Undefined).unwrap().limit, 1000);
    }
}

#[test]
fn lifetimes() {
    let ttl = |seconds: u32| put(Variant::Kv, "ttlSeconds", seconds);
    check(ttl(60), ttl(59), Code::InvalidOptions, &["59", "60"]);
    let declared = |seconds: u32| declare(Variant::Kv, "ttlSeconds", seconds);
    check(declared(60), declared(59), Code::InvalidOptions, &["59", "60"]);
    check(declared(2_147_483_647), declared(2_147_483_648), Code::InvalidOptions, &["2147483648"]);
    let cached = |seconds: u32| check_kv_get(with(GET_KV, "cacheTtlSeconds", seconds));
    check(cached(30), cached(29), Code::InvalidOptions, &["29", "30"]);
    let days = |days: f64| {
        declare(Variant::Bucket, "lifecycle", Value::from_iter([("deleteAfterDays", Value::from(days))]))
    };
    check(days(1.0), days(0.0), Code::InvalidOptions, &["deleteAfterDays", "not 0", "1"]);
    check(days(365.0), days(1.5), Code::InvalidOptions, &["1.5"]);
}

/// 03:14:07 on 19 January 2038 is the last second that KV can hold, for every way to say it.
#[test]
fn the_last_date() {
    let last = 2_147_483_647_u32;
    for (ttl, declared) in [(Ttl::Seconds(60), None), (Ttl::Declared, Some(60))] {
        let at = |seconds: u32| expiry::of(ttl, declared, Millis::new(u64::from(seconds) * 1000 + 999));
        check(at(last - 60), at(last - 59), Code::InvalidOptions, &["2147483648", "2147483647"]);
        assert_eq!(at(last - 60).unwrap().unwrap(), Millis::new(u64::from(last) * 1000));
    }
}

fn sized(size: u64) -> Result<Upload> {
    Upload::of(PutMode::Overwrite, Some(size))
}

#[test]
fn uploads() {
    assert_eq!((SINGLE_PUT_BYTES, OBJECT_BYTES), (5_363_466_240, 5_492_189_429_760));
    assert_eq!((PARTS, PART_BYTES, DELETE_KEYS), (10_000, 8 * MIB, 1000));
    assert_eq!(sized(5_363_466_240), Ok(Upload::Single(5_363_466_240)));
    assert_eq!(sized(5_363_466_241), Ok(Upload::Parts { part: 8 * MIB }));
    let said = ["5492189429761", "5492189429760"];
    check(sized(OBJECT_BYTES), sized(OBJECT_BYTES + 1), Code::ValueTooLarge, &said);
    let size = |size: f64| put(Variant::Bucket, "size", size);
    check(size(9_007_199_254_740_991.0), size(9_007_199_254_740_992.0), Code::InvalidOptions, &["size"]);
}

/// A part is as R2 wants it (5 MiB to 5 GiB − 5 MiB, at most 10,000 of them), and as small as that
/// allows: two of them are in memory at a time.
#[test]
fn parts() {
    let eight = 8 * MIB * 10_000;
    let sizes = [SINGLE_PUT_BYTES + 1, eight - 1, eight, eight + 1, OBJECT_BYTES - 1, OBJECT_BYTES];
    for size in sizes.into_iter().chain((1..500).map(|n| SINGLE_PUT_BYTES + n * 10_973_000_017)) {
        let Ok(Upload::Parts { part }) = sized(size) else { panic!("{size} goes in parts") };
        assert!((8 * MIB..=5_363_466_240).contains(&part), "{size}");
        assert!(size.div_ceil(part) <= 10_000, "{size} in parts of {part}");
        let smaller = part - MIB;
        assert!(part == 8 * MIB || size.div_ceil(smaller) > 10_000, "{size} in parts of {smaller}");
    }
}
