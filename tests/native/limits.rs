//! Every limit from both sides: the last value that is allowed and the first that is refused.
//!
//! The numbers stand here a second time, as Cloudflare's pages and the documentation state them, so that a change of
//! the core's table fails a test. Every refusal has to state the limit and the actual number.
#![cfg(not(target_arch = "wasm32"))]

mod read;

use layeron_storage::declare::{BucketOptions, Declaration, KvOptions, RandomOptions};
use layeron_storage::error::{Code, Error, Result};
use layeron_storage::expiry;
use layeron_storage::key::Key;
use layeron_storage::limits::{DELETE_KEYS, OBJECT_BYTES, PART_BYTES, PARTS, SINGLE_PUT_BYTES};
use layeron_storage::mode::Mode;
use layeron_storage::options::get::KvGetOptions;
use layeron_storage::options::list::{BucketListOptions, EntriesOptions, KvListOptions, ListPlan};
use layeron_storage::options::put::{BucketPutOptions, KvPutOptions, Put, Ttl};
use layeron_storage::options::rewrap::RewrapOptions;
use layeron_storage::options::signed::{Signed, SignedOptions};
use layeron_storage::options::{Options, Problem};
use layeron_storage::time::Millis;
use layeron_storage::upload::{Upload, check_part, check_value_size, part_size};
use layeron_storage::variant::Variant;
use read::read;
use serde_json::{Value, json};

const BOTH: [Variant; 2] = [Variant::Bucket, Variant::Kv];
const MIB: u64 = 1 << 20;

/// Asserts that the first call is allowed, and that the second is refused with this code and a message that says this.
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

fn x(length: usize) -> String {
    "x".repeat(length)
}

fn put(variant: Variant, option: &str, value: impl Into<Value>) -> Result<Put> {
    let options = json!({ option: value.into() });
    match variant {
        Variant::Bucket => read::<BucketPutOptions>(&options)?.try_into(),
        Variant::Kv => read::<KvPutOptions>(&options)?.try_into(),
    }
}

fn list(variant: Variant, option: &str, value: impl Into<Value>) -> Result<ListPlan> {
    let options = json!({ option: value.into() });
    match variant {
        Variant::Bucket => ListPlan::of_bucket("default/a", read(&options)?),
        Variant::Kv => ListPlan::of_kv("default/a", read(&options)?),
    }
}

fn declare(variant: Variant, option: &str, value: impl Into<Value>) -> Result<Declaration> {
    let mut options = json!({ "name": "a" });
    options[option] = value.into();
    match variant {
        Variant::Bucket => read::<BucketOptions>(&options)?.try_into(),
        Variant::Kv => read::<KvOptions>(&options)?.try_into(),
    }
}

fn sign(action: &str, option: &str, value: impl Into<Value>) -> Result<Signed> {
    let mut options = json!({ "action": action, "expiresInSeconds": 1 });
    options[option] = value.into();
    read::<SignedOptions>(&options)?.try_into()
}

#[test]
fn keys() {
    for (variant, limit) in [(Variant::Bucket, 1024), (Variant::Kv, 512)] {
        let key = |length| Key::parse(variant, &x(length)).map(drop);
        let over = (limit + 1).to_string();
        check(key(limit), key(limit + 1), Code::InvalidKey, &[&over, &limit.to_string()]);
        check(key(1), key(0), Code::InvalidKey, &["empty"]);
        for part in ["prefix", "startAfter"] {
            if variant == Variant::Bucket || part == "prefix" {
                let list = |length| list(variant, part, x(length));
                check(list(limit), list(limit + 1), Code::InvalidOptions, &[&over, &limit.to_string()]);
            }
        }
        let entries = |length| read::<EntriesOptions>(&json!({ "prefix": x(length) }))?.check(variant);
        check(entries(limit), entries(limit + 1), Code::InvalidOptions, &[&over, &limit.to_string()]);
    }
}

#[test]
fn values() {
    for (variant, limit) in [(Variant::Bucket, 134_217_728), (Variant::Kv, 26_214_400)] {
        let value = |size| check_value_size(variant, size);
        let said = [(limit + 1).to_string(), limit.to_string()];
        check(value(limit), value(limit + 1), Code::ValueTooLarge, &[&said[0], &said[1]]);
        check(value(0), value(u64::MAX), Code::ValueTooLarge, &[]);
        let detail = value(limit + 1).unwrap_err().detail.unwrap();
        assert_eq!((detail.size, detail.limit), (Some(limit + 1), Some(limit)));
    }
}

#[test]
fn metadata() {
    let entry = |key: usize, value: usize| json!({ "k".repeat(key): x(value) });
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
    let signed = |length| sign("write", "metadata", entry(1, length));
    check(signed(7679), signed(7680), Code::MetadataTooLarge, &["7681", "7680"]);
}

