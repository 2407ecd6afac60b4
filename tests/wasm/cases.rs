//! What crosses the border to JavaScript, in a real JavaScript engine.
//!
//! The conformance suite tests the package; these tests look at the border itself, in Node and in
//! Chromium: frames coming in, verdicts and handles going out, errors as `StorageError`s.

use js_sys::{Array, JSON, Object, Reflect, Uint8Array};
use layeron_storage::error::Code;
use layeron_storage::wasm::ask::{judge, tell};
use layeron_storage::wasm::body::etag_of;
use layeron_storage::wasm::declare::{storage_bucket, storage_kv};
use layeron_storage::wasm::memory::{memory_find, memory_put};
use layeron_storage::wasm::questions::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;

const NOW: f64 = 1_700_000_000_000.0;

fn get(object: &JsValue, member: &str) -> JsValue {
    Reflect::get(object, &member.into()).unwrap_throw()
}

fn text(object: &JsValue, member: &str) -> String {
    get(object, member).as_string().unwrap_throw()
}

/// A value with a length, as js/given.js writes it.
fn tagged(tag: char, content: &str) -> String {
    format!("{tag}{}:{content}", content.encode_utf16().count())
}

/// The frame of put options: a content type, or nothing.
fn put_options(content_type: Option<&str>) -> String {
    let first = content_type.map_or("u".to_owned(), |text| tagged('s', text));
    tagged('o', &(first + "uuuuuuuuu"))
}

/// What js/host/memory/store.js keeps of a value.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Kept<'a> {
    key: &'a str,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    bytes: Uint8Array,
    etag: &'a str,
    stored_at: f64,
    members: Members,
}

/// The options of a put that has none.
#[derive(Serialize)]
struct Members {}

fn kept(key: &str, bytes: &Uint8Array) -> JsValue {
    let kept = Kept { key, bytes: bytes.clone(), etag: "e", stored_at: NOW, members: Members {} };
    serde_wasm_bindgen::to_value(&kept).unwrap_throw()
}

fn put(key: &str, content: &[u8]) -> Result<String, JsValue> {
    let bytes = Uint8Array::from(content);
    let frame = "t".to_owned() + &tagged('s', key) + &put_options(None);
    memory_put(&frame, &bytes, kept(key, &bytes), Some(0), None, NOW)
}

/// What JavaScript sees of a StorageError.
#[derive(Debug, PartialEq, Deserialize)]
struct Thrown {
    name: String,
    code: String,
    status: u16,
    retryable: bool,
}

fn assert_code(thrown: &JsValue, code: Code) {
    let wanted = Thrown {
        name: "StorageError".into(),
        code: code.as_str().into(),
        status: code.status(),
        retryable: code.retryable(),
    };
    assert_eq!(serde_wasm_bindgen::from_value::<Thrown>(thrown.clone()).unwrap_throw(), wanted);
    assert!(thrown.is_instance_of::<js_sys::Error>());
}

#[wasm_bindgen_test]
fn every_code_is_thrown_as_a_storage_error() {
    for code in Code::ALL {
        let thrown = tell(REFUSAL, &format!("{} why", code.as_str())).unwrap_err();
        assert_code(&thrown, code);
        assert_eq!(text(&thrown, "message"), "why");
    }
}

#[wasm_bindgen_test]
fn a_put_is_judged_by_its_frame() {
    let judged = |key: &str, options: &str| judge(CHECK_PUT, &format!("t{}{options}i1:3f", tagged('s', key)));
    assert_eq!(judged("k", "u"), Ok(0.0));
    assert_eq!(judged("ключ😀", &put_options(Some("a/b"))), Ok(0.0));
    let error = judged("k", &put_options(Some("a\r\nb"))).unwrap_err();
    assert_code(&error, Code::InvalidOptions);
    assert_code(&judged("", "u").unwrap_err(), Code::InvalidKey);
    assert_code(&judge(CHECK_KEY, "tl").unwrap_err(), Code::InvalidKey);
    assert_code(&judge(CHECK_KEY, "tx4:null").unwrap_err(), Code::InvalidKey);
}

#[wasm_bindgen_test]
fn a_frame_that_is_none_is_a_refusal_and_no_trap() {
    for frame in ["", "s", "s9:k", "s:", "q1:k", "s99999999999999999999:k", "s1:"] {
        assert_code(&judge(CHECK_KEY, &format!("t{frame}")).unwrap_err(), Code::InvalidKey);
    }
}

#[wasm_bindgen_test]
fn a_question_that_is_none_is_a_fault_and_no_trap() {
    assert_code(&judge(99, "").unwrap_err(), Code::Internal);
    assert_code(&tell(99, "").unwrap_err(), Code::Internal);
}

#[wasm_bindgen_test]
fn what_was_kept_comes_back() {
    judge(MEMORY_RESET, "").unwrap_throw();
    let named = put("a/ключ", b"hello").unwrap_throw();
    assert_eq!(named, layeron_storage::etag::of(b"hello"));
    let key = "t".to_owned() + &tagged('s', "a/ключ");
    let found = memory_find(MEMORY_GET, &format!("{key}u"), 0, NOW).unwrap_throw();
    let bytes: Uint8Array = get(&get(&found, "kept"), "bytes").unchecked_into();
    assert_eq!(bytes.to_vec(), b"hello");
    assert!(memory_find(MEMORY_HEAD, "ts4:none", 0, NOW).unwrap_throw().is_undefined());
    assert!(!memory_find(MEMORY_HEAD, &key, 0, NOW).unwrap_throw().is_undefined());
    assert!(memory_find(MEMORY_HEAD, &key, 1, NOW).unwrap_throw().is_undefined());
}

