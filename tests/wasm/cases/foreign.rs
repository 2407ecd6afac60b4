//! What others may have written: the records of KV values, and the heads of responses.

use layeron_storage::host::kv::RecordState::{self, Exists, Expired, Foreign};
use layeron_storage::wasm::enums::Variant::{Bucket, Kv};
use layeron_storage::wasm::kv::kv_record;
use layeron_storage::wasm::response::response_head;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;
use web_sys::Headers;

use super::js::{assert_plain, js, js_of, json, long, member, set, text};
use super::thrown::thrown;

const RECORD: &str = "{layeron: 1, size: 3, etag: 'e', storedAt: 1, expiresAt: 2, contentType: 'a/b',
    cacheControl: 'c', contentDisposition: 'd', contentEncoding: 'g', contentLanguage: 'l',
    expires: '2030-01-31T00:00:00.000Z', checksum: 's', metadata: {a: 'b'}, sealed: 'x'}";

/// The members that a record may lack.
const ABSENT: [&str; 10] = [
    "expiresAt",
    "contentType",
    "cacheControl",
    "contentDisposition",
    "contentEncoding",
    "contentLanguage",
    "expires",
    "checksum",
    "metadata",
    "sealed",
];

/// What is said of a value with this metadata. A record that exists is told member by member.
#[track_caller]
fn state(metadata: &JsValue, size: Option<f64>, now: f64) -> RecordState {
    let record = kv_record(metadata, size, now).unwrap();
    match () {
        () if record.is_undefined() => Foreign,
        () if record.is_null() => Expired,
        () => Exists,
    }
}

#[wasm_bindgen_test]
fn a_record_is_a_copy_in_which_every_member_was_read_once() {
    let reads = js("[]");
    let record = js_of(
        &reads,
        &format!("new Proxy({RECORD}, {{get(target, name) {{ given.push(name); return target[name]; }}}})"),
    );
    let copy = kv_record(&record, Some(3.0), 0.0).unwrap();
    assert_plain(&copy, RECORD);
    assert!(js_of(&reads, "given.length === 14 && new Set(given).size === 14").is_truthy());
    let own = js(RECORD);
    let copy = kv_record(&own, Some(3.0), 0.0).unwrap();
    set(&member(&own, "metadata"), "a", &JsValue::from("another"));
    assert_eq!(text(&member(&copy, "metadata"), "a"), "b");
}

#[wasm_bindgen_test]
fn a_record_exists_until_it_expires() {
    let record = js(RECORD);
    assert_eq!(state(&record, Some(3.0), 1_999.0), Exists);
    assert_eq!(state(&record, None, 2_000.0), Expired);
    assert_eq!(state(&record, Some(4.0), 0.0), Foreign);
    set(&record, "anotherProgram", &JsValue::from(1));
    assert_eq!(state(&record, Some(3.0), 0.0), Exists);
}

#[wasm_bindgen_test]
fn a_record_with_an_odd_member_is_foreign() {
    let odd =
        ["null", "true", "-1", "0.5", "NaN", "1n", "[]", "new Map()", "() => 1", "'\\uD800'", "new Date(0)"];
    let needed = ["layeron", "size", "etag", "storedAt"];
    for name in needed.into_iter().chain(ABSENT) {
        for value in odd {
            let record = js(RECORD);
            set(&record, name, &js(value));
            assert_eq!(state(&record, None, 0.0), Foreign, "{name}: {value}");
        }
        let record = js(RECORD);
        set(&record, name, &long(65_537));
        assert_eq!(state(&record, None, 0.0), Foreign, "{name}");
        let record = js(RECORD);
        set(&record, name, &JsValue::UNDEFINED);
        let wanted = if ABSENT.contains(&name) { Exists } else { Foreign };
        assert_eq!(state(&record, None, 0.0), wanted, "{name}");
    }
    for metadata in ["{a: 1}", "{a: null}", "{['__proto__']: 'b'}", "{[Symbol()]: 'b'}", "{['\\uD800']: 'b'}"]
    {
        let record = js(RECORD);
        set(&record, "metadata", &js(metadata));
        assert_eq!(state(&record, None, 0.0), Foreign, "{metadata}");
    }
}

#[wasm_bindgen_test]
fn anything_but_a_record_is_foreign() {
    for none in
        ["undefined", "null", "1", "'text'", "true", "[]", "{}", "{layeron: 2}", "[1]", "() => 1", "1n"]
    {
        assert_eq!(state(&js(none), None, 0.0), Foreign, "{none}");
    }
    thrown(kv_record(&js("null"), None, f64::NAN)).assert_code("storage_invalid_options");
    thrown(kv_record(&js("null"), Some(-1.0), 0.0)).assert_code("storage_internal");
}

/// The header fields that are set, and the status.
fn head(variant: layeron_storage::wasm::enums::Variant, head: &str) -> (u16, String) {
    let headers = Headers::new().unwrap();
    let status = response_head(variant, &js(head), &headers).unwrap();
    (status, json(&js_of(&headers, "[...given]")))
}

const LAST_MODIFIED: &str = "lastModified: 'Thu, 01 Jan 1970 00:00:00 GMT'";

#[wasm_bindgen_test]
fn the_head_of_a_response_is_set() {
    let (status, fields) = head(Kv, &format!("{{etag: 'e', size: 10, {LAST_MODIFIED}, range: undefined}}"));
    assert_eq!(status, 200);
    let date = r#"["last-modified","Thu, 01 Jan 1970 00:00:00 GMT"]"#;
    assert_eq!(fields, format!(r#"[["content-length","10"],["etag","\"e\""],{date}]"#));
    let part = format!(
        "{{etag: 'e', size: 10, contentType: 'a/b', range: {{offset: 2, length: 3}}, {LAST_MODIFIED}}}"
    );
    let (status, fields) = head(Bucket, &part);
    assert_eq!(status, 206);
    let wanted = r#"[["accept-ranges","bytes"],["content-length","3"],["content-range","bytes 2-4/10"],["content-type","a/b"],["etag","\"e\""],"#;
    assert_eq!(fields, format!("{wanted}{date}]"));
    let same = format!(
        "{{etag: 'e', size: 10, contentType: 'a/b', cacheControl: 'c', contentDisposition: 'd', contentEncoding: 'g',
           contentLanguage: 'l', expires: 'x', notModified: true, {LAST_MODIFIED}}}"
    );
    let (status, fields) = head(Kv, &same);
    assert_eq!(status, 304);
    assert_eq!(fields, format!(r#"[["cache-control","c"],["etag","\"e\""],["expires","x"],{date}]"#));
}

#[wasm_bindgen_test]
fn a_field_that_would_break_a_header_is_left_out() {
    let odd =
        format!("{{etag: 'é', size: 0, contentType: 'a\\r\\nb: c', cacheControl: 'ü', {LAST_MODIFIED}}}");
    let (status, fields) = head(Kv, &odd);
    assert_eq!(status, 200);
    assert!(
        !fields.contains("etag") && !fields.contains("content-type") && !fields.contains("cache"),
        "{fields}"
    );
}

#[wasm_bindgen_test]
fn a_head_that_is_none_is_a_fault() {
    let headers = Headers::new().unwrap();
    for none in ["undefined", "null", "{}", "{etag: 'e', size: 1n, lastModified: ''}", "[]"] {
        thrown(response_head(Kv, &js(none), &headers)).assert_code("storage_internal");
    }
    let more = format!("{{etag: 'e', size: 1, more: 1, {LAST_MODIFIED}}}");
    thrown(response_head(Kv, &js(&more), &headers)).assert_code("storage_internal");
}
