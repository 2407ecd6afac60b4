//! The steps of calls: keys, plans, times, etags.

use layeron_storage::etag;
use layeron_storage::wasm::call::*;
use layeron_storage::wasm::enums::Variant::{Bucket, Kv};
use layeron_storage::wasm::enums::{Host, Mode, UploadWay, Variant};
use layeron_storage::wasm::response::attachment;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;

use super::js::{assert_plain, js, js_of};
use super::table::HOST_CURSOR;
use super::thrown::{Thrown, thrown};

#[wasm_bindgen_test]
fn enums_are_numbers() {
    let numbers = [
        (JsValue::from(Variant::Bucket), 0.0),
        (Variant::Kv.into(), 1.0),
        (Host::Memory.into(), 0.0),
        (Host::R2.into(), 1.0),
        (Host::Kv.into(), 2.0),
        (Mode::Overwrite.into(), 0.0),
        (Mode::Create.into(), 1.0),
        (Mode::Replace.into(), 2.0),
        (UploadWay::Single.into(), 0.0),
        (UploadWay::Parts.into(), 1.0),
        (UploadWay::Buffered.into(), 2.0),
    ];
    for (value, number) in numbers {
        assert_eq!(value.as_f64(), Some(number));
    }
}

#[wasm_bindgen_test]
fn http_fields_are_told_from_what_only_looks_like_them() {
    for field in ["''", "'a/b'", "'x'.repeat(1024)"] {
        assert!(is_http_field(&js(field)), "{field}");
    }
    for none in ["undefined", "null", "7", "{}", "'é'", "'\\uD800'", "'x'.repeat(1025)", "'x'.repeat(70000)"]
    {
        assert!(!is_http_field(&js(none)), "{none}");
    }
    assert!(is_expires("2030-01-31T00:00:00.000Z") && !is_expires("2030-01-31") && !is_expires(""));
    assert_eq!(type_of_blob(Kv, "a/b; c=é").as_deref(), Some("a/b"));
    assert_eq!(type_of_blob(Bucket, "é"), None);
}

#[wasm_bindgen_test]
fn an_attachment_has_a_name() {
    assert_eq!(attachment(&js("'a.txt'")).unwrap(), "attachment; filename=\"a.txt\"");
    for none in
        ["undefined", "null", "''", "7", "{}", "'a\\n'", "'\\uD800'", "'x'.repeat(256)", "'x'.repeat(70000)"]
    {
        thrown(attachment(&js(none))).assert_code("storage_invalid_options");
    }
}

#[wasm_bindgen_test]
fn keys_are_judged_by_their_variant() {
    for key in ["k", "ключ😀", "a/b", " ", "__proto__"] {
        assert!(check_key(Bucket, key).is_ok() && check_key(Kv, key).is_ok());
    }
    for key in ["", ".", "..", "a\0", "!layeron/a", &"k".repeat(1025)] {
        thrown(check_key(Bucket, key)).assert_code("storage_invalid_key");
        thrown(check_put(Bucket, key, &js("{size: 'wrong'}"), None)).assert_code("storage_invalid_key");
        thrown(plan_get(Bucket, key, &js("null"))).assert_code("storage_invalid_key");
    }
    assert!(check_key(Bucket, &"k".repeat(1024)).is_ok());
    thrown(check_key(Kv, &"k".repeat(513))).assert_code("storage_invalid_key");
}

#[wasm_bindgen_test]
fn a_key_that_is_no_string_is_named_by_its_kind() {
    for (key, kind) in [
        ("undefined", "undefined"),
        ("null", "null"),
        ("1", "1"),
        ("1n", "a bigint"),
        ("['k']", "an array"),
        ("new String('k')", "an object that is not plain (String)"),
        ("'a\\uD800'", "a string with a lone surrogate"),
        ("'x'.repeat(65537)", "a string of 65537 characters, which is too long"),
    ] {
        let message = format!("the key must be a string of 1 to 512 bytes of UTF-8, not {kind}");
        Thrown::from(refuse_key(Kv, &js(key))).assert("storage_invalid_key", &message);
    }
}