#[wasm_bindgen_test]
fn pages_and_deletes() {
    judge(MEMORY_RESET, "").unwrap_throw();
    for key in ["a", "b/1", "b/2", "c"] {
        put(key, b"").unwrap_throw();
    }
    // prefix, limit, cursor, delimiter, startAfter, and no unknown name
    let options = tagged('o', "ui1:2us1:/uu");
    let frame = format!("t{options}s13:default/pages");
    let page = memory_find(MEMORY_LIST, &frame, 0, NOW).unwrap_throw();
    assert_eq!(get(&page, "items").unchecked_into::<Array>().length(), 1);
    assert_eq!(String::from(JSON::stringify(&get(&page, "prefixes")).unwrap_throw()), r#"["b/"]"#);
    assert!(get(&page, "cursor").is_string());
    judge(MEMORY_DELETE, "i1:0s1:a").unwrap_throw();
    assert!(memory_find(MEMORY_HEAD, "ts1:a", 0, NOW).unwrap_throw().is_undefined());
}

#[wasm_bindgen_test]
fn a_clock_that_is_none_is_refused() {
    for now in [f64::NAN, -1.0, f64::INFINITY] {
        let thrown = memory_find(MEMORY_HEAD, "ts1:k", 0, now).unwrap_err();
        assert_code(&thrown, Code::InvalidOptions);
    }
    assert_code(&judge(KV_PUT, "s1:kui1:3un3:NaN").unwrap_err(), Code::InvalidOptions);
}

#[wasm_bindgen_test]
fn a_kv_put_tells_when_its_value_ends() {
    assert_eq!(judge(KV_PUT, "s1:kui1:3ui13:1700000000000"), Ok(-1.0));
    assert_eq!(judge(KV_PUT, "s1:kui1:3i2:60i13:1700000000000"), Ok(NOW + 60_000.0));
}

#[wasm_bindgen_test]
fn headers_become_what_the_binding_takes() {
    let headers = tagged('h', &(tagged('s', "bytes=1-2") + &tagged('s', "\"a\", \"b\"") + "u"));
    // range, ifNoneMatch, headers, and no unknown name
    let plan = tell(R2_GET, &("s1:k".to_owned() + &tagged('o', &format!("uu{headers}u")))).unwrap_throw();
    assert_eq!(plan, "header\n\"a\", \"b\"\n1\n2\n");
    assert_eq!(tell(R2_GET, "s1:ku").unwrap_throw(), "\n\n\n\n");
}

#[wasm_bindgen_test]
fn cursors_of_hosts_travel_inside_ours() {
    let cursor = tell(CURSOR_OF, "s9:default/as1:pus6:host's").unwrap_throw();
    let asked = |cursor: &str| tagged('o', &format!("s1:pu{}uuu", tagged('s', cursor)));
    let read = |identity: &str| tell(HOST_CURSOR, &format!("t{}{}", asked(&cursor), tagged('s', identity)));
    assert_eq!(read("default/a"), Ok("host's".into()));
    assert_code(&read("default/b").unwrap_err(), Code::InvalidCursor);
}

#[wasm_bindgen_test]
fn the_head_of_a_response_is_told_line_by_line() {
    let head = tell(RESPONSE_HEAD, "ts3:a/buuus1:es1:di2:10ui1:2i1:3").unwrap_throw();
    let mut lines = head.lines();
    assert_eq!(lines.next(), Some("206"));
    let lines: Vec<&str> = lines.collect();
    for field in [["content-type", "a/b"], ["etag", "\"e\""], ["content-range", "bytes 2-4/10"]] {
        assert!(lines.chunks(2).any(|line| line == field), "{lines:?}");
    }
}

#[wasm_bindgen_test]
fn a_declaration_is_refused_before_it_is_registered() {
    let options = tagged('o', "s1:Auuuuuuuuuu");
    let members = JsValue::from(Object::new());
    assert_code(&storage_bucket(&options, &members).unwrap_err(), Code::InvalidName);
    assert_code(&storage_kv("u", &members).unwrap_err(), Code::InvalidOptions);
}

#[wasm_bindgen_test]
fn a_hosts_failure_has_the_code_of_its_text() {
    let failure =
        |bucket, text: &str| tell(HOST_FAILURE, &format!("{bucket}{}", tagged('s', text))).unwrap_err();
    assert_code(&failure("t", "put: Too many requests (10058)"), Code::RateLimited);
    assert_code(&failure("f", "KV PUT failed: 413 Value"), Code::ValueTooLarge);
}

#[wasm_bindgen_test]
fn javascript_is_told_every_name() {
    let names = tell(NAMES, "").unwrap_throw();
    let mut lines = names.lines();
    assert_eq!(lines.next(), Some("reserved !layeron/ layeron-"));
    assert!(lines.any(|line| line == "range offset length suffix"));
}

#[wasm_bindgen_test]
fn long_values_hash_like_short_ones() {
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| u8::try_from(n % 251).unwrap_throw()).collect();
    assert_eq!(etag_of(&Uint8Array::from(bytes.as_slice())), layeron_storage::etag::of(&bytes));
}