#[test]
fn fields() {
    for variant in BOTH {
        for (option, limit) in [
            ("contentType", 1024),
            ("cacheControl", 1024),
            ("contentDisposition", 1024),
            ("contentEncoding", 1024),
            ("contentLanguage", 1024),
            ("checksum", 256),
        ] {
            let field = |length| put(variant, option, x(length));
            let said = [(limit + 1).to_string(), limit.to_string()];
            if variant == Variant::Bucket || option == "checksum" {
                check(field(limit), field(limit + 1), Code::InvalidOptions, &[option, &said[0], &said[1]]);
            } else {
                // {"contentType":"…"}
                let room = 600 - option.len() - 7;
                check(field(room), field(room + 1), Code::MetadataTooLarge, &["601", "600"]);
                refuse(&field(limit + 1).unwrap_err(), Code::InvalidOptions, &[option, &said[0], &said[1]]);
            }
            assert_eq!(field(0).is_ok(), option != "checksum", "{option}");
        }
    }
}

/// 250 accented characters are few enough, however many bytes of UTF-8 they have. The message names the characters, not
/// the length.
#[test]
fn a_field_of_accents_is_refused_for_its_characters() {
    let error = put(Variant::Bucket, "contentType", "é".repeat(250)).unwrap_err();
    refuse(&error, Code::InvalidOptions, &["contentType", "printable ASCII"]);
}

/// A text of more than 65,536 characters exceeds every limit. From JavaScript only its length arrives; the code is the
/// same as for the text itself.
#[test]
fn a_text_beyond_every_limit_has_the_code_of_its_option() {
    let long = 65_537;
    for variant in BOTH {
        refuse(&Key::parse(variant, &x(long)).unwrap_err(), Code::InvalidKey, &["65537 bytes"]);
        let metadata = put(variant, "metadata", json!({ "k": x(long) })).unwrap_err();
        assert_eq!(metadata.code, Code::MetadataTooLarge);
        for option in ["contentType", "checksum"] {
            refuse(&put(variant, option, x(long)).unwrap_err(), Code::InvalidOptions, &[option, "65537"]);
        }
        refuse(&list(variant, "prefix", x(long)).unwrap_err(), Code::InvalidOptions, &["prefix", "65537"]);
        refuse(&list(variant, "cursor", x(long)).unwrap_err(), Code::InvalidCursor, &[]);
        refuse(&declare(variant, "name", x(long)).unwrap_err(), Code::InvalidName, &["63"]);
    }
    for (code, wanted) in [
        (BucketPutOptions::code("metadata.k", Problem::TooLong), Code::MetadataTooLarge),
        (KvPutOptions::code("metadata.k", Problem::TooLong), Code::MetadataTooLarge),
        (SignedOptions::code("metadata.k", Problem::TooLong), Code::MetadataTooLarge),
        (BucketPutOptions::code("contentType", Problem::TooLong), Code::InvalidOptions),
        (KvPutOptions::code("checksum", Problem::TooLong), Code::InvalidOptions),
        (BucketListOptions::code("prefix", Problem::TooLong), Code::InvalidOptions),
        (BucketListOptions::code("cursor", Problem::TooLong), Code::InvalidCursor),
        (KvListOptions::code("cursor", Problem::TooLong), Code::InvalidCursor),
        (RewrapOptions::code("cursor", Problem::TooLong), Code::InvalidCursor),
        (BucketOptions::code("name", Problem::TooLong), Code::InvalidName),
        (KvOptions::code("namespace", Problem::TooLong), Code::InvalidName),
        (KvOptions::code("encryption.secret.name", Problem::TooLong), Code::InvalidName),
        (RandomOptions::code("name", Problem::TooLong), Code::InvalidName),
    ] {
        assert_eq!(code, wanted);
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
        check(limit(1), limit(0), Code::InvalidOptions, &["`0`", "from 1"]);
        assert_eq!(list(variant, "prefix", "").unwrap().limit, 1000);
    }
}

#[test]
fn lifetimes() {
    let ttl = |seconds: u32| put(Variant::Kv, "ttlSeconds", seconds);
    check(ttl(60), ttl(59), Code::InvalidOptions, &["59", "60"]);
    check(ttl(2_147_483_647), ttl(2_147_483_648), Code::InvalidOptions, &["2147483648", "2147483647"]);
    let declared = |seconds: u32| declare(Variant::Kv, "ttlSeconds", seconds);
    check(declared(60), declared(59), Code::InvalidOptions, &["59", "60"]);
    check(declared(2_147_483_647), declared(2_147_483_648), Code::InvalidOptions, &["2147483648"]);
    let cached = |seconds: u32| read::<KvGetOptions>(&json!({ "cacheTtlSeconds": seconds }));
    check(cached(30), cached(29), Code::InvalidOptions, &["29", "30"]);
    let days = |days: Value| declare(Variant::Bucket, "lifecycle", json!({ "deleteAfterDays": days }));
    check(days(json!(1)), days(json!(0)), Code::InvalidOptions, &["deleteAfterDays", "`0`", "from 1"]);
    check(days(json!(365)), days(json!(1.5)), Code::InvalidOptions, &["1.5"]);
    check(days(json!(36_500)), days(json!(36_501)), Code::InvalidOptions, &["36501", "36500"]);
}