#[wasm_bindgen_test]
fn a_put_has_a_mode_and_the_declared_size() {
    let mode = |variant, options| check_put(variant, "k", &js(options), Some(3.0)).unwrap();
    assert_eq!(mode(Bucket, "{size: 3}"), Mode::Overwrite);
    assert_eq!(
        (mode(Bucket, "{ifNotExists: true}"), mode(Kv, "{ifNotExists: true}")),
        (Mode::Create, Mode::Create)
    );
    assert_eq!(mode(Bucket, "{ifMatch: 'e'}"), Mode::Replace);
    let wrong = thrown(check_put(Kv, "k", &js("{size: 4}"), Some(3.0)));
    wrong.assert("storage_invalid_options", "put options: size says 4 bytes, the value has 3");
    wrong.assert_detail("{size: 3}");
    for size in [-1.0, 0.5, f64::NAN, f64::INFINITY, 9_007_199_254_740_992.0] {
        thrown(check_put(Bucket, "k", &js("{}"), Some(size))).assert_code("storage_internal");
        thrown(check_value_size(Kv, size)).assert_code("storage_internal");
    }
}

#[wasm_bindgen_test]
fn a_checksum_is_a_short_printable_text() {
    for checksum in ["'c'", "' ~'", "'c'.repeat(256)"] {
        assert!(is_checksum(&js(checksum)), "{checksum}");
    }
    for none in
        ["undefined", "null", "1", "''", "'é'", "'a\\n'", "'\\uD800'", "'c'.repeat(257)", "'c'.repeat(65537)"]
    {
        assert!(!is_checksum(&js(none)), "{none}");
    }
}

#[wasm_bindgen_test]
fn the_plan_of_a_get_has_the_members_that_were_asked_for() {
    let plan = |options: &str| plan_get(Bucket, "k", &js(options)).unwrap();
    for nothing in ["undefined", "{}", "{range: undefined}", "{headers: new Headers()}"] {
        assert!(plan(nothing).is_undefined(), "{nothing}");
    }
    for (options, wanted) in [
        ("{range: {offset: 1}}", "{range: {offset: 1}}"),
        ("{range: {offset: 0, length: 0}}", "{range: {offset: 0, length: 0}}"),
        ("{range: {suffix: 2}, ifNoneMatch: 'e'}", "{range: {suffix: 2}, ifNoneMatch: '\"e\"'}"),
        (
            "{headers: new Headers({range: 'bytes=1-2', 'if-none-match': 'W/\"a\", \"b\"', 'if-range': '\"e\"'})}",
            "{range: {offset: 1, length: 2}, ifNoneMatch: '\"a\", \"b\"', ifRange: '\"e\"'}",
        ),
        ("{headers: new Headers({'if-none-match': '*', 'if-range': 'x'})}", "{ifNoneMatch: '*'}"),
    ] {
        assert_plain(&plan(options), wanted);
    }
    // Too long for any version or range, and not read.
    let long =
        "{headers: new Headers({range: 'bytes=' + '1'.repeat(65537), 'if-none-match': 'x'.repeat(65537)})}";
    assert!(plan(long).is_undefined());
    assert!(plan_get(Kv, "k", &js("{cacheTtlSeconds: 30}")).unwrap().is_undefined());
    for (options, why) in [
        ("{range: {}}", "range needs offset or suffix"),
        ("{range: {length: 1}}", "range needs offset or suffix"),
        (
            "{range: {offset: 1, suffix: 1}}",
            "range has suffix, which does not go together with offset or length",
        ),
        (
            "{headers: new Headers(), ifNoneMatch: 'e'}",
            "headers does not go together with range or ifNoneMatch",
        ),
        ("{ifNoneMatch: '*'}", "ifNoneMatch must be an etag as this API gives it"),
    ] {
        let refusal = thrown(plan_get(Bucket, "k", &js(options)));
        refusal.assert("storage_invalid_options", &format!("get options: {why}"));
    }
}

#[wasm_bindgen_test]
fn the_plan_of_a_page_has_the_members_that_were_given() {
    let all = "identity: 'default/a', prefix: ''";
    for variant in [Bucket, Kv] {
        let plan = plan_list(variant, "default/a", &js("undefined")).unwrap();
        assert_plain(&plan, &format!("{{{all}, limit: 1000}}"));
        let next = js_of(&HOST_CURSOR.into(), "({limit: 1, cursor: given})");
        let plan = plan_list(variant, "default/a", &next).unwrap();
        assert_plain(&plan, &format!("{{{all}, limit: 1, position: {{host: 'h'}}}}"));
        assert_eq!(host_position(&plan).unwrap().as_deref(), Some("h"));
    }
    let plan = plan_list(Bucket, "default/a", &js("{prefix: 'p', delimiter: '/', startAfter: 'k'}")).unwrap();
    assert_plain(&plan, "{identity: 'default/a', prefix: 'p', delimiter: '/', startAfter: 'k', limit: 1000}");
    assert_eq!(host_position(&plan).unwrap(), None);
}

#[wasm_bindgen_test]
fn cursors_of_hosts_travel_inside_ours() {
    let plan = plan_list(Bucket, "default/a", &JsValue::UNDEFINED).unwrap();
    assert_eq!(host_cursor(&plan, "h").unwrap(), HOST_CURSOR);
    let given = |cursor: &str| js_of(&cursor.into(), "({cursor: given})");
    thrown(plan_list(Bucket, "default/b", &given(HOST_CURSOR))).assert_code("storage_invalid_cursor");
    for wrong in ["", "h", "2", &HOST_CURSOR.replace(".h", ".i"), &HOST_CURSOR.replace("2h", "2k"), "2😀"] {
        thrown(plan_list(Kv, "default/a", &given(wrong))).assert_code("storage_invalid_cursor");
    }
    for none in ["undefined", "null", "{}", "{identity: 'a', prefix: '', limit: 1, more: 1}", "[]"] {
        thrown(host_cursor(&js(none), "h")).assert_code("storage_internal");
        thrown(host_position(&js(none))).assert_code("storage_internal");
    }
}

#[wasm_bindgen_test]
fn a_prefix_obeys_the_key_rules_of_its_variant() {
    let prefix = js("{prefix: 'p'.repeat(513)}");
    assert!(check_entries(Bucket, &prefix).is_ok());
    thrown(check_entries(Kv, &prefix)).assert_code("storage_invalid_options");
    thrown(check_entries(Bucket, &js("{prefix: '\\0'}"))).assert_code("storage_invalid_options");
}

#[wasm_bindgen_test]
fn a_clock_that_is_none_is_refused() {
    for now in [f64::NAN, -1.0, f64::INFINITY, 0.5, 253_402_300_800_000.0] {
        thrown(kv_expiry(&js("60"), None, now)).assert_code("storage_invalid_options");
        thrown(bucket_expiry(Some(1), now)).assert_code("storage_invalid_options");
        thrown(range_applies("\"e\"", "e", now)).assert_code("storage_invalid_options");
    }
    assert!(bucket_expiry(None, 253_402_300_799_999.0).is_ok());
}

#[wasm_bindgen_test]
fn values_end_when_they_were_told_to() {
    assert_eq!(bucket_expiry(Some(2), 5.0).unwrap(), Some(172_800_005.0));
    assert_eq!(bucket_expiry(None, 5.0).unwrap(), None);
    assert_eq!(kv_expiry(&js("60"), Some(90), 1_999.0).unwrap(), Some(61_000.0));
    thrown(kv_expiry(&js("2147483647"), None, 1_000.0)).assert_code("storage_invalid_options");
    for (ttl, declared, wanted) in [
        ("60", Some(90), Some(60)),
        ("60", None, Some(60)),
        ("undefined", Some(90), Some(90)),
        ("undefined", None, None),
        ("null", Some(90), None),
    ] {
        assert_eq!(kv_ttl(&js(ttl), declared).unwrap(), wanted, "{ttl}");
    }
    thrown(kv_ttl(&js("'60'"), None)).assert_code("storage_internal");
}

#[wasm_bindgen_test]
fn if_range_names_an_etag_or_the_very_date() {
    for (if_range, is_named) in [
        ("\"e\"", true),
        ("W/\"e\"", false),
        ("\"f\"", false),
        ("Thu, 01 Jan 1970 00:00:01 GMT", true),
        ("Thu, 01 Jan 1970 00:00:02 GMT", false),
    ] {
        assert_eq!(range_applies(if_range, "e", 1_234.0).unwrap(), is_named, "{if_range}");
    }
}

#[wasm_bindgen_test]
fn a_value_hashes_piece_by_piece() {
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    let hash = bytes.chunks(etag::PIECE_BYTES).fold(0, |before, piece| hash_of(piece, before));
    assert_eq!(format!("{hash:016x}"), etag::of(&bytes));
    assert_eq!(format!("{:016x}", hash_of(b"", 0)), "ef46db3751d8e999");
}