/// 03:14:07 on 19 January 2038 is the last second that KV can hold, for a put's own `ttlSeconds` and for the
/// declaration's.
#[test]
fn the_last_date() {
    let last = 2_147_483_647_u32;
    for (ttl, declared) in [(Ttl::Seconds(60), None), (Ttl::Declared, Some(60))] {
        let at = |seconds: u32| expiry::of_kv(ttl, declared, Millis::new(u64::from(seconds) * 1000 + 999));
        check(at(last - 60), at(last - 59), Code::InvalidOptions, &["2147483648", "2147483647"]);
        assert_eq!(at(last - 60).unwrap().unwrap(), Millis::new(u64::from(last) * 1000));
    }
}

#[test]
fn signed_urls() {
    let seconds = |seconds: u32| sign("read", "expiresInSeconds", seconds);
    check(seconds(604_800), seconds(604_801), Code::InvalidOptions, &["604801", "604800"]);
    check(seconds(1), seconds(0), Code::InvalidOptions, &["`0`", "from 1"]);
    let filename = |length| sign("read", "filename", x(length));
    check(filename(255), filename(256), Code::InvalidOptions, &["filename", "256", "255"]);
    check(filename(1), filename(0), Code::InvalidOptions, &["filename", "0"]);
    let size = |size: u64| sign("write", "maxSizeBytes", size);
    check(size(9_007_199_254_740_991), size(9_007_199_254_740_992), Code::InvalidOptions, &["maxSizeBytes"]);
}

#[test]
fn secrets() {
    let bytes = |bytes: u32| read::<RandomOptions>(&json!({ "bytes": bytes }));
    check(bytes(16), bytes(15), Code::InvalidOptions, &["15", "16"]);
    check(bytes(1024), bytes(1025), Code::InvalidOptions, &["1025", "1024"]);
}

fn sized(size: u64) -> Result<Upload> {
    Upload::of(Mode::Overwrite, Some(size))
}

#[test]
fn uploads() {
    assert_eq!((SINGLE_PUT_BYTES, OBJECT_BYTES), (5_363_466_240, 5_492_189_429_760));
    assert_eq!((PARTS, PART_BYTES, DELETE_KEYS), (10_000, 8 * MIB, 1000));
    assert_eq!(sized(5_363_466_240), Ok(Upload::Single));
    assert_eq!(sized(5_363_466_241), Ok(Upload::Parts));
    assert_eq!(part_size(Some(5_363_466_241)), 8 * MIB);
    let said = ["5492189429761", "5492189429760"];
    check(sized(OBJECT_BYTES), sized(OBJECT_BYTES + 1), Code::ValueTooLarge, &said);
    let size = |size: u64| put(Variant::Bucket, "size", size);
    check(size(9_007_199_254_740_991), size(9_007_199_254_740_992), Code::InvalidOptions, &["size"]);
}

/// A part is as R2 wants it (5 MiB to 5 GiB − 5 MiB, at most 10,000 of them), and as small as that
/// allows, because two of them are in memory at a time.
#[test]
fn parts() {
    let eight = 8 * MIB * 10_000;
    let sizes = [SINGLE_PUT_BYTES + 1, eight - 1, eight, eight + 1, OBJECT_BYTES - 1, OBJECT_BYTES];
    for size in sizes.into_iter().chain((1..500).map(|n| SINGLE_PUT_BYTES + n * 10_973_000_017)) {
        assert_eq!(sized(size), Ok(Upload::Parts), "{size} goes in parts");
        let part = part_size(Some(size));
        assert!((8 * MIB..=5_363_466_240).contains(&part), "{size}");
        assert!(size.div_ceil(part) <= 10_000, "{size} in parts of {part}");
        let smaller = part - MIB;
        assert!(part == 8 * MIB || size.div_ceil(smaller) > 10_000, "{size} in parts of {smaller}");
    }
}

/// A stream of unknown length may turn out to have more parts than R2 takes.
#[test]
fn the_last_part() {
    let part = |number| check_part(Mode::Overwrite, number, 8 * MIB);
    check(part(10_000), part(10_001), Code::ValueTooLarge, &["83886080001", "83886080000"]);
}
